import { describe, expect, it } from 'vitest';
import { RegisterBank, onRegisters } from '../../test/register-bank.ts';
import { jump, ramp, soak, waitFor } from '../programs/program.ts';
import type { Program } from '../programs/program.ts';
import { fromProgramRecord, toProgramRecord } from '../programs/program-record.ts';
import { watlowF4 } from './watlow-f4.ts';

/** Registers of a TestEquity 107: one loop, one decimal, °C. */
const usual: Record<number, number> = {
  0: 5270,
  1: 12,
  2: 3456,
  3: 1,
  4: 7,
  25: 0,
  100: 235,
  101: 0,
  200: 1,
  300: 250,
  602: -440,
  603: 1300,
  606: 1,
  901: 1,
  1209: 0,
  1210: 0,
  1217: 0,
  1219: 256,
  1925: 0,
};

function f4(more: Readonly<Record<number, number>> = {}): RegisterBank {
  const bank = new RegisterBank({ ...usual, ...more });
  for (let index = 0; index < 8; index++) bank.set(2000 + 10 * index, 0);
  for (let index = 0; index < 4; index++) {
    bank.set(201 + 12 * index, 0);
    bank.set(1061 + 2 * index, 1);
  }
  return bank;
}

/** Adds what the sheet says of profile memory: a pointer, a step buffer, edit actions. */
function withProfiles(bank: RegisterBank): Map<number, Map<number, number>[]> {
  const profiles = new Map<number, Map<number, number>[]>();
  const buffer = Array.from({ length: 60 }, (_, index) => 4003 + index);
  for (const address of [4000, 4001, 4002, ...buffer]) bank.set(address, 0);
  for (let address = 3500; address < 3900; address++) bank.set(address, 0x20);
  for (const address of [4100, 4101, 4119, 4120, 4121, 4126]) bank.set(address, 0);
  const pointer = (): [number, number] => [bank.words.get(4000) ?? 0, bank.words.get(4001) ?? 0];
  const load = (): void => {
    const [profile, step] = pointer();
    const found = profiles.get(profile)?.[step - 1];
    for (const address of buffer) bank.set(address, found?.get(address) ?? 0);
    if (found === undefined) bank.set(4003, 6);
  };
  const act = (action: number): void => {
    const [profile, step] = pointer();
    const steps = profiles.get(profile);
    if (action === 1) {
      const free =
        Array.from({ length: 40 }, (_, index) => index + 1).find((slot) => !profiles.has(slot)) ?? 0;
      profiles.set(free, [new Map([[4003, 5]])]);
      bank.set(4000, free);
    }
    if (action === 2) steps?.splice(step - 1, 0, new Map());
    if (action === 3) profiles.delete(profile);
    if (action === 5) {
      bank.set(200, 2);
      bank.set(4100, profile);
      bank.set(4101, step);
    }
  };
  bank.onWrite = (address, word) => {
    if (address === 4002) act(word);
    if (address >= 4000 && address <= 4002) load();
    else if (address >= 4003 && address < 4063) {
      const [profile, step] = pointer();
      profiles.get(profile)?.[step - 1]?.set(address, word);
    }
    if (address === 1210) bank.set(200, 3);
    if (address === 1209) bank.set(200, 2);
    if (address === 1217) bank.set(200, 1);
  };
  return profiles;
}

const cycling: Program = {
  name: 'CYCLE 1',
  steps: [
    ramp(-40, { rate: 2.5 }, { outputs: { '3': true } }),
    soak(3661),
    ramp(85, { duration: 5400 }, { outputs: { '3': false } }),
    soak(900, { guaranteed: true }),
    jump(1, 499),
    ramp(25, { duration: 600 }),
  ],
  end: { action: 'idle', temperature: 23.5 },
  guarantee: { band: 3, sensor: 'air' },
};

