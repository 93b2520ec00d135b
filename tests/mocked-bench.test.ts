import { fileURLToPath } from 'node:url';
import { FourwireError, VirtualClock, seededRandom } from '@fourwire/core';
import {
  allDrivers,
  memorySink,
  openBench,
  openJournal,
  parseJournal,
  recordBench,
  recordSettings,
} from '@fourwire/bench';
import type { Bench, BenchFile, BenchOptions, BenchSlot, DeviceOpeners } from '@fourwire/bench';
import { simulators } from '@fourwire/mock';
import { openMultimeter } from '@fourwire/scpi';
import type { Multimeter } from '@fourwire/scpi';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import type { ThermalChamber } from '@fourwire/thermal-chamber';
import { exampleProfile } from '@fourwire/wirebonder';
import { EMPTY, firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
});

const mocked = (clock: VirtualClock) => ({ mock: true, clock, random: seededRandom(1) });

describe('a bench on simulators', () => {
  const drivers = allDrivers.filter(({ name }) => simulators.some(({ driver }) => driver === name));

  it.each(drivers.map((entry) => [entry.name, entry] as const))('has one for %s', async (driver, entry) => {
    const clock = new VirtualClock();
    const options =
      driver === 'gem-wirebonder'
        ? { profile: exampleProfile }
        : simulators.find((one) => one.driver === driver)?.driverOptions;
    const file: BenchFile = {
      name: 'lab',
      devices: {
        device: {
          driver,
          address: entry.exampleAddress,
          ...(options === undefined ? {} : { options: { ...options } }),
        },
      },
    };
    await clock.run(async () => {
      await using bench = await openBench(file, mocked(clock));
      expect(bench.simulated).toBe(true);
      expect(bench.devices['device']?.description.name).toBe(entry.class);
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('is opened by the environment, from a file whose addresses nobody filled in', async () => {
    vi.stubEnv('FOURWIRE_MOCK', '1');
    const clock = new VirtualClock();
    const path = fileURLToPath(new URL('../examples/bench.yaml', import.meta.url));
    const sink = memorySink();
    await clock.run(async () => {
      await using bench = await openBench(path, { clock, variables: {} });
      expect(Object.keys(bench.devices)).toEqual(['oven', 'prober', 'meter', 'bonder', 'tester']);
      await using journal = await openJournal(sink, { clock });
      recordBench(bench, journal).unsubscribe();
    });
    let identities = 0;
    for await (const entry of parseJournal(sink.text)) {
      expect(entry).toMatchObject({ type: 'identity', simulated: true });
      identities++;
    }
    expect(identities).toBe(5);
  });

  it('is not opened when the environment makes no sense', async () => {
    vi.stubEnv('FOURWIRE_MOCK', 'perhaps');
    await expect(openBench({ name: 'lab', devices: {} })).rejects.toThrow(
      'The environment variable FOURWIRE_MOCK is "perhaps"; set it to 1 for simulators, to 0 for the real machines.',
    );
  });
});

const openers = {
  oven: async (slot) =>
    openThermalChamber('modbus-tcp://10.0.0.7:502/1', {
      ...slot,
      driver: 'watlow-f4t',
      identity: { serialNumber: '4711' },
      limits: { setpoint: { max: 130 } },
    }),
  meter: async (slot) =>
    openMultimeter('TCPIP::10.0.0.8::5025::SOCKET', { ...slot, driver: 'keysight-34460' }),
} satisfies DeviceOpeners;

describe('a bench from code', () => {
  it('has its devices with their types, under its limits and interlocks', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      await using bench = await openBench(openers, {
        ...mocked(clock),
        interlocks: {
          'no heating while the meter reads a voltage': {
            when: { member: 'meter/reading', above: -1 },
            forbid: ['oven/running'],
          },
        },
        calibration: { meter: { calibratedOn: '2026-05-12' } },
      });
      expectTypeOf(bench).toEqualTypeOf<
        Bench<{ readonly oven: ThermalChamber; readonly meter: Multimeter }>
      >();
      const { oven, meter } = bench.devices;
      expect([oven.path, meter.path]).toEqual(['bench/oven', 'bench/meter']);
      expect(bench.entries.map(({ calibratedOn }) => calibratedOn)).toEqual([undefined, '2026-05-12']);
      await expect(oven.setpoint.write(150)).rejects.toMatchObject({ kind: 'range' });
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'interlocked' });
      expect((await bench.safe('the test is over')).every(({ ok }) => ok)).toBe(true);
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('writes into the journal what its devices are set to, and what cannot be read', async () => {
    const clock = new VirtualClock();
    const sink = memorySink();
    await clock.run(async () => {
      await using bench = await openBench(openers, mocked(clock));
      await using journal = await openJournal(sink, { clock });
      await recordSettings(bench, journal, 'start');
      await bench.devices.oven.setpoint.write(85);
      await bench.devices.meter.close();
      await recordSettings(bench, journal, 'end');
    });
    const setpoints: unknown[] = [];
    const errors: unknown[] = [];
    for await (const entry of parseJournal(sink.text)) {
      if (entry.type !== 'snapshot') continue;
      for (const { member, value, unit, error } of entry.members) {
        if (member === 'setpoint') setpoints.push([entry.moment, value, unit]);
        if (error !== undefined) errors.push([entry.moment, entry.path]);
      }
    }
    expect(setpoints).toEqual([
      ['start', expect.any(Number), 'Cel'],
      ['end', 85, 'Cel'],
    ]);
    expect(new Set(errors.map(String))).toEqual(new Set(['end,bench/meter']));
  });

  it('opens its devices at the same time and closes them in reverse order', async () => {
    const clock = new VirtualClock();
    const told: string[] = [];
    await clock.run(async () => {
      const slow = (name: string, seconds: number) => async (slot: BenchSlot) => {
        await clock.sleep({ seconds });
        const device = await openers.meter(slot);
        device.lifecycle$.subscribe({
          next: (state) => {
            if (state === 'closing') told.push(`${name} closes`);
          },
          error: () => {},
        });
        return device;
      };
      const before = clock.monotonic();
      const bench = await openBench({ a: slow('a', 30), b: slow('b', 20), c: slow('c', 10) }, mocked(clock));
      expect(clock.monotonic() - before).toBeLessThan(31_000);
      await bench.close();
    });
    expect(told).toEqual(['c closes', 'b closes', 'a closes']);
  });

  it('closes what is open when a device fails, and tells all that failed', async () => {
    const clock = new VirtualClock();
    let opened: Multimeter | undefined;
    const failing = (message: string) => async (): Promise<Multimeter> => {
      throw new FourwireError('link', 'connection-refused', message);
    };
    const opening = clock.run(async () =>
      openBench(
        {
          meter: async (slot) => (opened = await openers.meter(slot)),
          broken: failing('nobody answers'),
          lost: failing('no route'),
        },
        mocked(clock),
      ),
    );
    await expect(opening).rejects.toMatchObject({
      path: 'bench/broken',
      code: 'connection-refused',
      details: { failures: [{ path: 'bench/broken' }, { path: 'bench/lost' }] },
    });
    expect(await firstValueFrom(opened?.lifecycle$ ?? EMPTY)).toBe('closed');
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses calibration dates and interlocks of what it does not have', async () => {
    const clock = new VirtualClock();
    const open = async (options: BenchOptions) =>
      clock.run(async () => openBench(openers, { ...mocked(clock), ...options }));
    await expect(open({ calibration: { metre: {} } })).rejects.toMatchObject({ code: 'device-unknown' });
    const rule = { when: { member: 'scale/weight', above: 1 }, forbid: ['oven'] };
    await expect(open({ interlocks: { rule } })).rejects.toMatchObject({ code: 'interlock-invalid' });
    expect(clock.pendingTimers).toBe(0);
  });
});
