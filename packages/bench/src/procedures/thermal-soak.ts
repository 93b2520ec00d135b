import { optionalField, record } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { thermalChamber } from '@fourwire/thermal-chamber';
import { checkpoint, step } from '../procedure/action.ts';
import type { Action } from '../procedure/action.ts';
import { defineProcedure } from '../procedure/procedure.ts';
import type { DeviceClasses, Procedure, ProcedureContext } from '../procedure/procedure.ts';
import { ratesSchema } from './chamber-run.ts';
import { channelsOn, withDevices } from './channel.ts';

import type { Measured } from './channel.ts';
import { measuredTooRarely, thermalFields } from './cycling.ts';
import { Measuring, notPassed } from './measuring.ts';
import { describeProfile, steadyChoice, steadyProfile } from './profile-options.ts';
import { settingsOn } from './settings.ts';
import { SteadyRun, describeTime, piecesOf } from './steady-run.ts';

const options = record({
  ...steadyChoice,
  ...thermalFields,
  /** How fast the chamber is, in K/min, for estimates of time: 3 up and 2 down unless given. */
  rates: optionalField(ratesSchema),
});

/** What {@link thermalSoak} is told. */
export type ThermalSoakOptions = ValueOf<typeof options>;

/** How a test at one temperature came out; the values are in the journal. */
export interface SoakResult {
  /** Time within tolerance, in s. */
  readonly seconds: number;
  /** Where it did not hold to its profile; each is a note in the journal. */
  readonly deviations: number;
  /** Values that did not pass. */
  readonly failures: number;
}

/**
 * A thermal soak: brings the chamber to a temperature, with humidity where the profile has it, and holds it there for a
 * time that counts only within tolerance. It is measured as often as asked, and checked against the profile piece by
 * piece. Resumed at the last piece, of an hour at most.
 *
 * @example
 * ```ts no-run
 * const values = { temperature: 125, tolerance: { minus: 2, plus: 2 }, duration: 48 * 3600 };
 * const channels = [{ member: 'meter/reading', name: 'resistance', unit: 'Ohm' }];
 * await runProcedure(thermalSoak(), { bench, journal, options: { values, channels, measureEvery: 3600 } });
 * ```
 */
export function thermalSoak<D extends DeviceClasses = DeviceClasses>(
  measured: Measured<D> = {},
): Procedure<ThermalSoakOptions, SoakResult> {
  return defineProcedure({
    name: 'thermal-soak',
    title: 'Holds parts at one temperature and measures them meanwhile',
    options,
    devices: withDevices({ oven: thermalChamber }, measured.devices),
    steps: (context) => soak(context, measured),
  });
}

function* soak<D extends DeviceClasses>(
  {
    bench,
    journal,
    devices: { oven },
    options: told,
  }: ProcedureContext<{ readonly oven: typeof thermalChamber }, ThermalSoakOptions>,
  measured: Measured<D>,
): Generator<Action, SoakResult, unknown> {
  const profile = steadyProfile(told);
  const { temperature, duration } = profile.values;
  const { measureEvery = duration } = told;
  if (measureEvery > duration) throw measuredTooRarely(measureEvery, duration, 'soak');
  const pieces = piecesOf(
    duration,
    Array.from({ length: Math.floor(duration / measureEvery) }, (_, index) => (index + 1) * measureEvery),
  );
  const run = new SteadyRun({ oven, profile, journal, rates: told.rates, pieces, lookEvery: told.lookEvery });
  const settings = settingsOn(bench, told.settings);
  const measuring = new Measuring(
    journal,
    channelsOn(bench, told.channels, measured),
    pieces.flatMap(({ at, measured: isMeasured }) =>
      isMeasured ? [{ temperature, point: describeTime(at) }] : [],
    ),
  );
  yield* step('note the profile', () => {
    journal.append({ type: 'note', text: describeProfile(profile) });
  });
  let [deviations, failures] = [0, 0];
  for (const { at, seconds, measured: isMeasured } of pieces) {
    const point = describeTime(at);
    yield* checkpoint(`before ${point}`);
    const found = yield* step(
      `${temperature} °C until ${point}`,
      async (context) => {
        await settings.keep(context);
        const own = await run.hold(seconds, `Until ${point}`, told.stopOnDeviation === true, context);
        const taken = isMeasured
          ? await measuring.takeWithin(run.condition(), { temperature, point }, context)
          : [];
        const bad = taken.filter(({ verdict }) => verdict !== 'pass').length;
        if (bad > 0 && told.stopOnFailure === true) throw notPassed(point, bad);
        return { deviations: own, failures: bad };
      },
      {
        seconds: seconds + (at === seconds ? run.approachSeconds : 0),
        check: () => settings.refusal() ?? measuring.refusal() ?? run.refusal(),
        dry: () => ({ deviations: 0, failures: 0 }),
      },
    );
    deviations += found.deviations;
    failures += found.failures;
  }
  return { seconds: duration, deviations, failures };
}
