import { describe, expect, it } from 'vitest';
import { onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { field } from './atmoweb.ts';
import { memmert } from './memmert.ts';

const request = (key: string, value = ''): string =>
  `GET /atmoweb?${key}=${value} HTTP/1.1\r\nHost: memmert\r\nAccept: application/json\r\n\r\n`;

const response = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

const usual = {
  CurOp: '{"CurOp": "Manual"}',
  Temp1Read: '{"Temp1Read": 23.14}',
  TempSet: '{"TempSet": 37.0}',
  TempSet_Range: '{"TempSet_Range": {"min": -10, "max": 70}}',
  FanSet: '{"FanSet": 50}',
  AlTempHi: '{"AlTempHi": 75.5}',
  HumRead: '{"HumRead": "N/A"}',
  SwASet: '{"SwASet": 0}',
  SwBSet: '{"SwBSet": "N/A"}',
  SwCSet: '{"SwCSet": "N/A"}',
  SwDSet: '{"SwDSet": "N/A"}',
} satisfies Replies;

const script = (replies: Replies, sets: Replies = {}): Replies => ({
  ...Object.fromEntries(
    Object.entries<string | readonly string[]>({ ...usual, ...replies }).map(([key, reply]) => [
      request(key),
      typeof reply === 'string' ? response(reply) : reply.map(response),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(sets).map(([set, reply]) => {
      const [key = '', value = ''] = set.split('=');
      return [request(key, value), typeof reply === 'string' ? response(reply) : reply.map(response)];
    }),
  ),
});

describe('values of AtmoWEB', () => {
  it.each([
    ['{"TempSet": 37.0}', 'TempSet', '37.0'],
    ['{"Temp1Read": -23.14, "TempSet": 1,', 'Temp1Read', '-23.14'],
    ['"CurOp" : "Manual",}', 'CurOp', 'Manual'],
    ['{"InfoMsg": "say \\"hi\\""', 'InfoMsg', 'say "hi"'],
    ['{min: -10, max: 70}', 'max', '70'],
    ['{"TempSet_Range": {"min": 0, "max": 70}}', 'TempSet_Range', '{"min": 0, "max": 70}'],
  ])('are found in %s', (body, key, value) => expect(field(body, key)).toBe(value));

  it('are missed where they are not', () => {
    expect(() => field('{"TempSet_Range": 1}', 'TempSet')).toThrow('Expected a value of TempSet');
  });
});

describe('the Memmert driver', () => {
  it('finds out what the unit has', async () => {
    await onScript(memmert, script({}), async (oven) => {
      expect(oven.setpoint.limits).toEqual({ min: -10, max: 70 });
      expect(oven.humidity).toBeUndefined();
      expect(oven.outputs).toHaveLength(1);
      expect(await oven.temperature.read()).toBe(23.14);
      expect(await oven.fan?.speed.read()).toBe(50);
      expect(await oven.alarmLimits?.high.read()).toBe(75.5);
      expect(await oven.mode.read()).toBe('constant');
    });
  });

  it('waits until a setpoint shows, and says when it never does', async () => {
    const replies = script(
      { TempSet: ['{"TempSet": 37.0}', '{"TempSet": 37.0}', '{"TempSet": -5.5}'] },
      { 'TempSet=-5.5': '{}', 'TempSet=30': '{}' },
    );
    await onScript(memmert, replies, async (oven, { clock }) => {
      const began = clock.monotonic();
      await oven.setpoint.write(-5.5);
      expect(clock.monotonic() - began).toBe(1000);
      await expect(oven.setpoint.write(30)).rejects.toMatchObject({ code: 'not-confirmed' });
    });
  });

  it('goes to a stated temperature to be safe, and back', async () => {
    const at = (value: number): string => `{"TempSet": ${value}}`;
    const replies = script(
      { TempSet: [at(37), at(15), at(15), at(15), at(37), at(37)] },
      { 'TempSet=15': '{}', 'TempSet=37': '{}' },
    );
    const sent = await onScript(
      memmert,
      replies,
      async (oven) => {
        expect(await oven.safe('test')).toMatchObject({ ok: true });
        expect(await oven.mode.read()).toBe('standby');
        await oven.running.write(true);
      },
      { options: { safeTemperature: 15 } },
    );
    expect(sent).toContain(request('TempSet', '37'));
  });

  it('writes in no mode but Manual, and ends a program to be safe', async () => {
    const mode = (name: string): string => `{"CurOp": "${name}"}`;
    const replies = script(
      {
        CurOp: [mode('Manual'), mode('Timer'), mode('Program'), mode('Program'), mode('Manual')],
        TempSet: '{"TempSet": 20}',
      },
      { 'TempSet=20': '{}', ProgExit: '{}' },
    );
    const sent = await onScript(memmert, replies, async (oven) => {
      await expect(oven.setpoint.write(20)).rejects.toMatchObject({ kind: 'state', code: 'not-manual' });
      await expect(oven.setpoint.write(20)).rejects.toMatchObject({ code: 'program-runs' });
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
    expect(sent).toContain(request('ProgExit'));
  });

  it('raises HTTP errors, missing sensors and silence, and gives the messages', async () => {
    const replies = {
      ...script({
        InfoTemp: '{"InfoTemp": ""}',
        InfoHum: '{"InfoHum": "N/A"}',
        InfoMsg: '{"InfoMsg": "door open"}',
      }),
      [request('Temp1Read')]: [
        'HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n',
        response('{"Temp1Read": "N/A"}'),
        'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{',
        response('{"Temp1Read": 23.14'),
      ],
    };
    await onScript(memmert, replies, async (oven) => {
      for (const code of ['http-refused', 'value-invalid', 'timeout'])
        await expect(oven.temperature.read()).rejects.toMatchObject({ code });
      expect(await oven.temperature.read()).toBe(23.14);
      expect(await oven.alarms.read()).toEqual([{ code: 'InfoMsg', text: 'door open' }]);
    });
  });
});
