import { FourwireError, oneOf, optionalField, quantity, record } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { estimateProgram, profileProgram, thermalChamber } from '@fourwire/thermal-chamber';
import type { ChamberRates, Program, Profile, ThermalChamber } from '@fourwire/thermal-chamber';
import { step } from '../procedure/action.ts';
import type { Action } from '../procedure/action.ts';
import { defineProcedure } from '../procedure/procedure.ts';
import type { DeviceClasses, Procedure, ProcedureContext } from '../procedure/procedure.ts';
import { ChamberRun, astrayFrom, ratesSchema, usualRates } from './chamber-run.ts';
import { withDevices } from './channel.ts';
import type { Measured } from './channel.ts';
import { cycles, lookInterval, thermalFields } from './cycling.ts';
import type { CyclingResult, Side } from './cycling.ts';
import { cyclingChoice, cyclingProfile, rangeOf } from './profile-options.ts';

const options = record({
  ...cyclingChoice,
  ...thermalFields,
  /** The extreme of the first dwell; `low` unless given, or where the profile's ramp by time begins. */
  first: optionalField(oneOf(['low', 'high'])),
  /** Speed of the setpoint, in K/min; what the profile asks for, or as fast as the chamber can, unless given. */
  rate: optionalField(quantity('K/min', { min: 0.001 })),
  /** How far inside the tolerance the setpoint stays, in K; 2 K unless given. */
  margin: optionalField(quantity('K', { min: 0.001 })),
  /** Temperature to which the parts are brought at the end, in °C; they stay at the last extreme unless given. */
  end: optionalField(quantity('Cel')),
  /** How fast the chamber is, in K/min, for estimates of time: 3 up and 2 down unless given. */
  rates: optionalField(ratesSchema),
});

/** What {@link thermalCycle} is told. */
export type ThermalCycleOptions = ValueOf<typeof options>;

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
  const { journal, options: told } = context;
  const oven: ThermalChamber = context.devices.oven;
  const profile = cyclingProfile(told, oven.product === undefined ? 'air' : 'product');
  if (profile.values.dwellOn === 'immersion') {
    throw new FourwireError(
      'range',
      'profile-value-invalid',
      `${profile.id}: a chamber has no baths; a dwell by immersion is for a thermal shock, or replace dwellOn by air or product.`,
    );
  }
  const { first = profile.values.rampTime === undefined ? 'low' : 'high', end } = told;
  const halves = halfPrograms(profile, first, told);
  const run = new ChamberRun(oven, journal, lookInterval(profile.values.dwell, told));
  const result = yield* cycles(context, measured, {
    profile,
    first,
    record: run.record,
    prepare: async (stepContext) => {
      if (halves.before !== undefined) await run.run(halves.before, stepContext);
    },
    dwell: async (side, stepContext, onLook) =>
      run.run(halves[side], stepContext, ({ step: at, stepTimeLeft }) => {
        if (at === 2) onLook(halves.soak - stepTimeLeft);
      }),
    astray: async (side, stepContext) => {
      const sensor = profile.values.dwellOn === 'product' ? oven.product?.temperature : undefined;
      return astrayFrom(sensor ?? oven.temperature, rangeOf(profile, side), stepContext);
    },
    refusal: (side) => run.refusal(halves[side]),
    seconds: (side, isFirst) => halves.seconds[isFirst ? 'start' : side],
  });
  if (end !== undefined) {
    yield* step(
      `end at ${end} °C`,
      async ({ signal }) => {
        await oven.settle({ target: end, tolerance: 2 }, { signal });
      },
      {
        check: () => {
          const verdict = oven.setpoint.check(end);
          return verdict.ok ? undefined : verdict.reason;
        },
      },
    );
  }
  return result;
}

/** The way to each extreme and the dwell there, as programs of two steps, with how long they are expected to take. */
interface Halves {
  readonly low: Program;
  readonly high: Program;
  /** How long the soak of each is, in s. */
  readonly soak: number;
  /** Brings the parts to where a ramp by time begins. */
  readonly before: Program | undefined;
  readonly seconds: Readonly<Record<Side | 'start', number>>;
}

function halfPrograms(
  profile: Profile<'cycling'>,
  first: Side,
  { margin, rate, rates = usualRates }: Pick<ThermalCycleOptions, 'margin' | 'rate' | 'rates'>,
): Halves {
  const one = { ...profile, values: { ...profile.values, cycles: 1 } };
  const whole = profileProgram(one, {
    first,
    end: { action: 'hold' },
    ...(margin === undefined ? {} : { margin }),
    ...(rate === undefined ? {} : { pace: { rate } }),
  });
  const { steps } = whole;
  const piece = (from: number, to: number): Program => ({ ...whole, steps: steps.slice(from, to) });
  const at = steps.length - 4;
  const pieces = [piece(at, at + 2), piece(at + 2, at + 4)] as const;
  const of = (side: Side): Program => (side === first ? pieces[0] : pieces[1]);
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
      start: takes(of(first), 23, rates),
    },
  };
}
