import { describe, expect, it } from 'vitest';
import { onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { weissSimServ } from './weiss-simserv.ts';

/** Requests and replies with `|` for the separator byte. */
function simServ(replies: Readonly<Record<string, string | readonly string[]>>): Replies {
  const bytes = (text: string): string => text.replaceAll('|', '\u00b6');
  return Object.fromEntries(
    Object.entries(replies).map(([request, reply]) => [
      bytes(request) + '\r',
      typeof reply === 'string' ? bytes(reply) : reply.map(bytes),
    ]),
  );
}

const usual = {
  '99997|1|1': '1|LabEvent T/210/70/5\r\n',
  '99997|1|3': '1|58226123\r\n',
  '10012|1|1': '1|1\r\n',
  '11018|1': '1|2\r\n',
  '11023|1|2': '1|%rF\r\n',
  '11007|1|1': '1|-72.0\r\n',
  '11009|1|1': '1|182.0\r\n',
  '11007|1|2': '1|0.0\r\n',
  '11009|1|2': '1|98.0\r\n',
  '14007|1': '1|2\r\n',
  '15004|1': '1|0\r\n',
  '19210|1': '1|0\r\n',
};

describe('the SimServ driver', () => {
  it('says who the chamber is, and takes its limits from it', async () => {
    await onScript(weissSimServ, simServ(usual), async (oven) => {
      expect(oven.setpoint.limits).toEqual({ min: -72, max: 182 });
      expect(oven.humidity?.setpoint.limits).toEqual({ min: 0, max: 98 });
      expect(oven.outputs).toHaveLength(2);
      expect(oven.door).toBeUndefined();
      await expect(oven.setpoint.write(-80)).rejects.toMatchObject({ kind: 'range', code: 'value-refused' });
    });
  });

  it('writes a negative setpoint with 0xB6 between the fields, and reads it back', async () => {
    const replies = { ...usual, '11001|1|1|-40.5': '1\r\n', '11002|1|1': '1|-40.5\r\n' };
    const sent = await onScript(weissSimServ, simServ(replies), async (oven) => {
      await oven.setpoint.write(-40.5);
    });
    expect(sent.at(-2)).toBe('11001\u00b61\u00b61\u00b6-40.5\r');
  });

  it('starts by output 1 and believes it only when the status says so', async () => {
    const replies = { ...usual, '14001|1|1|1': '1\r\n' };
    await onScript(weissSimServ, simServ(replies), async (oven, { replies: now, clock }) => {
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'not-confirmed' });
      Object.assign(now, simServ({ '10012|1|1': '1|3\r\n' }));
      const before = clock.monotonic();
      await oven.running.write(true);
      expect(clock.monotonic() - before).toBe(1000);
    });
  });

  it('ends a program that runs before it switches off, and refuses to start over it', async () => {
    const replies = {
      ...usual,
      '10012|1|1': ['1|3\r\n', '1|1\r\n'],
      '19210|1': '1|1\r\n',
      '19015|1': '1\r\n',
      '14001|1|1|0': '1\r\n',
    };
    const sent = await onScript(weissSimServ, simServ(replies), async (oven) => {
      await expect(oven.running.write(true)).rejects.toMatchObject({ kind: 'state', code: 'program-runs' });
      expect(await oven.running.read()).toBe(true);
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
    expect(sent.indexOf('19015\u00b61\r')).toBeLessThan(sent.indexOf('14001\u00b61\u00b61\u00b60\r'));
  });

  it('gives the messages that stand, alarms and warnings, and nothing else', async () => {
    const replies = {
      ...usual,
      '10012|1|1': '1|13\r\n',
      '17002|1': '1|3\r\n',
      '17009|1|1': '1|1\r\n',
      '17005|1|1': '1|1\r\n',
      '17007|1|1': '1|Temperaturbegrenzer Pr\u00fcfraum\r\n',
      '17009|1|2': '1|0\r\n',
      '17009|1|3': '1|1\r\n',
      '17005|1|3': '1|4\r\n',
    };
    await onScript(weissSimServ, simServ(replies), async (oven) => {
      expect(await oven.alarms.read()).toEqual([
        { code: '1', text: 'alarm: Temperaturbegrenzer Pr\u00fcfraum' },
      ]);
    });
  });

  it('keeps the rate while ramping is off, and writes it both ways when it is switched on', async () => {
    const replies = {
      ...usual,
      '11066|1|1': ['1|0\r\n', '1|0\r\n', '1|0\r\n', '1|2.5\r\n'],
      '11070|1|1': '1|0\r\n',
      '11068|1|1|2.5': '1\r\n',
      '11072|1|1|2.5': '1\r\n',
    };
    const sent = await onScript(weissSimServ, simServ(replies), async (oven) => {
      await oven.rampControl?.rate.write(2.5);
      await oven.rampControl?.enabled.write(true);
      await expect(oven.rampControl?.rate.write(0)).rejects.toMatchObject({ kind: 'range' });
    });
    expect(sent).toContain('11072\u00b61\u00b61\u00b62.5\r');
  });

  it('sets an output by the index after that of its name', async () => {
    const replies = { ...usual, '14001|1|3|1': '1\r\n', '14003|1|3': '1|1\r\n' };
    const sent = await onScript(weissSimServ, simServ(replies), async (oven) => {
      await oven.outputs[1]?.on.write(true);
    });
    expect(sent).toContain('14001\u00b61\u00b63\u00b61\r');
  });

  it('finds the door by the name of its input', async () => {
    const replies = { ...usual, '15004|1': '1|2\r\n', '15005|1|1': '1|T\u00fcr\r\n', '15005|1|2': '1|X\r\n' };
    const door = { input: 'T\u00fcr', open: false };
    await onScript(
      weissSimServ,
      simServ({ ...replies, '15002|1|1': '1|0\r\n' }),
      async (oven) => expect(await oven.door?.open.read()).toBe(true),
      { options: { door } },
    );
    await expect(
      onScript(weissSimServ, simServ(replies), async () => {}, {
        options: { door: { input: 'Door', open: true } },
      }),
    ).rejects.toThrow('it has T\u00fcr, X');
  });

  it('raises the chamber\u2019s own refusals, and calls what is no reply by its name', async () => {
    const refused = { ...usual, '11004|1|1': ['-8\r\n', 'read failed\r\n', '1|----\r\n', '2|3\r\n', '\r\n'] };
    await onScript(weissSimServ, simServ(refused), async (oven) => {
      await expect(oven.temperature.read()).rejects.toMatchObject({
        kind: 'device',
        code: 'controller-refused',
        device: { code: '-8', text: 'data not found or could not be read' },
      });
      await expect(oven.temperature.read()).rejects.toMatchObject({ code: 'controller-refused' });
      await expect(oven.temperature.read()).rejects.toMatchObject({
        kind: 'protocol',
        code: 'reply-unexpected',
      });
      await expect(oven.temperature.read()).rejects.toMatchObject({ kind: 'protocol' });
      await expect(oven.temperature.read()).rejects.toMatchObject({ kind: 'timeout' });
    });
  });

  it('waits for a reply that was cut short, and does not take its rest for the next one', async () => {
    const replies = { ...usual, '11004|1|1': ['1|23.', '1|24.5\r\n'] };
    await onScript(weissSimServ, simServ(replies), async (oven) => {
      await expect(oven.temperature.read()).rejects.toMatchObject({ kind: 'timeout' });
      expect(await oven.temperature.read()).toBe(24.5);
    });
  });

  it('tells the mode, reads inputs and resets errors', async () => {
    const replies = {
      ...usual,
      '15004|1': '1|2\r\n',
      '15002|1|2': '1|1\r\n',
      '17012|1': '1\r\n',
      '10012|1|1': ['1|3\r\n', '1|1\r\n'],
      '19210|1': ['1|0\r\n', '1|0\r\n', '1|1\r\n', '1|3\r\n', '1|33\r\n'],
    };
    const sent = await onScript(weissSimServ, simServ(replies), async (oven) => {
      for (const mode of ['constant', 'off', 'program', 'program-paused', 'program-paused'])
        expect(await oven.mode.read()).toBe(mode);
      expect(await oven.inputs[1]?.on.read()).toBe(true);
      await oven.alarmControl?.acknowledge();
    });
    expect(sent).toContain('17012\u00b61\r');
  });

  it('refuses limits of 0 to 0, which would allow nothing', async () => {
    const replies = { ...usual, '11007|1|1': '1|0\r\n', '11009|1|1': '1|0\r\n' };
    await expect(onScript(weissSimServ, simServ(replies), async () => {})).rejects.toMatchObject({
      code: 'limits-unreadable',
    });
  });
});
