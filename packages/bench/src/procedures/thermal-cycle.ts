import { FourwireError, boolean, oneOf, optionalField, quantity, record } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { estimateProgram, profileProgram, thermalChamber } from '@fourwire/thermal-chamber';
import type { ChamberRates, Program, Profile, ThermalChamber } from '@fourwire/thermal-chamber';
import { checkpoint, step } from '../procedure/action.ts';
import type { Action, StepContext } from '../procedure/action.ts';
import { defineProcedure } from '../procedure/procedure.ts';
import type { DeviceClasses, Procedure, ProcedureContext } from '../procedure/procedure.ts';
import type { Target } from '../records/entry.ts';
import { ChamberRun, usualRates } from './chamber-run.ts';
import { channelsOn, channelsSchema, withDevices } from './channel.ts';
import type { Measured } from './channel.ts';
import { Measuring, notPassed } from './measuring.ts';
import { cyclingChoice, cyclingProfile, describeProfile } from './profile-options.ts';
import { firstTime, settingsOn, settingsSchema } from './settings.ts';

/** What every thermal test may be told beside its profile. */
export const thermalFields = {
  /** Made before it begins, and again when a run is resumed. */
  settings: optionalField(settingsSchema),
  /** What is measured at the end of each dwell. */
  channels: optionalField(channelsSchema),
  /** How often it is measured in a dwell as well, in s; only at its end unless given. */
  measureEvery: optionalField(quantity('s', { min: 1 })),
  /** Whether a deviation from the profile ends the run; it is recorded either way. No unless given. */
  stopOnDeviation: optionalField(boolean()),
  /** Whether a value that does not pass ends the run. No unless given. */
  stopOnFailure: optionalField(boolean()),
  /** What the chamber can do, in K/min, for the estimate: 3 up and 2 down unless given. */
  rates: optionalField(record({ heating: quantity('K/min'), cooling: quantity('K/min') })),
};

const options = record({
  ...cyclingChoice,
  ...thermalFields,
  /** The extreme of the first dwell; `low` unless given. */
  first: optionalField(oneOf(['low', 'high'])),
  /** Speed of the setpoint, in K/min; what the profile asks for, or as fast as the chamber can, unless given. */
  rate: optionalField(quantity('K/min', { min: 0.001 })),
  /** How far inside the tolerance the setpoint stays, in K; 2 K unless given. */
  margin: optionalField(quantity('K', { min: 0.001 })),
  /** Temperature to which the parts are brought at the end, in °C; they stay at the last extreme unless given. */
  end: optionalField(quantity('Cel')),
});

/** What {@link thermalCycle} is told. */
export type ThermalCycleOptions = ValueOf<typeof options>;

/** How a test between two temperatures came out; the values are in the journal. */
export interface CyclingResult {
  readonly cycles: number;
  /** Where it did not hold to its profile; each is a note in the journal. */
  readonly deviations: number;
  /** Values that did not pass. */
  readonly failures: number;
}

/** What one dwell came to. */
type Dwelt = Pick<CyclingResult, 'deviations' | 'failures'>;

/**
 * Temperature cycling in a chamber: by a standard, with every value of it that is unconfirmed accepted or replaced, or by
 * values of one's own. The dwell counts while the product sensor, where there is one, is within tolerance. What is
 * measured is measured at the end of each dwell, and in it where that is asked for. Each cycle is checked against the
 * profile; deviations are notes in the journal. It is resumed at the cycle in which it was interrupted.
 *
 * @example
 * ```ts no-run
 * const options = {
 *   standard: 'JESD22-A104 condition G, soak mode 3',
 *   acceptUnconfirmed: ['dwell'],
 *   values: { cycles: 1000 },
 *   channels: [{ member: 'meter/reading', name: 'resistance', unit: 'Ohm', min: 900, max: 1500 }],
 *   settings: [{ member: 'meter/function', value: 'resistance4w' }],
 * };
 * await runProcedure(thermalCycle(), { bench, journal, options });
 * ```
 */
export function thermalCycle<D extends DeviceClasses = DeviceClasses>(
  measured: Measured<D> = {},
): Procedure<ThermalCycleOptions, CyclingResult> {
  return defineProcedure({
    name: 'thermal-cycle',
    title: 'Cycles parts between two temperatures and measures them in each dwell',
    options,
    devices: withDevices({ oven: thermalChamber }, measured.devices),
    steps: (context) => cycle(context, measured),
  });
}

