import { describe, expect, it } from 'vitest';
import { checkProgram } from '../../programs/check-program.ts';
import type { ProgramLimits } from '../../programs/check-program.ts';
import { programCurve } from '../../programs/program-curve.ts';
import type { ChamberRates } from '../../programs/program-timeline.ts';
import { checkRun } from '../check-run.ts';
import { adoptProfile } from '../profile.ts';
import type { AnyProfile, AnyProfileDefinition, ProfileDefinition } from '../profile.ts';
import { profileProgram } from '../profile-program.ts';
import type { RunSample } from '../run.ts';
import { aecQ100 } from './aec-q100.ts';
import { jesd22A108, milStd883Method1015 } from './burn-in.ts';
import { iec60068Cab, iec60068Db } from './damp-heat.ts';
import { jesd22A101, jesd22A110 } from './humidity-bias.ts';
import { iec60068Na, iec60068Nb } from './iec-60068-2-14.ts';
import { jesd22A104 } from './jesd22-a104.ts';
import { jesd22A106, milStd883Method1011 } from './liquid-shock.ts';
import { milStd883Method1010 } from './mil-std-883-1010.ts';
import { standardProfiles } from './standard-profiles.ts';

/** Values with a mark for how sure they are: `!` unconfirmed, `?` to be given, none for confirmed. */
function marked({ values }: AnyProfileDefinition): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, fact]) => {
      if (fact.confidence === 'unspecified') return [`${name}?`, undefined];
      return [fact.confidence === 'confirmed' ? name : `${name}!`, fact.value];
    }),
  );
}

const minus10 = { minus: 10, plus: 0 };
const plus10 = { minus: 0, plus: 10 };
const both = (value: number): { minus: number; plus: number } => ({ minus: value, plus: value });
const hour = 3600;