describe('the F4 driver', () => {
  it('reads and writes as the transcripts have it', async () => {
    const bank = f4();
    await onRegisters(watlowF4, bank, async (oven) => {
      expect(await oven.temperature.read()).toBe(23.5);
      bank.set(100, 0xff1a);
      expect(await oven.temperature.read()).toBe(-23);
      await oven.setpoint.write(-40);
      expect(oven.setpoint.limits).toEqual({ min: -44, max: 130 });
      expect(oven.humidity).toBeUndefined();
      expect(oven.product).toBeUndefined();
      expect(await oven.mode.read()).toBe('off');
    });
    expect(bank.requests).toContain('0106012CFE70');
  });

  it('starts and stops the chamber by the event of its builder', async () => {
    const bank = f4();
    await onRegisters(watlowF4, bank, async (oven) => {
      await oven.running.write(true);
      expect(await oven.mode.read()).toBe('constant');
      expect(await oven.safe('test')).toMatchObject({ ok: true });
    });
    expect(bank.requests).toContain('010607D00001');
    expect(bank.words.get(2000)).toBe(0);
  });

  it.each([
    [0, 1],
    [2, 100],
    [3, 1000],
  ])('takes %i decimals for what they are', async (decimals, factor) => {
    const bank = f4({ 100: 12 * factor, 606: decimals, 602: -30 * factor, 603: 32 * factor });
    await onRegisters(watlowF4, bank, async (oven) => {
      expect(await oven.temperature.read()).toBe(12);
      await oven.setpoint.write(25.3);
      expect(bank.words.get(300)).toBe(Math.round(25.3 * factor));
    });
  });

  it('has humidity where the second loop can be written, and a product where cascade is on', async () => {
    const bank = f4({
      104: 455,
      105: 0,
      108: 301,
      109: 0,
      319: 500,
      612: 0,
      613: 980,
      616: 1,
      626: 1,
      1925: 1,
    });
    await onRegisters(
      watlowF4,
      bank,
      async (oven) => {
        expect(await oven.humidity?.humidity.read()).toBe(45.5);
        await oven.humidity?.control?.on.write(true);
        expect(bank.words.get(2010)).toBe(1);
        expect(await oven.product?.temperature.read()).toBe(30.1);
      },
      { options: { humidityPower: 2 } },
    );
  });

  it('calls a reading with an input error no value, and raises it as an alarm', async () => {
    const bank = f4({ 101: 4 });
    await onRegisters(
      watlowF4,
      bank,
      async (oven) => {
        await expect(oven.temperature.read()).rejects.toMatchObject({ kind: 'device', device: { code: 4 } });
        expect(oven.temperature.last?.quality).toBe('bad');
        bank.set(201, 1);
        expect((await oven.alarms.read()).map(({ code }) => code)).toEqual(['input-1', 'digital-input-1']);
      },
      { options: { alarmInputs: [1] } },
    );
  });

  it.each([
    [{ power: 8 }, 'options.power 8 refused, allowed 1 to 7.'],
    [{ power: 2, humidityPower: 2 }, 'humidityPower must be another event output than power.'],
    [{ alarmInputs: [1, 5] }, 'options.alarmInputs[1] 5 refused, allowed 1 to 4.'],
    [{ guaranteeBand: 0 }, 'options.guaranteeBand 0 K refused, allowed above 0 K.'],
  ])('refuses the options %j', async (options, message) => {
    await expect(onRegisters(watlowF4, f4(), async () => {}, { options })).rejects.toThrow(message);
  });

  it('refuses a controller that is set to °F', async () => {
    await expect(onRegisters(watlowF4, f4({ 901: 0 }), async () => {})).rejects.toMatchObject({
      code: 'units-not-celsius',
    });
  });
});

