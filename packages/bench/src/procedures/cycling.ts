import { FourwireError, boolean, optionalField, quantity, record } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import type { Profile } from '@fourwire/thermal-chamber';
import { checkpoint, step } from '../procedure/action.ts';
import type { Action, StepContext } from '../procedure/action.ts';
import type { DeviceClasses, ProcedureContext } from '../procedure/procedure.ts';
import type { Target } from '../records/entry.ts';
import { channelsOn, channelsSchema } from './channel.ts';
import type { Measured } from './channel.ts';
import { Measuring, notPassed } from './measuring.ts';
import { describeProfile } from './profile-options.ts';
import type { RunRecord } from './run-record.ts';
import { firstTime, settingsOn, settingsSchema } from './settings.ts';

/** What every thermal test may be told beside its profile. */
export const thermalFields = {
  /** Made before it begins, and again when a run is resumed. */
  settings: optionalField(settingsSchema),
  /** What is measured at the end of each dwell. */
  channels: optionalField(channelsSchema),
  /** How often it is measured in a dwell as well, in s; only at its end unless given. */
  measureEvery: optionalField(quantity('s', { min: 1 })),
  /**
   * How often the chamber is looked at, in s; 15 times in a dwell, and at least once a minute, unless given. More than a
   * tenth of the dwell does not prove it, and each cycle is then a deviation.
   */
  lookEvery: optionalField(quantity('s', { min: 1 })),
  /** Whether a deviation from the profile ends the run; it is recorded either way. No unless given. */
  stopOnDeviation: optionalField(boolean()),
  /** Whether a value that does not pass ends the run. No unless given. */
  stopOnFailure: optionalField(boolean()),
};

const thermalOptions = record(thermalFields);

/** How a test between two temperatures came out; the values are in the journal. */
export interface CyclingResult {
  readonly cycles: number;
  /** Where it did not hold to its profile; each is a note in the journal. */
  readonly deviations: number;
  /** Values that did not pass. */
  readonly failures: number;
}

/** One of the two extremes. */
export type Side = 'low' | 'high';

/** A machine that keeps parts at one extreme and then at the other. */
export interface Cycler {
  readonly profile: Profile<'cycling'>;
  /** The extreme of the first dwell. */
  readonly first: Side;
  /** What it recorded of the temperatures. */
  readonly record: RunRecord;
  /** Done once before its first dwell. */
  readonly prepare: (context: StepContext) => Promise<void>;
  /** Goes to an extreme and stays there; tells how long the dwell has counted, in s. */
  readonly dwell: (side: Side, context: StepContext, onLook: (counted: number) => void) => Promise<void>;
  /** Why the parts are not at an extreme now; undefined when they are. */
  readonly astray: (side: Side, context: StepContext) => Promise<string | undefined>;
  /** Why a device would refuse it; sends nothing. */
  readonly refusal: (side: Side) => string | undefined;
  /** How long a way and its dwell are expected to take, in s. */
  readonly seconds: (side: Side, isFirst: boolean) => number;
}

/** How often one wants to look at a machine, and to measure, in s. */
interface LookOptions {
  readonly lookEvery?: number;
  readonly measureEvery?: number;
}

/** How often a machine is looked at in a dwell, in s: often enough to prove it, and at least as often as it is measured. */
export function lookInterval(
  dwell: number,
  { lookEvery = Math.min(Math.max(dwell / 15, 1), 60), measureEvery = Infinity }: LookOptions,
): number {
  return Math.min(lookEvery, measureEvery);
}

/** Cycle after cycle: a checkpoint, two dwells with what is measured in them, and the check against the profile. */
export function* cycles<D extends DeviceClasses>(
  { bench, journal, options: told }: ProcedureContext<DeviceClasses, ValueOf<typeof thermalOptions>>,
  measured: Measured<D>,
  cycler: Cycler,
): Generator<Action, CyclingResult, unknown> {
  const { profile, first } = cycler;
  const { dwell } = profile.values;
  const order = first === 'low' ? (['low', 'high'] as const) : (['high', 'low'] as const);
  const every = told.measureEvery ?? Infinity;
  if (every < Infinity && every > dwell) throw measuredTooRarely(every, dwell, 'dwell');
  const moments = Array.from({ length: Math.ceil(dwell / every) - 1 }, (_, index) => (index + 1) * every);
  const numbers = Array.from({ length: profile.values.cycles }, (_, index) => index + 1);
  const targetOf = (number: number, side: Side, after?: number): Target => ({
    temperature: profile.values[side],
    point: after === undefined ? `cycle ${number}` : `cycle ${number}, ${after} s`,
  });
  const measuring = new Measuring(
    journal,
    channelsOn(bench, told.channels, measured),
    numbers.flatMap((number) =>
      order.flatMap((side) => [...moments, undefined].map((after) => targetOf(number, side, after))),
    ),
  );
  const settings = settingsOn(bench, told.settings);
  const begin = firstTime(async (context) => cycler.prepare(context));
  const prepare = async (context: StepContext): Promise<void> => {
    await settings.keep(context);
    await begin(context);
  };
  const oneCycle = { ...profile, values: { ...profile.values, cycles: 1 } };

  const dwellAt = async (number: number, side: Side, context: StepContext) => {
    await prepare(context);
    let failures = 0;
    const take = async (after?: number): Promise<void> => {
      const within = { astray: async (now: StepContext) => cycler.astray(side, now) };
      const taken = await measuring.takeWithin(within, targetOf(number, side, after), context);
      failures += taken.filter(({ verdict }) => verdict !== 'pass').length;
    };
    const skip = (after: number): void =>
      measuring.skip(targetOf(number, side, after), 'nobody could look at the chamber at that time');
    const due = [...moments];
    let taking = Promise.resolve();
    await cycler.dwell(side, context, (counted) => {
      const now = due.findLast((moment) => moment <= counted);
      if (now === undefined) return;
      for (const missed of due.splice(0, due.indexOf(now))) skip(missed);
      due.shift();
      taking = taking.then(async () => take(now));
      // It is waited for behind the dwell.
      taking.catch(() => {});
    });
    await taking;
    for (const missed of due) skip(missed);
    await take();
    const deviations =
      side === order[1] ? cycler.record.check(oneCycle, `Cycle ${number}`, told.stopOnDeviation === true) : 0;
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
        async (context) => dwellAt(number, side, context),
        {
          seconds: cycler.seconds(side, number === 1 && side === first),
          check: () => settings.refusal() ?? measuring.refusal() ?? cycler.refusal(side),
          dry: () => ({ deviations: 0, failures: 0 }),
        },
      );
      deviations += dwelt.deviations;
      failures += dwelt.failures;
    }
  }
  return { cycles: profile.values.cycles, deviations, failures };
}

/** Measured so rarely that it would never be done. */
export function measuredTooRarely(every: number, seconds: number, what: string): FourwireError {
  return new FourwireError(
    'range',
    'measured-too-rarely',
    `measureEvery is ${every} s, and the ${what} lasts ${seconds} s; give at most that, or leave it out to measure at its end.`,
  );
}
