import { planProcedure, waferTest } from '@fourwire/bench';
import type { WaferTestOptions } from '@fourwire/bench';
import { openDevice } from '@fourwire/core';
import { WaferLab, mockOf, virtualBench } from '@fourwire/mock';
import { probeStation } from '@fourwire/probe-station';
import { describe, expect, it, vi } from 'vitest';
import { entriesOf, onBench, tryOut } from './trial.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

/** A prober with a thermal chuck, and a meter at its needles. */
const lab = () =>
  virtualBench(({ clock, random }) => {
    const { prober, meter } = new WaferLab({ chuck: true, clock, random: random('lab') });
    return { prober, meter };
  });

const devices = {
  prober: {
    driver: 'mpi-sentio',
    address: 'TCPIP0::prober::35555::SOCKET',
    options: { chuck: { min: 20, max: 150 } },
  },
  meter: { driver: 'keysight-34460', address: 'TCPIP0::meter::5025::SOCKET' },
};

const reading = { member: 'meter/reading', unit: 'Ohm' };

const options = {
  wafer: 'W07',
  lot: 'LOT1',
  layout: { size: '200 mm', pitch: { x: 30_000, y: 30_000 }, edgeExclusion: 3000 },
  sample: 8,
  temperatures: [30, 80],
  settings: [
    { member: 'meter/function', value: 'resistance4w' },
    // On this range the test current does not warm the heaters.
    { member: 'meter/range', value: 10_000 },
  ],
  contact: { ...reading, name: 'contact', max: 9000 },
  tests: [{ ...reading, name: 'resistance', min: 850, max: 1350 }],
  end: 25,
} satisfies WaferTestOptions;

const testing = (bench = lab()) => ({ lab: bench, devices, procedure: waferTest(), options });

describe('a wafer test', () => {
  it('contacts and measures the dies at each temperature, and sorts them into bins', async () => {
    const bench = lab();
    const tried = await tryOut(testing(bench));
    expect(tried.error).toBeUndefined();
    expect(tried.result?.passes.map(({ temperature, dies }) => [temperature, dies.length])).toEqual([
      [30, 8],
      [80, 8],
    ]);
    const [cold, hot] = tried.result?.passes ?? [];
    expect(cold?.dies.map(({ column, row }) => [column, row])).toEqual(
      hot?.dies.map(({ column, row }) => [column, row]),
    );
    expect(cold?.yield).toBeGreaterThan(0.6);

    const wafers = entriesOf(tried, 'wafer');
    expect(wafers.map(({ phase, temperature }) => [phase, temperature])).toEqual([
      ['started', 30],
      ['finished', 30],
      ['started', 80],
      ['finished', 80],
    ]);
    expect(wafers[0]).toMatchObject({ wafer: 'W07', lot: 'LOT1', geometry: { diameterUm: 200_000 } });
    expect(wafers[0]?.bins?.map(({ name }) => name)).toEqual(['good', 'out of limits', 'no contact']);
    const bins = entriesOf(tried, 'bin');
    expect(bins.length).toBe(16);
    for (const { bin, verdict, seconds } of bins) {
      expect(verdict === 'pass').toBe(bin === 1);
      expect(seconds).toBeGreaterThan(0);
    }
    const values = entriesOf(tried, 'measurement').filter(
      ({ name, value }) => name === 'resistance' && value !== null,
    );
    const mean = (temperature: number): number => {
      const own = values.filter(
        ({ target, verdict }) => target.temperature === temperature && verdict === 'pass',
      );
      return own.reduce((sum, { value }) => sum + (value ?? 0), 0) / own.length;
    };
    expect(mean(80) / mean(30)).toBeCloseTo((1 + 0.00385 * 55) / (1 + 0.00385 * 5), 1);
    expect(bench.simulators.prober.model.inContact).toBe(false);
  });

  it('goes on at the die at which it was killed, with the chuck at its temperature again', async () => {
    const whole = await tryOut(testing());
    for (const part of [0.3, 0.75]) {
      const killedAfter = whole.lines.slice(0, Math.floor(whole.lines.length * part));
      const resumed = await tryOut({ ...testing(), killedAfter });
      expect(resumed.error).toBeUndefined();
      expect(resumed.result?.passes.map(({ dies }) => dies.length)).toEqual([8, 8]);
      const done = killedAfter.filter((line) => line.includes('"type":"bin"')).length;
      // The die that was under way is tested again.
      expect([16 - done, 17 - done]).toContain(entriesOf(resumed, 'bin').length);
      const measured = entriesOf(resumed, 'measurement').filter(
        ({ name, target, verdict }) =>
          name === 'resistance' && target.temperature === 80 && verdict === 'pass',
      );
      for (const { value } of measured) expect(value).toBeGreaterThan(1050);
    }
  });

  it('touches a die without contact again, further down each time, and gives it up after so many', async () => {
    const bench = lab();
    const seen: number[] = [];
    const procedure = waferTest({
      contact: () => ({
        name: 'contact',
        unit: 'Ohm',
        limits: { max: 10 },
        read: () => {
          seen.push(bench.simulators.prober.model.active.overtravelGap);
          // The first die is reached with its third touchdown, the second never.
          return seen.length === 3 ? 1 : 1e6;
        },
      }),
    });
    const { temperatures: _none, contact: _other, ...plain } = options;
    const tried = await tryOut({
      ...testing(bench),
      devices: {
        ...devices,
        prober: { ...devices.prober, options: { ...devices.prober.options, maxOvertravel: 100 } },
      },
      procedure,
      options: {
        ...plain,
        dies: [
          { column: 0, row: 0 },
          { column: 1, row: 0 },
        ],
        sample: 2,
        settings: [...plain.settings, { member: 'prober/overtravel', value: 20 }],
        reprobeOvertravel: 10,
        end: 25,
      },
    });
    expect(tried.error).toBeUndefined();
    expect(tried.result?.passes[0]?.dies.map(({ bin, touchdowns }) => [bin, touchdowns])).toEqual([
      [expect.any(Number), 3],
      [3, 3],
    ]);
    expect(seen).toEqual([20, 30, 40, 20, 30, 40]);
    const skipped = entriesOf(tried, 'measurement').filter(({ verdict }) => verdict === 'not-measured');
    expect(skipped.map(({ name, reason }) => [name, reason])).toEqual([
      ['resistance', 'no contact after 3 touchdowns'],
    ]);
    expect(bench.simulators.prober.model.active.overtravelGap).toBe(20);
  });

  it('is planned, and refused where nothing heats the wafer, a temperature is beyond the chuck, or no die fits', async () => {
    const plan = await onBench(testing(), async (bench) => planProcedure(waferTest(), bench, options));
    // 7 K and 50 K at 3 K/min.
    expect(plan.seconds).toBe(2 * (300 + 8 * 3) + 57 * 20);
    expect(plan.actions.filter(({ kind }) => kind === 'checkpoint').length).toBe(2 * (1 + 8 + 1));
    const refused = async (extra: Partial<WaferTestOptions>) =>
      (await tryOut({ ...testing(), options: { ...options, ...extra } })).error?.message;
    expect(await refused({ temperatures: [200] })).toMatch(
      /would be refused: chuck\/setpoint 200 °C refused, allowed 20 to 150/,
    );
    expect(await refused({ ink: { inker: 1, bins: [2] } })).toMatch('this prober has no inker');
    expect(await refused({ layout: { size: '2 in', pitch: { x: 90_000, y: 90_000 } } })).toMatch(
      'There is no die to test',
    );
    const plain = { ...devices, prober: { ...devices.prober, options: {} } };
    expect((await tryOut({ ...testing(), devices: plain })).error?.code).toBe('wafer-heat-missing');
  });
});

