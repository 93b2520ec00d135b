import { grid, planProcedure, sweep } from '@fourwire/bench';
import type { GridOptions } from '@fourwire/bench';
import {
  DeviceInSocket,
  HeaterResistor,
  Keithley2450Simulator,
  Keysight34461Simulator,
  WatlowF4tSimulator,
  virtualBench,
} from '@fourwire/mock';
import { thermalChamber } from '@fourwire/thermal-chamber';
import { describe, expect, it, vi } from 'vitest';
import { entriesOf, onBench, tryOut } from './trial.ts';

/** A SourceMeter and a multimeter, each with a heater resistor of 1000 Ω in the oven. */
const lab = () =>
  virtualBench(({ clock, random }) => {
    const oven = new WatlowF4tSimulator({ clock, random: random('oven') });
    const load = () =>
      new DeviceInSocket({
        device: new HeaterResistor({ resistance: 1000 }),
        temperature: () => oven.model.chamber.product,
      });
    return {
      oven,
      source: new Keithley2450Simulator({ clock, random: random('source'), load: load() }),
      meter: new Keysight34461Simulator({ clock, random: random('meter'), load: load() }),
    };
  });

const devices = {
  oven: { driver: 'watlow-f4t', address: 'modbus-tcp://oven/1' },
  source: { driver: 'keithley-2450', address: 'TCPIP0::source::5025::SOCKET' },
  meter: { driver: 'keysight-34460', address: 'TCPIP0::meter::5025::SOCKET' },
};

const level = 'source/channels/1/voltage/level';
const settings = [
  { member: 'source/channels/1/source', value: 'voltage' },
  { member: 'source/channels/1/current/compliance', value: 0.01 },
  { member: 'source/channels/1/fourWire', value: true },
  { member: 'source/channels/1/output', value: true },
];
const current = { member: 'source/channels/1/measurement', field: 'current', name: 'current', max: 0.00045 };
const resistance = {
  member: 'meter/reading',
  name: 'resistance',
  unit: 'Ohm',
  settings: [{ member: 'meter/function', value: 'resistance4w' }],
};

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

describe('a sweep', () => {
  it('sets a member over a range, settles and measures with a verdict at each value', async () => {
    const tried = await tryOut({
      lab: lab(),
      devices,
      procedure: sweep(),
      options: {
        axis: { member: level, from: 0, to: 0.5, points: 6, settle: 10 },
        settings,
        channels: [current],
      },
    });
    expect(tried.error).toBeUndefined();
    expect(tried.result?.map(({ at }) => at[level])).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    for (const { at, values } of tried.result ?? []) {
      // It warms itself a little.
      const expected = Number(at[level]) / 1000;
      expect(values['current']).toBeGreaterThan(0.9 * expected - 1e-6);
      expect(values['current']).toBeLessThan(1.03 * expected + 1e-6);
    }
    const measured = entriesOf(tried, 'measurement');
    expect(measured.map(({ unit, verdict, target }) => [unit, verdict, target.point])).toEqual([
      ['A', 'pass', `${level} 0 V`],
      ['A', 'pass', `${level} 0.1 V`],
      ['A', 'pass', `${level} 0.2 V`],
      ['A', 'pass', `${level} 0.3 V`],
      ['A', 'pass', `${level} 0.4 V`],
      ['A', 'fail', `${level} 0.5 V`],
    ]);
    expect(tried.seconds).toBeGreaterThan(60);
    expect(tried.seconds).toBeLessThan(70);
  });

  it('takes axes and channels in code', async () => {
    const procedure = sweep({
      devices: { oven: thermalChamber },
      axes: ({ oven }) => [
        {
          name: 'oven',
          unit: 'Cel',
          values: [40, 60],
          check: (value) => {
            const verdict = oven.setpoint.check(Number(value));
            return verdict.ok ? undefined : verdict.reason;
          },
          set: async (value, { signal }) => oven.settle({ target: Number(value), dwell: 300 }, { signal }),
          seconds: () => 900,
        },
      ],
      channels: ({ oven }) => [
        {
          name: 'product',
          unit: 'Cel',
          limits: ({ temperature = 0 }) => ({ min: temperature - 5, max: temperature + 5 }),
          read: async ({ signal }) => oven.temperature.read({ signal }),
        },
      ],
    });
    const tried = await tryOut({ lab: lab(), devices, procedure, options: { channels: [resistance] } });
    expect(tried.error).toBeUndefined();
    expect(tried.result?.map(({ at }) => at['oven'])).toEqual([40, 60]);
    const [cold, hot] = tried.result?.map(({ values }) => values['resistance'] ?? 0) ?? [];
    expect((hot ?? 0) - (cold ?? 0)).toBeGreaterThan(30);
    const air = entriesOf(tried, 'measurement').filter(({ name }) => name === 'product');
    expect(air.map(({ verdict, limits, target }) => [verdict, limits?.max, target.temperature])).toEqual([
      ['pass', 45, 40],
      ['pass', 65, 60],
    ]);
    expect(
      await onBench({ lab: lab(), devices }, async (bench) => planProcedure(procedure, bench, {})),
    ).toMatchObject({
      seconds: 1800.4,
    });
  });

  it('is refused before anything is set where a value, a member or a range is wrong', async () => {
    const refused = async (axis: Parameters<typeof sweepOf>[0]) =>
      (await tryOut({ lab: lab(), devices, procedure: sweep(), options: sweepOf(axis) })).error?.message;
    const sweepOf = (axis: {
      member: string;
      from?: number;
      to?: number;
      points?: number;
      step?: number;
    }) => ({
      axis,
    });
    expect(await refused({ member: level, from: 0, to: 500, points: 2 })).toMatch(
      /would be refused: source\/channels\/1\/voltage\/level: .*500 V refused, allowed/,
    );
    expect(await refused({ member: 'source/nothing', from: 0, to: 1, points: 2 })).toMatch(
      /no member "nothing"/,
    );
    expect(await refused({ member: 'load/level', from: 0, to: 1, points: 2 })).toMatch(
      'There is no device "load" on lab, which "load/level" names; there are oven, source, meter.',
    );
    expect(await refused({ member: level, from: 0, to: 1 })).toMatch(
      'give either points or step with from and to',
    );
    expect(await refused({ member: level, from: 0, to: 1, step: 0 })).toMatch('step must be above 0');
  });
});

