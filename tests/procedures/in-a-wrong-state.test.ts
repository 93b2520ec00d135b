import { bondLot, burnIn, sweep, waferTest } from '@fourwire/bench';
import type { BondLotOptions, WaferTestOptions } from '@fourwire/bench';
import { openDevice } from '@fourwire/core';
import { DeviceInSocket, HeaterResistor, Keysight34461Simulator, mockOf, virtualBench } from '@fourwire/mock';
import { thermalChamber } from '@fourwire/thermal-chamber';
import { probeStation } from '@fourwire/probe-station';
import { describe, expect, it, vi } from 'vitest';
import { everyProcedure } from './every-procedure-trials.ts';
import type { Subject } from './every-procedure-trials.ts';
import { entriesOf, tryOut } from './trial.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

function subjectOf(name: string): Subject {
  const make = everyProcedure[name];
  if (make === undefined) throw new Error(`There is no ${name}.`);
  return make();
}

describe('channels that share a meter', () => {
  it('are each measured with their own settings, at every point', async () => {
    const lab = virtualBench(({ clock, random }) => ({
      meter: new Keysight34461Simulator({
        clock,
        random: random('meter'),
        load: new DeviceInSocket({
          device: new HeaterResistor({ resistance: 1000 }),
          temperature: () => 25,
        }),
      }),
    }));
    const set = (value: string) => [{ member: 'meter/function', value }];
    const tried = await tryOut({
      lab,
      devices: { meter: { driver: 'keysight-34460', address: 'TCPIP0::meter::5025::SOCKET' } },
      procedure: sweep(),
      options: {
        axis: { member: 'meter/integration', values: [1, 10] },
        channels: [
          { member: 'meter/reading', name: 'R', unit: 'Ohm', settings: set('resistance4w') },
          { member: 'meter/reading', name: 'U', unit: 'V', settings: set('dcVoltage') },
        ],
      },
    });
    expect(tried.error?.message).toBeUndefined();
    const ohms = entriesOf(tried, 'measurement').filter(({ name }) => name === 'R');
    expect(ohms.length).toBe(2);
    for (const { value } of ohms) expect(value).toBeGreaterThan(900);
  });
});

/** A station whose chuck stands where it is told, with one bad die out of three in a row. */
function station(told: Partial<WaferTestOptions>, bad: readonly number[] = []) {
  const lab = virtualBench(() => ({}));
  const cleaned: number[] = [];
  const touched: number[] = [];
  const mock = mockOf(probeStation, {
    clock: lab.clock,
    seconds: 1,
    limits: { 'chuck/setpoint': { min: 0, max: 150 } },
    values: { height: 'separation', 'chuck/setpoint': 60 },
    outputs: {
      stepTo: ({ column, row, subsite = 0 }: { column: number; row: number; subsite?: number }) => {
        touched.push(column);
        return { ended: false, column, row, subsite };
      },
    },
  });
  const procedure = waferTest({
    tests: () => [
      {
        name: 'structure',
        unit: 'Ohm',
        limits: { max: 10 },
        read: (_context, { die }) => (bad.includes(die?.column ?? -1) ? 100 : 1),
      },
    ],
    clean: async () => {
      cleaned.push(touched.length);
      await Promise.resolve();
    },
  });
  const options: WaferTestOptions = {
    wafer: 'W1',
    dies: [0, 1, 2, 3].map((column) => ({ column, row: 0 })),
    ...told,
  };
  const devices = {
    prober: async (slot: object) => openDevice(mock.driver, mock.link, { path: 'prober', ...slot }),
  };
  return { trial: { lab, devices, procedure, options }, cleaned, touched };
}