describe('a wafer test on a station with an inker and alignment', () => {
  const mocked = () => {
    const bench = virtualBench(() => ({}));
    const done: string[] = [];
    const mock = mockOf(probeStation, {
      clock: bench.clock,
      seconds: 1,
      limits: { 'chuck/setpoint': { min: 0, max: 150 } },
      values: { height: 'separation' },
      outputs: {
        stepTo: ({ column, row, subsite = 0 }: { column: number; row: number; subsite?: number }) => {
          done.push(`step ${column}/${row}/${subsite}`);
          return { ended: false, column, row, subsite };
        },
        ink: () => void done.push('ink'),
        align: () => void done.push('align'),
      },
    });
    const open = {
      prober: async (slot: object) => openDevice(mock.driver, mock.link, { path: 'prober', ...slot }),
    };
    const procedure = waferTest({
      tests: () =>
        [0, 1].map((subsite) => ({
          name: `structure ${subsite}`,
          unit: 'Ohm',
          subsite,
          bin: 5 + subsite,
          limits: { max: 10 },
          // The second structure of the second die is bad.
          read: (_context, { die }) => (subsite === 1 && die?.column === 1 ? 100 : 1),
        })),
    });
    const told: WaferTestOptions = {
      wafer: 'W1',
      dies: [0, 1, 2].map((column) => ({ column, row: 0 })),
      temperatures: [60],
      soak: 10,
      realign: true,
      needleWait: 30,
      ink: { inker: 1, bins: [6] },
    };
    return { lab: bench, devices: open, procedure, options: told, done };
  };

  it('aligns at each temperature, measures the subsites, and inks the bad die once, also when it is resumed', async () => {
    const trial = mocked();
    const tried = await tryOut(trial);
    expect(tried.error).toBeUndefined();
    expect(tried.result?.passes[0]?.dies.map(({ bin }) => bin)).toEqual([1, 6, 1]);
    expect(trial.done).toEqual([
      'align',
      ...[0, 1, 2].flatMap((column) => [`step ${column}/0/0`, `step ${column}/0/1`]),
      'step 1/0/0',
      'ink',
    ]);
    const inking = tried.lines.findIndex((line) => line.includes('"ink die 1/0"'));
    const begun = mocked();
    const broken = await tryOut({ ...begun, killedAfter: tried.lines.slice(0, inking + 1) });
    expect(broken.error?.code).toBe('step-interrupted');
    expect(begun.done).not.toContain('ink');
    const finished = mocked();
    const again = await tryOut({ ...finished, killedAfter: tried.lines.slice(0, inking + 2) });
    expect(again.result).toEqual(tried.result);
    expect(finished.done).not.toContain('ink');
  });
});