// The numbers are typed from the sheet once more, so that a slip in the tables shows.
describe('the values of', () => {
  it.each([
    ['A', -55, 85],
    ['B', -55, 125],
    ['C', -65, 150],
    ['G', -40, 125],
    ['H', -55, 150],
    ['K', 0, 125],
  ] as const)('JESD22-A104 %s are confirmed but for the soak', (condition, low, high) => {
    expect(marked(jesd22A104({ condition, soakMode: 4 }))).toEqual({
      low,
      high,
      lowTolerance: minus10,
      highTolerance: plus10,
      'dwell!': 900,
      dwellOn: 'product',
      'cycles?': undefined,
    });
  });

  it.each([
    ['I', -40, 115],
    ['J', 0, 100],
    ['L', -55, 110],
    ['M', -40, 150],
    ['N', -40, 85],
    ['R', -25, 125],
    ['T', -40, 100],
  ] as const)('JESD22-A104 %s are unconfirmed', (condition, low, high) => {
    expect(marked(jesd22A104({ condition, soakMode: 1 }))).toMatchObject({
      'low!': low,
      'high!': high,
      'lowTolerance!': minus10,
      'highTolerance!': plus10,
      'dwell!': 60,
    });
  });

  it('JESD22-A104 limit the transfer between two chambers and the ramp of solder joints', () => {
    const two = jesd22A104({ condition: 'B', soakMode: 2, chambers: 'two', solderInterconnect: true });
    expect(marked(two)).toMatchObject({
      'dwell!': 300,
      transfer: { min: 0, max: 60 },
      'rate!': { min: 0, max: 15 },
    });
    expect(marked(jesd22A104({ condition: 'B', soakMode: 3 }))).toMatchObject({ 'dwell!': 600 });
  });

  it.each([
    [0, -55, 150, { cycles: 2000 }, '-40 to 150 °C'],
    [1, -55, 150, { cycles: 1000 }, '-40 to 125 °C'],
    ['1 legacy', -65, 150, { 'cycles!': 500 }, '-40 to 125 °C'],
    [2, -55, 125, { cycles: 1000 }, '-40 to 105 °C'],
    [3, -55, 125, { cycles: 500 }, '-40 to 85 °C'],
  ] as const)(
    'AEC-Q100 grade %s are those of JESD22-A104 with its cycles',
    (grade, low, high, cycles, range) => {
      const definition = aecQ100({ grade, soakMode: 2 });
      expect(marked(definition)).toMatchObject({ low, high, 'dwell!': 300, dwellOn: 'product', ...cycles });
      expect(definition.information['operatingRange']).toEqual({ confidence: 'unconfirmed', value: range });
      expect(definition.document).toBe('AEC-Q100');
    },
  );

  it.each([
    ['A', -55, 85, 'highTolerance'],
    ['B', -55, 125, 'highTolerance!'],
    ['C', -65, 150, 'highTolerance!'],
    ['D', -65, 200, 'highTolerance!'],
    ['E', -65, 300, 'highTolerance!'],
    ['F', -65, 175, 'highTolerance!'],
  ] as const)(
    'MIL-STD-883 method 1010 %s, whose high tolerance is disputed but for A',
    (condition, low, high, tolerance) => {
      expect(marked(milStd883Method1010({ condition, chambers: 'two' }))).toEqual({
        low,
        high,
        lowTolerance: minus10,
        [tolerance]: plus10,
        dwell: 600,
        'dwellOn!': 'product',
        cycles: 10,
        'recovery!': 900,
        transfer: { min: 0, max: 60 },
      });
      expect(marked(milStd883Method1010({ condition }))).not.toHaveProperty('transfer');
    },
  );

  const shock = {
    'lowTolerance?': undefined,
    'highTolerance?': undefined,
    'dwell!': 120,
    'cycles!': 15,
    'transfer!': { min: 0, max: 10 },
    'recovery!': 300,
  };

  it.each([
    ['A', 0, 100],
    ['B', -55, 125],
    ['C', -65, 150],
  ] as const)('MIL-STD-883 method 1011 %s are all unconfirmed', (condition, low, high) => {
    expect(marked(milStd883Method1011({ condition }))).toEqual({
      'low!': low,
      'high!': high,
      'dwellOn!': 'immersion',
      ...shock,
    });
  });

  it.each([
    ['A', -40, 85],
    ['B', 0, 100],
    ['C', -55, 125],
    ['D', -65, 150],
  ] as const)('JESD22-A106 %s are unconfirmed but for what the dwell is', (condition, low, high) => {
    expect(marked(jesd22A106({ condition }))).toEqual({
      'low!': low,
      'high!': high,
      dwellOn: 'immersion',
      ...shock,
    });
  });

  it.each([
    ['10 min', 600, 'manual', { min: 120, max: 180 }],
    ['30 min', 1800, 'automatic', { min: 20, max: 30 }],
    ['1 h', hour, 'small', { min: 0, max: 10 }],
    ['2 h', 2 * hour, 'manual', { min: 120, max: 180 }],
    [undefined, 3 * hour, 'manual', { min: 120, max: 180 }],
  ] as const)('IEC 60068-2-14 Na with an exposure of %s', (exposure, dwell, transfer, limits) => {
    const selection = {
      low: -55,
      high: 100,
      transfer,
      ...(exposure === undefined ? {} : { exposure }),
    } as const;
    expect(marked(iec60068Na(selection))).toEqual({
      low: -55,
      high: 100,
      lowTolerance: both(3),
      highTolerance: both(2),
      dwell,
      'dwellOn!': 'air',
      cycles: 5,
      transfer: limits,
    });
  });

  it('IEC 60068-2-14 Nb leave the temperatures to the caller', () => {
    expect(marked(iec60068Nb({ rate: 5, exposure: '30 min', cycles: 5 }))).toEqual({
      'low?': undefined,
      'high?': undefined,
      'lowTolerance?': undefined,
      'highTolerance?': undefined,
      'dwell!': 1800,
      'dwellOn!': 'air',
      'cycles!': 5,
      'rate!': { min: 4, max: 6 },
    });
    expect(marked(iec60068Nb({ rate: 1 }))).toMatchObject({ 'dwell!': 3 * hour, 'cycles!': 2 });
  });

  it.each([
    [{ class: 'B', temperature: 100 }, 352],
    [{ class: 'B', temperature: 125 }, 160],
    [{ class: 'B', temperature: 250 }, 12],
    [{ class: 'S', temperature: 125 }, 240],
    [{ class: 'S', temperature: 150 }, 120],
  ] as const)('MIL-STD-883 method 1015 for %j', (selection, hours) => {
    expect(marked(milStd883Method1015(selection))).toEqual({
      'temperature!': selection.temperature,
      'tolerance?': undefined,
      'duration!': hours * hour,
    });
  });

  it('MIL-STD-883 method 1015 get shorter the hotter it is', () => {
    for (const name of ['B', 'S'] as const) {
      const hours = standardProfiles().flatMap(({ id, values }) =>
        id.startsWith(`MIL-STD-883 method 1015 class ${name}`) &&
        'duration' in values &&
        'value' in values.duration
          ? [values.duration.value / hour]
          : [],
      );
      expect(hours).toHaveLength(name === 'B' ? 15 : 6);
      expect(hours).toEqual(hours.toSorted((a, b) => b - a));
    }
  });

  it('the other steady tests are all unconfirmed', () => {
    expect(marked(jesd22A108())).toEqual({
      'temperature!': 125,
      'tolerance?': undefined,
      'duration!': 1000 * hour,
    });
    const humid = { 'tolerance!': both(2), 'humidity!': { min: 80, max: 90 } };
    expect(marked(jesd22A101())).toEqual({ 'temperature!': 85, 'duration!': 1000 * hour, ...humid });
    expect(marked(jesd22A110({ temperature: 130 }))).toEqual({
      'temperature!': 130,
      'duration!': 96 * hour,
      ...humid,
    });
    expect(marked(jesd22A110({ temperature: 110 }))).toEqual({
      'temperature!': 110,
      'tolerance?': undefined,
      'duration!': 264 * hour,
      'humidity?': undefined,
    });
    expect(marked(iec60068Cab({ temperature: 40, humidity: 93, duration: '21 d' }))).toEqual({
      'temperature!': 40,
      'tolerance!': both(2),
      'duration!': 21 * 24 * hour,
      'humidity!': { min: 90, max: 96 },
    });
  });

  it('IEC 60068-2-30 are those of the example, the rest unconfirmed or to be given', () => {
    const rest = {
      low: 25,
      'lowTolerance!': both(3),
      'highTolerance?': undefined,
      'dwell!': 9 * hour,
      'dwellOn!': 'air',
      'cycles?': undefined,
      'rampTime!': { min: 2.5 * hour, max: 3.5 * hour },
      humidity: { min: 90, max: 100 },
    };
    expect(marked(iec60068Db({ high: 55 }))).toEqual({ high: 55, ...rest });
    expect(marked(iec60068Db({ high: 40 }))).toEqual({ 'high!': 40, ...rest });
  });
});