describe('a wafer test', () => {
  it('tests bad dies again, has the needles cleaned, and gives the wafer up after so many', async () => {
    const again = station({ retest: 1, cleanEvery: 2 }, [1, 2]);
    const tried = await tryOut(again.trial);
    expect(tried.error?.message).toBeUndefined();
    expect(again.touched).toEqual([0, 1, 2, 3, 1, 2]);
    expect(again.cleaned).toEqual([2, 4, 6]);
    expect(entriesOf(tried, 'bin').map(({ bin, retest }) => [bin, retest])).toEqual([
      [1, undefined],
      [2, undefined],
      [2, undefined],
      [1, undefined],
      [2, 1],
      [2, 1],
    ]);
    const up = station({ stopAfterFails: 2 }, [1, 2, 3]);
    const stopped = await tryOut(up.trial);
    expect(stopped.result?.stoppedAt).toEqual({ column: 2, row: 0 });
    expect(up.touched).toEqual([0, 1, 2]);
    expect(entriesOf(stopped, 'note').at(-1)?.text).toBe(
      '2 dies in a row are not good, the last is 2/0; the wafer is given up.',
    );
  });
});

describe('a burn-in', () => {
  it('takes off a device whose value moves from its first one, within all limits', async () => {
    const lab = virtualBench(() => ({}));
    const mock = mockOf(thermalChamber, { clock: lab.clock, seconds: 1, values: { alarms: [] } });
    let reads = 0;
    const procedure = burnIn({
      parts: () => [{ part: 'A' }, { part: 'B' }],
      channels: () => [
        { name: 'current', unit: 'A', part: 'A', read: () => 1 },
        { name: 'current', unit: 'A', part: 'B', read: () => 1 + 0.1 * reads++ },
      ],
    });
    const tried = await tryOut({
      lab,
      devices: {
        oven: async (slot: object) => openDevice(mock.driver, mock.link, { path: 'oven', ...slot }),
      },
      procedure,
      options: {
        values: { temperature: 25, tolerance: { minus: 100, plus: 100 }, duration: 3 * 3600 },
        readEvery: 1,
        drift: [{ channel: 'current', max: 15 }],
      },
    });
    expect(tried.error?.message).toBeUndefined();
    expect(tried.result).toMatchObject({ survivors: ['A'], dropped: [{ part: 'B', point: '2 h' }] });
    expect(
      entriesOf(tried, 'measurement').flatMap(({ name, target, verdict }) =>
        name === 'current drift' && target.part === 'B' ? [`${target.point ?? ''} ${verdict}`] : [],
      ),
    ).toEqual(['1 h pass', '2 h fail', '3 h not-measured']);
  });
});

describe('a bond lot', () => {
  it('keeps the forces of a pull test in which the tester fell silent, and does not go on by itself', async () => {
    const subject = subjectOf('bond-lot');
    const { tester } = subject.lab.simulators as unknown as {
      readonly tester: { automatic: boolean };
    };
    const tried = await tryOut({
      ...subject,
      procedure: bondLot(),
      options: subject.options as BondLotOptions,
      meanwhile: (run) => {
        run.progress$.subscribe({
          next: ({ text }) => {
            if (text === '2 of 3 wires pulled') tester.automatic = false;
          },
          error: () => {},
        });
      },
    });
    expect(tried.error).toMatchObject({ kind: 'timeout', code: 'sample-incomplete' });
    const forces = entriesOf(tried, 'measurement');
    expect(forces.length).toBe(3);
    expect(forces.slice(0, 2).map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    expect(forces[2]).toMatchObject({ verdict: 'error', value: null });
  });

  it('fails a bond that lifted whatever its force, in the record as well', async () => {
    const subject = subjectOf('bond-lot');
    const options = {
      ...subject.options,
      pull: { minimum: 0, failing: ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-6'] },
    };
    const tried = await tryOut({ ...subject, options });
    expect(entriesOf(tried, 'measurement').map(({ verdict }) => verdict)).toEqual(['fail', 'fail', 'fail']);
  });
});

describe('a chamber', () => {
  it('that never gets cold ends the run, and nothing counts', async () => {
    const subject = subjectOf('thermal-cycle');
    const values = { low: -50, high: 60, dwell: 300, cycles: 1 };
    subject.lab.faults['oven']?.schedule([{ fault: 'heater-failed', after: 0 }]);
    const tried = await tryOut({
      ...subject,
      options: { ...subject.options, values, first: 'high' },
    });
    expect(tried.error?.message).toMatch(/.+/);
    expect(entriesOf(tried, 'measurement').filter(({ verdict }) => verdict === 'pass')).toEqual([]);
    expect(tried.seconds).toBeLessThan(6 * 3600);
  });
});
