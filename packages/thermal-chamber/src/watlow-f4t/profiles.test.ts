import { describe, expect, it } from 'vitest';
import { RegisterBank, onRegisters } from '../../test/register-bank.ts';
import { jump, ramp, soak } from '../programs/program.ts';
import type { Program } from '../programs/program.ts';
import { toProgramRecord } from '../programs/program-record.ts';
import { watlowF4t } from './watlow-f4t.ts';

const steps = { first: 19_094, stride: 170, most: 50, words: 84 };

/** A controller with room for one profile, in slot 3; what a profile holds are its registers. */
function controller(partNumber = 'F4T1L2DAA1A2AAA'): RegisterBank {
  const bank = new RegisterBank({
    4: 4,
    5: 0,
    6: 3,
    7: 0,
    8: 108,
    12: 1,
    13: 0,
    2730: 62,
    6730: 15,
    14_080: 15,
  });
  bank.setText(16, partNumber, 15);
  for (const [address, value] of [
    [2774, -42],
    [2776, 130],
    [2782, 25],
    [2820, 25],
    [2934, 0],
    [2936, 100],
    [2942, 50],
    [4034, -42],
    [4036, 130],
    [4042, 25],
    [19_086, 3],
    [19_088, 5],
  ] as const)
    bank.setFloat(address, value, 'low-first');
  for (const address of [16_558, 16_560, 16_562, 16_564, 16_566, 18_888, 18_890, 18_920, 19_038, 48_000])
    bank.set(address, 0);
  for (let index = 0; index < 20; index++) bank.set(18_606 + index, 0);
  for (let index = 0; index < steps.stride * steps.most; index++) bank.set(steps.first + index, 0);
  const state = (code: number): void => {
    for (const [index, word] of [code, 0, 12, 0, 1, 0].entries()) bank.set(16_568 + index, word);
  };
  for (const [index, word] of [3, 0, 2, 0].entries()) bank.set(16_588 + index, word);
  for (const [index, word] of [30, 0, 5, 0, 0, 0].entries()) bank.set(16_622 + index, word);
  state(62);
  bank.onWrite = (address, word) => {
    const step = (address - steps.first) / steps.stride;
    // A profile is as long as its end step says.
    if (Number.isInteger(step) && step >= 0 && step < steps.most && word === 27) bank.set(18_920, step + 1);
    if (address === 18_890 && word === 1772) bank.set(18_920, 0);
    if (address === 16_562 && word === 1782) state(149);
    if (address === 16_566) state(word === 146 ? 146 : 253);
    if (address === 16_564 && word === 147) state(149);
  };
  return bank;
}

const cycles: Program = {
  name: 'Cycles',
  steps: [
    ramp(-40, { duration: 3661 }, { humidity: 'off', outputs: { '3': true } }),
    soak(1800, { guaranteed: true }),
    ramp(85, { duration: 1800 }, { humidity: 60 }),
    soak(90),
    jump(1, 9),
  ],
  end: { action: 'hold' },
  guarantee: { band: 2.5, sensor: 'air' },
};
const options = { options: { humidityPower: 2 } };