/** Accepts everything unconfirmed and fills in what is open, with few cycles and short holds to keep records small. */
function adopt(definition: AnyProfileDefinition): AnyProfile {
  const unconfirmedNames = Object.entries(definition.values).flatMap(([name, fact]) =>
    fact.confidence === 'unconfirmed' ? [name] : [],
  );
  const open = (all: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(definition.values).flatMap(([name, fact]) =>
        fact.confidence === 'unspecified' ? [[name, all[name]]] : [],
      ),
    );
  if (definition.kind === 'steady') {
    const given = open({ tolerance: both(2), humidity: { min: 80, max: 90 } });
    return adoptProfile(definition, {
      acceptUnconfirmed: unconfirmedNames as ('duration' | 'temperature')[],
      replace: { ...given, duration: 2 * hour },
    });
  }
  const given = open({ low: -40, high: 85, lowTolerance: both(2), highTolerance: both(2) });
  return adoptProfile(definition, {
    acceptUnconfirmed: unconfirmedNames as ('dwell' | 'low')[],
    replace: { ...given, cycles: 2 },
  });
}

/** What a chamber that keeps to the program would record; a load in two zones moves for as long as it may. */
function simulate(profile: AnyProfile, rates: ChamberRates, interval: number): RunSample[] {
  const curve = [...programCurve(profileProgram(profile), 25, rates)];
  const {
    transfer = { min: 0, max: 0 },
    low = 0,
    high = 0,
  } = profile.kind === 'cycling' ? profile.values : {};
  const moving = (transfer.min + transfer.max) / 2;
  const samples: RunSample[] = [];
  let moved = -Infinity;
  let side: 'low' | 'high' | undefined;
  let index = 0;
  for (let time = 0; time <= (curve.at(-1)?.time ?? 0); time += interval) {
    while ((curve[index + 1]?.time ?? Infinity) <= time) index += 1;
    const [from, to] = [curve[index], curve[index + 1] ?? curve[index]];
    if (from === undefined || to === undefined) break;
    const part = to.time === from.time ? 0 : (time - from.time) / (to.time - from.time);
    const air = from.air + part * (to.air - from.air);
    const now = from.setpoint < (low + high) / 2 ? 'low' : 'high';
    if (now !== side && side !== undefined) moved = time;
    side = now;
    const zone = time < moved + moving ? 'transfer' : now;
    samples.push({ time, air, product: air, humidity: from.humidity ?? 40, zone });
  }
  return samples;
}

