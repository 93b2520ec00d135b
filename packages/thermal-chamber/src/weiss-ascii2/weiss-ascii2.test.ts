import { describe, expect, it } from 'vitest';
import { lines, onScript } from '../../test/scripted.ts';
import { weissAscii2 } from './weiss-ascii2.ts';

const rest = '0000.0 0000.0 0000.0 0000.0 0000.0 0000.0 0000.0 0000.0';
const idle = `0025.0 0023.4 ${rest} 0000000000000000`;
const started = `-040.0 0023.4 ${rest} 0101000000000000`;
const noMore = '0000.0 0000.0 0000.0 0000.0';

const script = (replies: Readonly<Record<string, string | readonly string[]>>): ReturnType<typeof lines> =>
  lines({ $00I: idle, $00F: '00', ...replies }, '\r', '\r');

describe('the ASCII-2 driver', () => {
  it('reads all from one telegram, with CR or CR LF at its end', async () => {
    const endless = {
      ...script({}),
      '$00I\r': [`${idle}\r\n`, `${idle}\r\n`, `-040.0 -038.3 ${rest} 0000000000000000\r\n`],
    };
    await onScript(weissAscii2, endless, async (oven) => {
      expect(await oven.temperature.read()).toBe(-38.3);
      expect(await oven.setpoint.read()).toBe(-40);
      expect(oven.humidity).toBeUndefined();
      expect(oven.rampControl).toBeUndefined();
    });
  });

  it('writes a negative setpoint in six characters and keeps the start bits that it read', async () => {
    const command = `$00E -040.0 ${noMore} 0101000000000000`;
    const on = `0025.0 0023.4 ${rest} 0101001000000011`;
    const kept = `$00E -040.0 ${noMore} 0101001000000000`;
    const sent = await onScript(
      weissAscii2,
      script({ $00I: [idle, on, on, started], [command]: '0', [kept]: '0' }),
      async (oven) => {
        await oven.setpoint.write(-40);
      },
    );
    // The compressed air stays on; inputs and flags are not sent back.
    expect(sent).toContain(`${kept}\r`);
  });

  it('rounds to one decimal, and never to a negative zero', async () => {
    const command = `$00E 0000.0 ${noMore} 0000000000000000`;
    const at0 = `0000.0 0023.4 ${rest} 0000000000000000`;
    const sent = await onScript(
      weissAscii2,
      script({ $00I: [idle, idle, idle, at0], [command]: '0' }),
      async (oven) => {
        await oven.setpoint.write(-0.04);
      },
    );
    expect(sent).toContain(`${command}\r`);
  });

  it('starts with both bits, and ends a program that keeps the chamber on', async () => {
    const on = `$00E 0025.0 ${noMore} 0101000000000000`;
    const off = `$00E -040.0 ${noMore} 0000000000000000`;
    const replies = {
      $00I: [idle, idle, idle, started, started, started, started, idle],
      [on]: '0',
      [off]: '0',
      $00P0000: '0',
    };
    const sent = await onScript(weissAscii2, script(replies), async (oven) => {
      await oven.running.write(true);
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
    expect(sent.filter((line) => line.startsWith('$00E') || line.startsWith('$00P'))).toEqual([
      `${on}\r`,
      `${off}\r`,
      '$00P0000\r',
      `${off}\r`,
    ]);
  });

  it('takes a missing zero for a refusal', async () => {
    const command = `$00E 0030.0 ${noMore} 0000000000000000`;
    await onScript(weissAscii2, script({ [command]: ['1'] }), async (oven) => {
      await expect(oven.setpoint.write(30)).rejects.toMatchObject({
        kind: 'device',
        code: 'controller-refused',
      });
      await expect(oven.setpoint.write(31)).rejects.toMatchObject({ kind: 'timeout' });
      await expect(oven.setpoint.write(200)).rejects.toMatchObject({ kind: 'range' });
    });
  });

  it('refuses a reply that lost a value or its bits', async () => {
    const replies = { $00I: [idle, idle, '0025.0 0023.4 0000000000000000', '0025.0 0023.4', '0025.0 00'] };
    await onScript(weissAscii2, script(replies), async (oven) => {
      for (let time = 0; time < 3; time++) {
        await expect(oven.temperature.read()).rejects.toMatchObject({
          kind: 'protocol',
          code: 'reply-unexpected',
        });
      }
    });
  });

  it('gives the first error by its text', async () => {
    await onScript(weissAscii2, script({ $00F: ['01 TEMPERATURE LIMITER', '00', 'x'] }), async (oven) => {
      expect(await oven.alarms.read()).toEqual([
        { code: 'TEMPERATURE LIMITER', text: 'TEMPERATURE LIMITER' },
      ]);
      expect(await oven.alarms.read()).toEqual([]);
      await expect(oven.alarms.read()).rejects.toMatchObject({ kind: 'protocol' });
    });
  });

  it('acknowledges one error after the other', async () => {
    const sent = await onScript(weissAscii2, script({ $00Q: ['02', '01', '00', 'x'] }), async (oven) => {
      await oven.alarmControl?.acknowledge();
      await expect(oven.alarmControl?.acknowledge()).rejects.toMatchObject({ code: 'reply-unexpected' });
    });
    expect(sent.filter((line) => line === '$00Q\r')).toHaveLength(4);
  });

  it('serves a chamber with 32 bits at an address, with its humidity', async () => {
    const state = '0050.0 0024.6 0080.0 0066.7 0090.0 0090.0 00000000000000000000000000000000';
    const command = '$07E 0050.0 0055.0 0090.0 00000000000000000000000000000000';
    const after = state.replace('0080.0', '0055.0');
    const replies = lines({ $07I: [state, state, state, after], [command]: '0' }, '\r', '\r\n');
    await onScript(
      weissAscii2,
      replies,
      async (oven) => {
        await oven.humidity?.setpoint.write(55);
        expect(await oven.humidity?.humidity.read()).toBe(66.7);
      },
      { options: { address: 7, humidityChannel: 2, humidityRange: { min: 10, max: 98 } } },
    );
  });

  it('asks for the layout where the values are no pairs', async () => {
    const single = lines({ $00I: '0025.0 0023.4 0001.0 0000000000000000' }, '\r', '\r');
    await expect(onScript(weissAscii2, single, async () => {})).rejects.toMatchObject({
      code: 'option-refused',
    });
    const channels = [{ nominal: 0, actual: 1 }, { nominal: 2 }];
    await onScript(weissAscii2, single, async (oven) => expect(await oven.temperature.read()).toBe(23.4), {
      options: { channels },
    });
  });

  it.each([
    { address: 33 },
    { humidityChannel: 9 },
    { temperatureRange: { min: 5, max: 5 } },
    { startBits: [40] },
  ])('refuses the options %j with one sentence', async (options) => {
    await expect(
      onScript(
        weissAscii2,
        script({}),
        async (oven) => {
          await oven.running.read();
        },
        { options },
      ),
    ).rejects.toMatchObject({
      kind: 'range',
      code: 'option-refused',
    });
  });
});