describe('the profiles of an F4', () => {
  const options = { options: { guaranteeBand: 3 } };

  it('are written, read back, listed and erased', async () => {
    const bank = f4();
    const profiles = withProfiles(bank);
    await onRegisters(
      watlowF4,
      bank,
      async (oven) => {
        const { programs } = oven;
        expect(await programs?.store({ slot: 3, program: toProgramRecord(cycling) })).toEqual({ slot: 1 });
        expect(await programs?.stored.read()).toEqual([{ slot: 1, name: 'CYCLE 1' }]);
        const fetched = await programs?.fetch({ slot: 1 });
        expect(fetched === undefined ? undefined : fromProgramRecord(fetched)).toMatchObject({
          name: 'CYCLE 1',
          end: cycling.end,
          guarantee: cycling.guarantee,
          steps: cycling.steps.map((step) => (step.type === 'jump' ? step : { ...step, outputs: {} })),
        });
        await programs?.erase({ slot: 1 });
        expect(profiles.size).toBe(0);
        await expect(programs?.fetch({ slot: 1 })).rejects.toMatchObject({ code: 'slot-empty' });
      },
      options,
    );
    // Edits are kept, and the chamber's own event is on in every step.
    expect(bank.requests).toContain('010600190000');
  });

  it('keep the events of a step as registers', async () => {
    const bank = f4();
    const profiles = withProfiles(bank);
    await onRegisters(
      watlowF4,
      bank,
      async (oven) => {
        await oven.programs?.store({ slot: 1, program: toProgramRecord(cycling) });
      },
      options,
    );
    const steps = profiles.get(1) ?? [];
    expect(steps.length).toBe(7);
    expect(steps.slice(0, 2).map((step) => [4030, 4031, 4032].map((address) => step.get(address)))).toEqual([
      [1, 0, 1],
      [1, 0, 1],
    ]);
    expect(steps[0]?.get(4043)).toBe(25);
    expect(steps[0]?.get(4044)).toBe(0xfe70);
    expect([4009, 4010, 4011].map((address) => steps[1]?.get(address))).toEqual([1, 1, 1]);
    expect([4050, 4051, 4052].map((address) => steps[4]?.get(address))).toEqual([1, 1, 499]);
    expect([4060, 4061].map((address) => steps[6]?.get(address))).toEqual([3, 235]);
  });

  it.each([
    [{ ...cycling, name: 'cycle' }, 'has characters that the controller does not know'],
    [{ ...cycling, steps: [ramp(30)] }, 'ramps by fastest'],
    [{ ...cycling, steps: [ramp(30, { rate: 1.25 })] }, 'stores multiples of 0.1 K/min'],
    [{ ...cycling, steps: [waitFor({ input: '1', is: true })] }, 'waits for a condition'],
    [{ ...cycling, guarantee: { band: 1, sensor: 'air' } as const }, "the controller's is 3 K"],
    [{ ...cycling, steps: [ramp(140, { rate: 1 })] }, 'asks for 140 °C'],
  ])('are refused before a byte is sent where the memory cannot hold them', async (program, message) => {
    const bank = f4();
    withProfiles(bank);
    await onRegisters(
      watlowF4,
      bank,
      async (oven) => {
        await expect(oven.programs?.store({ slot: 1, program: toProgramRecord(program) })).rejects.toThrow(
          message,
        );
      },
      options,
    );
    expect(
      bank.requests.filter((request) => request.startsWith('01100F') || request.startsWith('01060F')),
    ).toEqual([]);
  });

  it('that read back as others are not confirmed', async () => {
    const bank = f4();
    withProfiles(bank);
    const { onWrite } = bank;
    // A controller that keeps another target.
    bank.onWrite = (address, word) => onWrite?.(address, address === 4044 ? word + 1 : word);
    await onRegisters(
      watlowF4,
      bank,
      async (oven) => {
        await expect(
          oven.programs?.store({ slot: 1, program: toProgramRecord(cycling) }),
        ).rejects.toMatchObject({ code: 'not-confirmed' });
      },
      options,
    );
  });

  it('are run, paused, resumed, and end in a hold when stopped', async () => {
    const bank = f4();
    withProfiles(bank);
    await onRegisters(watlowF4, bank, async (oven, clock) => {
      const { programs } = oven;
      const running = programs?.run({ slot: 5, step: 2 });
      const seen: unknown[] = [];
      running?.progress$.subscribe({ next: (progress) => seen.push(progress), error: () => {} });
      bank.set(4119, 1);
      bank.set(4120, 2);
      bank.set(4121, 30);
      bank.set(4126, 2);
      await clock.sleep({ seconds: 5 });
      expect(bank.requests).toContain('01100FA0000306000500020005');
      expect(seen.at(-1)).toEqual({ state: 'running', slot: 5, step: 2, cycle: 3, stepTimeLeft: 3750 });
      expect(await oven.mode.read()).toBe('program');
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'program-runs' });
      await programs?.pause();
      expect(await oven.mode.read()).toBe('program-paused');
      await programs?.resume();
      expect(await running?.stop()).toMatchObject({ mode: 'hold', outcome: 'stopped' });
      expect(bank.words.get(200)).toBe(1);
      expect(bank.words.get(300)).toBe(235);
      expect(await oven.running.read()).toBe(true);
      await expect(programs?.pause()).rejects.toMatchObject({ code: 'no-program' });
    });
  });

  it('end by themselves, and are ended by safe()', async () => {
    const bank = f4();
    withProfiles(bank);
    await onRegisters(watlowF4, bank, async (oven, clock) => {
      const running = oven.programs?.run({ slot: 5 });
      await clock.sleep({ minutes: 10 });
      bank.set(200, 1);
      expect((await running)?.elapsed).toBeGreaterThan(599);
      const again = oven.programs?.run({ slot: 5 });
      await clock.sleep({ minutes: 10 });
      expect(await oven.safe('smoke')).toMatchObject({ ok: true });
      expect(bank.words.get(200)).toBe(1);
      expect(bank.words.get(2000)).toBe(0);
      await expect(again).rejects.toMatchObject({ code: 'made-safe' });
    });
  });
});