describe('profiles of an F4T', () => {
  it('are written step by step into the registers of the sheet', async () => {
    const bank = controller();
    await onRegisters(
      watlowF4t,
      bank,
      async ({ programs }) => {
        expect(await programs?.store({ slot: 3, program: toProgramRecord(cycles) })).toEqual({ slot: 3 });
      },
      options,
    );
    const word = (step: number, offset: number): number | undefined =>
      bank.words.get(steps.first + steps.stride * (step - 1) + offset);
    expect(bank.words.get(18_888)).toBe(3);
    expect(
      String.fromCharCode(...Array.from({ length: 6 }, (_, index) => bank.words.get(18_606 + index) ?? 0)),
    ).toBe('Cycles');
    expect([1, 2, 3, 4, 5, 6].map((step) => word(step, 0))).toEqual([1928, 87, 1928, 87, 116, 27]);
    expect([2, 4, 6].map((offset) => word(1, offset))).toEqual([1, 1, 1]);
    // -40 °C as a float, low word first.
    expect([word(1, 20), word(1, 21)]).toEqual([0x0000, 0xc220]);
    // Event 2 switches the humidity, event 3 is the program's.
    expect([52, 54, 56, 58].map((offset) => word(1, offset))).toEqual([62, 62, 63, 62]);
    expect([52, 54, 56, 58].map((offset) => word(3, offset))).toEqual([62, 63, 63, 62]);
    expect([word(2, 44), word(4, 44)]).toEqual([63, 62]);
    expect([word(5, 8), word(5, 10)]).toEqual([1, 9]);
    expect([word(6, 76), word(6, 78)]).toEqual([47, 47]);
    // 1375 into 18890 adds a profile.
    expect(bank.requests).toContain('010649CA055F');
  });

  it('are read back as they were written', async () => {
    const bank = controller();
    await onRegisters(
      watlowF4t,
      bank,
      async ({ programs }) => {
        await programs?.store({ slot: 3, program: toProgramRecord(cycles) });
        const fetched = await programs?.fetch({ slot: 3 });
        expect(fetched).toMatchObject({ name: 'Cycles', end: { action: 'hold' } });
        expect(fetched?.guarantee).toMatchObject({ band: 2.5, sensor: 'air' });
        await programs?.erase({ slot: 3 });
        await expect(programs?.fetch({ slot: 3 })).rejects.toMatchObject({ code: 'slot-empty' });
      },
      options,
    );
  });

  it('that come back as others are refused', async () => {
    const bank = controller();
    const { onWrite } = bank;
    bank.onWrite = (address, word) => {
      onWrite?.(address, word);
      if (address === steps.first + 6) bank.set(address, 0);
    };
    await onRegisters(
      watlowF4t,
      bank,
      async ({ programs }) => {
        const storing = programs?.store({ slot: 3, program: toProgramRecord(cycles) });
        await expect(storing).rejects.toMatchObject({ kind: 'device', code: 'not-confirmed' });
      },
      options,
    );
  });

  it.each([
    ['a ramp by rate, whose unit is set at the panel', { steps: [ramp(30, { rate: 2 })] }],
    ['a ramp as fast as possible', { steps: [ramp(30)] }],
    ['a guarantee on the product', { guarantee: { band: 2, sensor: 'product' } as const }],
    ['an idle end', { end: { action: 'idle', temperature: 25 } as const }],
    ['a name that is too long', { name: 'A name of more than twenty characters' }],
  ])('are refused with %s, before a byte is sent', async (_what, change) => {
    const bank = controller();
    await onRegisters(
      watlowF4t,
      bank,
      async ({ programs }) => {
        const storing = programs?.store({ slot: 3, program: toProgramRecord({ ...cycles, ...change }) });
        await expect(storing).rejects.toMatchObject({ kind: 'range', code: 'program-refused' });
      },
      options,
    );
    expect(bank.words.get(18_888)).toBe(0);
  });

  it('keep rates where the user says which unit they have', async () => {
    const bank = controller();
    await onRegisters(
      watlowF4t,
      bank,
      async ({ programs }) => {
        const program: Program = { ...cycles, steps: [ramp(30, { rate: 2 }), soak(60)] };
        await programs?.store({ slot: 3, program: toProgramRecord(program) });
        expect((await programs?.fetch({ slot: 3 }))?.steps[0]).toMatchObject({ rate: 2 });
      },
      { options: { humidityPower: 2, rateScale: 'hours' } },
    );
    // 2 K/min are 120 K/h.
    expect([bank.words.get(steps.first + 12), bank.words.get(steps.first + 13)]).toEqual([0, 0x42f0]);
  });

  it('are run, paused, resumed and stopped', async () => {
    const bank = controller();
    await onRegisters(
      watlowF4t,
      bank,
      async ({ programs, setpoint, mode }, clock) => {
        const running = programs?.run({ slot: 3, step: 2, interval: 4 });
        const seen: unknown[] = [];
        running?.progress$.subscribe({ next: (progress) => seen.push(progress), error: () => {} });
        await clock.sleep({ seconds: 5 });
        expect([bank.words.get(16_558), bank.words.get(16_560)]).toEqual([3, 2]);
        // At the start and 4 s later.
        expect(seen.length).toBe(2);
        expect(seen[0]).toEqual({ state: 'running', slot: 3, step: 2, stepTimeLeft: 330, timeLeft: 4320 });
        await programs?.pause();
        expect(await mode.read()).toBe('program-paused');
        await programs?.resume();
        bank.setFloat(2820, 31, 'low-first');
        expect(await running?.stop()).toMatchObject({ mode: 'hold', outcome: 'stopped' });
        await expect(running).rejects.toMatchObject({ kind: 'aborted' });
        expect(await setpoint.read()).toBe(31);
        expect([bank.words.get(16_566), bank.words.get(2730)]).toEqual([148, 10]);
      },
      options,
    );
  });

  it('are not offered where the part number says that there are none, nor where loops cannot be told apart', async () => {
    for (const partNumber of ['F4T1L2AAA1A2AAA', 'F4T1L2DAA1A8AAA']) {
      const bank = controller(partNumber);
      await onRegisters(watlowF4t, bank, async ({ programs }) => {
        expect(programs).toBeUndefined();
        await Promise.resolve();
      });
    }
  });
});