describe('every standard profile', () => {
  const definitions = standardProfiles();
  const limits: ProgramLimits = {
    temperature: { min: -80, max: 320 },
    humidity: { min: 0, max: 100 },
    product: true,
  };

  it('has an id of its own and a document', () => {
    expect(new Set(definitions.map(({ id }) => id)).size).toBe(definitions.length);
    expect(new Set(definitions.map(({ document }) => document))).toEqual(
      new Set([
        'JESD22-A104',
        'AEC-Q100',
        'MIL-STD-883 method 1010',
        'MIL-STD-883 method 1011',
        'JESD22-A106',
        'IEC 60068-2-14',
        'MIL-STD-883 method 1015',
        'JESD22-A108',
        'JESD22-A101',
        'JESD22-A110',
        'IEC 60068-2-78',
        'IEC 60068-2-30',
      ]),
    );
  });

  it('is refused as it is, since none is confirmed in all its values', () => {
    for (const definition of definitions) {
      const adoption = (): unknown => adoptProfile(definition as ProfileDefinition<'cycling'>);
      expect(adoption, definition.id).toThrow(expect.objectContaining({ code: 'profile-undecided' }));
    }
  });

  it('makes a program without problems, whose run on a good chamber passes the check', () => {
    for (const definition of definitions) {
      const profile = adopt(definition);
      expect(checkProgram(profileProgram(profile), limits), profile.id).toEqual([]);
      const isShock = profile.kind === 'cycling' && profile.values.transfer !== undefined;
      const rates = isShock ? { heating: Infinity, cooling: Infinity } : { heating: 40, cooling: 30 };
      const interval = isShock
        ? 5
        : Math.min((profile.kind === 'cycling' ? profile.values.dwell : 600) / 10, 60);
      const report = checkRun(profile, simulate(profile, rates, interval));
      expect(report, profile.id).toMatchObject({ passed: true, failures: [], notChecked: [] });
    }
  });

  it('fails the same run when the temperature is off by more than the tolerance, or every reading is bad', () => {
    for (const definition of definitions.filter((_, index) => index % 7 === 0)) {
      const profile = adopt(definition);
      const run = simulate(profile, { heating: Infinity, cooling: Infinity }, 60);
      const off = run.map(({ time, air = 0, humidity = 0, zone }) => {
        const value = air + 13;
        return { time, air: value, product: value, humidity, ...(zone === undefined ? {} : { zone }) };
      });
      const bad = run.map((sample) => ({ time: sample.time, air: sample.air ?? 0, quality: 'bad' }) as const);
      expect(checkRun(profile, off, { maxGap: 60 }).passed, profile.id).toBe(false);
      expect(checkRun(profile, bad, { maxGap: 60 }), profile.id).toMatchObject({
        passed: false,
        achieved: 0,
      });
    }
  });
});
