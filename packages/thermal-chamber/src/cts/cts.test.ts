import { describe, expect, it } from 'vitest';
import { onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { ctsSerialFraming } from './cts-framing.ts';
import { cts } from './cts.ts';

const usual = {
  C: 'C01.02;03.04;123',
  A0: 'A0 024.5 025.0',
  U0: 'U0 999.9 999.9',
  S: 'S000000000',
  P: 'P000',
} satisfies Replies;

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex').toUpperCase();

describe('the CTS driver over TCP', () => {
  it('finds replies without terminator by their length', async () => {
    await onScript(cts, { ...usual, A0: 'A0 -39.8 -40.0' }, async (oven) => {
      expect(await oven.temperature.read()).toBe(-39.8);
      expect(await oven.setpoint.read()).toBe(-40);
      expect(oven.humidity).toBeUndefined();
    });
  });

  it('writes five characters, and reads the target while a gradient moves the set value', async () => {
    const replies = { ...usual, 'a0 -40.0': 'a', U0: 'U0 003.0 003.0', E0: 'E0 -40.0' };
    await onScript(cts, replies, async (oven) => {
      await oven.setpoint.write(-40);
      expect(await oven.rampControl?.enabled.read()).toBe(true);
      expect(await oven.rampControl?.rate.read()).toBe(3);
    });
  });

  it('refuses what five characters cannot carry before it sends a byte', async () => {
    const range = { temperatureRange: { min: -180, max: 300 } };
    const sent = await onScript(
      cts,
      usual,
      async (oven) => {
        await expect(oven.setpoint.write(-100)).rejects.toMatchObject({ code: 'value-refused' });
      },
      { options: range },
    );
    expect(sent).toEqual(['C']);
  });

  it('switches a gradient on and off by 999.9', async () => {
    const replies = {
      ...usual,
      U0: [usual.U0, usual.U0, usual.U0, 'U0 002.5 002.5', usual.U0],
      'u0 002.5': 'u',
      'd0 002.5': 'd',
      'u0 999.9': 'u',
      'd0 999.9': 'd',
    };
    const sent = await onScript(cts, replies, async (oven) => {
      await oven.rampControl?.rate.write(2.5);
      await oven.rampControl?.enabled.write(true);
      await oven.rampControl?.enabled.write(false);
    });
    expect(sent.filter((text) => /^[ud]/.test(text))).toEqual([
      'u0 002.5',
      'd0 002.5',
      'u0 999.9',
      'd0 999.9',
    ]);
  });

  it('ends a program, switches off and reads it back', async () => {
    const replies = { ...usual, P: 'P007', p000: 'p000', 's1 0': 's1' };
    const sent = await onScript(cts, replies, async (oven) => {
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'program-runs' });
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
    expect(sent.indexOf('p000')).toBeLessThan(sent.indexOf('s1 0'));
  });

  it('reports the error character, with and without a text, and no error', async () => {
    await onScript(
      cts,
      { ...usual, S: ['S0100000003'.slice(0, 10), 'S11000000\u0037', 'S100000000', 'S10000000\u0001'] },
      async (oven) => {
        expect(await oven.alarms.read()).toEqual([{ code: '30', text: 'collective fault' }]);
        expect(await oven.alarms.read()).toEqual([{ code: '37', text: 'refrigeration pressure too high' }]);
        expect(await oven.alarms.read()).toEqual([]);
        expect(await oven.alarms.read()).toEqual([{ code: '01', text: 'refill water' }]);
      },
    );
  });

  it('tells the mode and acknowledges faults', async () => {
    const replies = { ...usual, S: ['S000000000', 'S100000000'], P: ['P000', 'P007'], 's2 1': 's2' };
    const sent = await onScript(cts, replies, async (oven) => {
      for (const mode of ['off', 'constant', 'program']) expect(await oven.mode.read()).toBe(mode);
      await oven.alarmControl?.acknowledge();
    });
    expect(sent).toContain('s2 1');
  });

  it('switches outputs by soft keys, above the ninth with the characters that follow', async () => {
    const replies = { ...usual, 's: 1': 's:', O: 'O0000000001000', S: 'S101010000' };
    await onScript(
      cts,
      replies,
      async (oven) => {
        await oven.outputs[1]?.on.write(true);
        expect(await oven.outputs[0]?.on.read()).toBe(false);
        expect(await oven.door?.open.read()).toBe(false);
      },
      { options: { outputs: [7, 10], door: { flag: 3, open: false } } },
    );
  });

  it('refuses the reply to another command, and goes on', async () => {
    const replies = { ...usual, A0: ['P000', usual.A0, 'A0 02', usual.A0, 'A1 024.5 025.0', usual.A0] };
    await onScript(cts, replies, async (oven) => {
      await expect(oven.temperature.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
      expect(await oven.temperature.read()).toBe(24.5);
      await expect(oven.temperature.read()).rejects.toMatchObject({ kind: 'timeout' });
      expect(await oven.temperature.read()).toBe(24.5);
      await expect(oven.temperature.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
    });
  });

  it.each([{ address: 0 }, { outputs: [14] }, { door: { flag: 7, open: true } }])(
    'refuses the options %j',
    async (options) => {
      await expect(onScript(cts, usual, async () => {}, { options })).rejects.toMatchObject({
        code: 'option-refused',
      });
    },
  );
});

describe('the CTS driver on a serial line', () => {
  const framing = ctsSerialFraming(1);
  const framed = (replies: Readonly<Record<string, string | readonly string[]>>): Replies =>
    Object.fromEntries(
      Object.entries(replies).map(([request, reply]) => [
        framing.encode(request),
        typeof reply === 'string' ? framing.encode(reply) : reply,
      ]),
    );

  it('makes the frames of the sheet', () => {
    expect(hex(framing.encode('A0'))).toBe('0281C1B0F003');
    expect(hex(framing.encode('A0 024.5 025.0'))).toBe('0281C1B0A0B0B2B4AEB5A0B0B2B5AEB0F403');
    expect(hex(framing.encode('a0 042.0'))).toBe('0281E1B0A0B0B4B2AEB0D803');
    expect(hex(framing.encode('s1 1'))).toBe('0281F3B1A0B1D203');
  });

  it('refuses damaged frames, and those of another chamber', async () => {
    const good = framing.encode(usual.A0);
    const bad = [good.replace('\u00b4', '\u00b5'), ctsSerialFraming(2).encode(usual.A0), '\u0002\u0003'];
    await onScript(
      cts,
      framed({ ...usual, A0: [good, ...bad] }),
      async (oven) => {
        expect(await oven.temperature.read()).toBe(24.5);
        for (const code of ['checksum-wrong', 'address-mismatch', 'reply-unexpected'])
          await expect(oven.temperature.read()).rejects.toMatchObject({ code });
      },
      { options: { framing: 'serial' } },
    );
  });
});