function* cycle<D extends DeviceClasses>(
  context: ProcedureContext<{ readonly oven: typeof thermalChamber }, ThermalCycleOptions>,
  measured: Measured<D>,
): Generator<Action, CyclingResult, unknown> {
  const { bench, journal, options: told } = context;
  const oven: ThermalChamber = context.devices.oven;
  const profile = cyclingProfile(told, oven.product === undefined ? 'air' : 'product');
  const { dwell, cycles } = profile.values;
  if (profile.values.dwellOn === 'immersion') {
    throw new FourwireError(
      'range',
      'profile-value-invalid',
      `${profile.id}: a chamber has no baths; a dwell by immersion is for a thermal shock, or replace dwellOn by air or product.`,
    );
  }
  const { first = profile.values.rampTime === undefined ? 'low' : 'high', measureEvery } = told;
  const order = first === 'low' ? (['low', 'high'] as const) : (['high', 'low'] as const);
  const halves = halfPrograms(profile, order, told);
  const every = measureEvery ?? Infinity;
  const run = new ChamberRun(oven, journal, Math.min(Math.max(dwell / 15, 1), 60, every));
  const settings = settingsOn(bench, told.settings);
  const inDwell = Array.from({ length: Math.ceil(dwell / every) - 1 }, (_, index) => (index + 1) * every);
  const targetOf = (number: number, side: 'low' | 'high', after?: number): Target => ({
    temperature: profile.values[side],
    point: after === undefined ? `cycle ${number}` : `cycle ${number}, ${after} s`,
  });
  const numbers = Array.from({ length: cycles }, (_, index) => index + 1);
  const measuring = new Measuring(
    journal,
    channelsOn(bench, told.channels, measured),
    numbers.flatMap((number) =>
      order.flatMap((side) => [...inDwell, undefined].map((after) => targetOf(number, side, after))),
    ),
  );
  const oneCycle = { ...profile, values: { ...profile.values, cycles: 1 } };

  const prepare = firstTime(async (stepContext) => {
    await settings.make(stepContext);
    if (halves.before !== undefined) await run.run(halves.before, stepContext);
  });

  const dwellAt = async (number: number, side: 'low' | 'high', stepContext: StepContext): Promise<Dwelt> => {
    await prepare(stepContext);
    let failures = 0;
    const take = async (target: Target): Promise<void> => {
      const taken = await measuring.take(target, stepContext);
      failures += taken.filter(({ verdict }) => verdict !== 'pass').length;
    };
    const due = [...inDwell];
    let taking = Promise.resolve();
    await run.run(halves[side], stepContext, ({ step: at, stepTimeLeft }) => {
      const [next] = due;
      if (next === undefined || at !== 2 || halves.soak - stepTimeLeft < next) return;
      due.shift();
      taking = taking.then(async () => take(targetOf(number, side, next)));
      // Whoever runs the dwell waits for it at the end.
      taking.catch(() => {});
    });
    await taking;
    for (const late of due) await take(targetOf(number, side, late));
    await take(targetOf(number, side));
    const isEnd = side === order[1];
    const deviations = isEnd ? run.check(oneCycle, `Cycle ${number}`, told.stopOnDeviation === true) : 0;
    if (failures > 0 && told.stopOnFailure === true) throw notPassed(`cycle ${number}`, failures);
    return { deviations, failures };
  };

  yield* step('note the profile', () => {
    journal.append({ type: 'note', text: describeProfile(profile) });
  });
  let [deviations, failures] = [0, 0];
  for (const number of numbers) {
    yield* checkpoint(`cycle ${number}`);
    for (const side of order) {
      const dwelt = yield* step(
        `cycle ${number}: ${profile.values[side]} °C`,
        async (stepContext) => dwellAt(number, side, stepContext),
        {
          seconds: number === 1 && side === first ? halves.seconds.start : halves.seconds[side],
          check: () => settings.refusal() ?? run.refusal(halves[side]),
          dry: () => ({ deviations: 0, failures: 0 }),
        },
      );
      deviations += dwelt.deviations;
      failures += dwelt.failures;
    }
  }
  const { end } = told;
  if (end !== undefined) {
    yield* step(
      `end at ${end} °C`,
      async ({ signal }) => oven.settle({ target: end, tolerance: 2 }, { signal }),
      {
        check: () => {
          const verdict = oven.setpoint.check(end);
          return verdict.ok ? undefined : verdict.reason;
        },
        dry: () => ({ temperature: end, overshoot: 0, elapsed: 0 }),
      },
    );
  }
  return { cycles, deviations, failures };
}

/** The way to each extreme and the dwell there, as programs of two steps, with how long they are expected to take. */
interface Halves {
  readonly low: Program;
  readonly high: Program;
  /** How long the soak of each is, in s. */
  readonly soak: number;
  /** Brings the parts to where a ramp by time begins. */
  readonly before: Program | undefined;
  readonly seconds: Readonly<Record<'low' | 'high' | 'start', number>>;
}

function halfPrograms(
  profile: Profile<'cycling'>,
  order: readonly ['low' | 'high', 'low' | 'high'],
  { margin, rate, rates = usualRates }: Pick<ThermalCycleOptions, 'margin' | 'rate' | 'rates'>,
): Halves {
  const one = { ...profile, values: { ...profile.values, cycles: 1 } };
  const whole = profileProgram(one, {
    first: order[0],
    end: { action: 'hold' },
    ...(margin === undefined ? {} : { margin }),
    ...(rate === undefined ? {} : { pace: { rate } }),
  });
  const { steps } = whole;
  const piece = (from: number, to: number): Program => ({ ...whole, steps: steps.slice(from, to) });
  const at = steps.length - 4;
  const pieces = [piece(at, at + 2), piece(at + 2, at + 4)] as const;
  const of = (side: 'low' | 'high'): Program => (side === order[0] ? pieces[0] : pieces[1]);
  const { duration: soak } = steps.at(-1) as { readonly duration: number };
  const last = (program: Program): number => {
    const [ramp] = program.steps;
    return ramp?.type === 'ramp' ? ramp.temperature : 23;
  };
  const takes = (program: Program, from: number, by: ChamberRates): number =>
    estimateProgram(program, from, by).duration;
  return {
    low: of('low'),
    high: of('high'),
    soak,
    before: at > 0 ? piece(0, at) : undefined,
    seconds: {
      low: takes(of('low'), last(of('high')), rates),
      high: takes(of('high'), last(of('low')), rates),
      // From the temperature of a room.
      start: takes(of(order[0]), 23, rates),
    },
  };
}