describe('a grid', () => {
  const options = {
    axes: [
      {
        member: 'oven/setpoint',
        values: [30, 50],
        reached: { member: 'oven/temperature', within: 1 },
        settle: 300,
      },
      { member: level, from: 0, to: 2, step: 1 },
    ],
    settings: [{ member: 'oven/running', value: true }, ...settings],
    channels: [current, resistance],
  } satisfies GridOptions;

  it('takes all combinations, the first axis slowest, in the order that is asked for', async () => {
    const order = async (extra: Partial<GridOptions>) =>
      (
        await tryOut({ lab: lab(), devices, procedure: grid(), options: { ...options, ...extra } })
      ).result?.map(({ at }) => `${at['oven/setpoint']}/${at[level]}`);
    expect(await order({})).toEqual(['30/0', '30/1', '30/2', '50/0', '50/1', '50/2']);
    expect(await order({ order: 'serpentine' })).toEqual(['30/0', '30/1', '30/2', '50/2', '50/1', '50/0']);
    const random = await order({ order: 'random', seed: 3 });
    expect(random?.toSorted()).toEqual(['30/0', '30/1', '30/2', '50/0', '50/1', '50/2']);
    expect(await order({ order: 'random', seed: 3 })).toEqual(random);
    expect(await order({ order: 'random', seed: 4 })).not.toEqual(random);
  });

  it('goes on at the value of its first axis where it was killed, with everything set again', async () => {
    const whole = await tryOut({
      lab: lab(),
      devices,
      procedure: grid(),
      options: { ...options, repeat: 2 },
    });
    expect(whole.result?.length).toBe(12);
    const kept = whole.lines.findIndex(
      (line) => line.includes('measure at oven/setpoint 50 °C') && line.includes('repeat 1'),
    );
    const resumed = await tryOut({
      lab: lab(),
      devices,
      procedure: grid(),
      options: { ...options, repeat: 2 },
      killedAfter: whole.lines.slice(0, kept),
    });
    expect(resumed.error).toBeUndefined();
    expect(resumed.result?.length).toBe(12);
    expect(resumed.result?.slice(0, 3)).toEqual(whole.result?.slice(0, 3));
    // What was measured before the kill is not measured again.
    expect(entriesOf(resumed, 'measurement').length).toBe(2 * 9);
    expect(resumed.result?.[4]?.values['current']).toBeCloseTo(0.0009, 4);
  });
});
