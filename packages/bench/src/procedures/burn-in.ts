import { FourwireError, array, boolean, optionalField, quantity, record, text } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { thermalChamber } from '@fourwire/thermal-chamber';
import { checkpoint, step } from '../procedure/action.ts';
import type { Action, StepContext } from '../procedure/action.ts';
import { defineProcedure, devicesOf } from '../procedure/procedure.ts';
import type { DeviceClasses, Procedure, ProcedureContext } from '../procedure/procedure.ts';
import { ratesSchema } from './chamber-run.ts';
import { channelsOn, channelsSchema, withDevices } from './channel.ts';
import type { Measured } from './channel.ts';
import { Drift } from './drift.ts';
import { Measuring } from './measuring.ts';
import type { Taken } from './measuring.ts';
import { describeProfile, steadyChoice, steadyProfile } from './profile-options.ts';
import { firstTime, settingsOn, settingsSchema } from './settings.ts';
import { SteadyRun, describeTime, piecesOf } from './steady-run.ts';

/** A device under burn-in, as data: its channels are those of its name. */
const dut = record({
  /** Serial number or socket: the `part` of its channels. */
  part: text(),
  /** Made when it is put under stress, and again when a run is resumed or a device of them was away: `supply/outputs/3/enabled` to true. */
  on: optionalField(settingsSchema),
  /** Made when it has failed and drops out, and when the burn-in is over. */
  off: optionalField(settingsSchema),
});

const options = record({
  ...steadyChoice,
  /** The devices, beside those that are given in code. */
  parts: optionalField(array(dut)),
  /** What is measured at each read point. */
  channels: optionalField(channelsSchema),
  /** Read points, in h of the burn-in; at its begin and its end as well. */
  readPoints: optionalField(array(quantity('h', { min: 0 }))),
  /** A read point every so often, in h, beside those of `readPoints`. */
  readEvery: optionalField(quantity('h', { min: 0.01 })),
  /** Made before it begins, and again when a run is resumed. */
  settings: optionalField(settingsSchema),
  /** Channels by name, and by how much a value may move from that at 0 h before the device has failed, in %. */
  drift: optionalField(array(record({ channel: text(), max: quantity('%', { min: 0 }) }))),
  /** Whether a device without a value (an overload, an open contact) has failed as well; yes unless given. */
  dropWithoutValue: optionalField(boolean()),
  /** Whether a deviation from the profile ends the run; it is recorded either way. No unless given. */
  stopOnDeviation: optionalField(boolean()),
  /** How often the chamber is looked at, in s; once a minute unless given. */
  lookEvery: optionalField(quantity('s', { min: 1 })),
  /** How fast the chamber is, in K/min, for estimates of time: 3 up and 2 down unless given. */
  rates: optionalField(ratesSchema),
});

/** What {@link burnIn} is told. */
export type BurnInOptions = ValueOf<typeof options>;

/** A device under burn-in, in code. */
export interface BurnInPart {
  /** Serial number or socket: the `part` of its channels. */
  readonly part: string;
  /** Puts it under stress; done again when a run is resumed. */
  readonly on?: (context: StepContext) => Promise<unknown>;
  /** Takes it off when it has failed, and when the burn-in is over. */
  readonly off?: (context: StepContext) => Promise<unknown>;
  /** Why `on` or `off` would be refused; sends nothing. */
  readonly check?: () => string | undefined;
}

/** What {@link burnIn} may be given in code. */
export interface BurnInDefinition<D extends DeviceClasses> extends Measured<D> {
  /** The devices under burn-in, beside those of the options. */
  readonly parts?: (devices: ProcedureContext<D, unknown>['devices']) => readonly BurnInPart[];
}

/** How a burn-in came out; the values are in the journal. */
export interface BurnInResult {
  /** Time at temperature, in s. */
  readonly seconds: number;
  /** Those that went through all of it. */
  readonly survivors: readonly string[];
  /** Those that failed, and at which read point. */
  readonly dropped: readonly { readonly part: string; readonly point: string }[];
  /** Where it did not hold to its profile; each is a note in the journal. */
  readonly deviations: number;
}

/**
 * Burn-in of many devices: brings the chamber to its temperature, puts the devices under stress and measures them at read
 * points. One that fails, by its limits or by its drift, is taken off, its later read points are recorded as not measured, and the others go on; when none
 * is left the burn-in ends. Only time within tolerance counts. Resumed at the last read point, or at the last hour; who
 * has failed stays off.
 *
 * @example
 * ```ts no-run
 * const sockets = ['S1', 'S2', 'S3'];
 * const options = {
 *   standard: 'MIL-STD-883 method 1015 class B, 125 °C',
 *   acceptUnconfirmed: ['temperature', 'duration'],
 *   values: { tolerance: { minus: 3, plus: 3 } },
 *   parts: sockets.map((part, index) => ({
 *     part,
 *     on: [{ member: `supply/outputs/${index + 1}/enabled`, value: true }],
 *     off: [{ member: `supply/outputs/${index + 1}/enabled`, value: false }],
 *   })),
 *   channels: sockets.map((part, index) => ({
 *     part,
 *     name: 'supply current',
 *     member: `supply/outputs/${index + 1}/measurement`,
 *     field: 'current',
 *     max: 0.05,
 *   })),
 *   readPoints: [24, 96],
 * };
 * await runProcedure(burnIn(), { bench, journal, options });
 * ```
 */
export function burnIn<D extends DeviceClasses = DeviceClasses>(
  definition: BurnInDefinition<D> = {},
): Procedure<BurnInOptions, BurnInResult> {
  return defineProcedure({
    name: 'burn-in',
    title: 'Keeps devices hot and under stress, measures them at read points and takes off those that fail',
    options,
    devices: withDevices({ oven: thermalChamber }, definition.devices),
    steps: (context) => burn(context, definition),
  });
}

function* burn<D extends DeviceClasses>(
  {
    bench,
    journal,
    devices: { oven },
    options: told,
  }: ProcedureContext<{ readonly oven: typeof thermalChamber }, BurnInOptions>,
  definition: BurnInDefinition<D>,
): Generator<Action, BurnInResult, unknown> {
  const profile = steadyProfile(told);
  const { temperature, duration } = profile.values;
  const channels = channelsOn(bench, told.channels, definition);
  const own = definition.parts?.(devicesOf(bench, definition.devices ?? ({} as D))) ?? [];
  const parts = [...own.map(onOnce), ...(told.parts ?? []).map((part) => partOn(bench, part))];
  requireParts(
    parts.map(({ part }) => part),
    channels.map(({ part }) => part ?? ''),
  );
  const pieces = piecesOf(duration, readPoints(told, duration));
  const points = [0, ...pieces.flatMap(({ at, measured }) => (measured ? [at] : []))].map(describeTime);
  const run = new SteadyRun({ oven, profile, journal, rates: told.rates, pieces, lookEvery: told.lookEvery });
  const measuring = new Measuring(
    journal,
    channels,
    points.map((point) => ({ temperature, point })),
  );
  const drift = new Drift(journal, channels, told.drift, (point) => ({ temperature, point }), points);
  const settings = settingsOn(bench, told.settings);
  /** Those that have not failed, by the steps that are done. */
  const alive = new Set(parts.map(({ part }) => part));
  const dropped: { part: string; point: string }[] = [];
  const putOn = async (context: StepContext): Promise<void> => {
    await settings.keep(context);
    for (const { part, on } of parts) if (alive.has(part)) await on?.(context);
  };

  /** Measures those that are left, takes off those that fail, and gives their names. */
  const read = async (point: string, context: StepContext): Promise<Read> => {
    const taken = await measuring.takeWithin(run.condition(), { temperature, point }, context, alive);
    const moved = point === points[0] ? [] : drift.judge(point, taken);
    const { dropWithoutValue = true } = told;
    const bad = [...taken, ...moved].filter(
      ({ verdict }) => verdict === 'fail' || (verdict === 'error' && dropWithoutValue),
    );
    const failed = [...new Set(bad.map(({ part = '' }) => part))];
    for (const name of failed) {
      await parts.find(({ part }) => part === name)?.off?.(context);
      const why = bad.filter(({ part }) => part === name).map(({ channel }) => channel);
      const said = `${name} dropped out at ${point}: ${why.join(', ')} did not pass.`;
      journal.append({ type: 'note', text: said, deviation: true });
      for (const later of points.slice(points.indexOf(point) + 1)) {
        measuring.skip({ temperature, point: later }, `it dropped out at ${point}`, name);
        drift.skip(later, `it dropped out at ${point}`, name);
      }
    }
    return { failed, first: point === points[0] ? taken : [] };
  };
  const drop = (failed: readonly string[], point: string): void => {
    for (const part of failed) {
      alive.delete(part);
      dropped.push({ part, point });
    }
  };
  const check = (): string | undefined => {
    const refusals = parts.map((part) => part.check?.());
    return (
      settings.refusal() ??
      measuring.refusal() ??
      run.refusal() ??
      refusals.find((refusal) => refusal !== undefined)
    );
  };

  yield* step('note the profile', () => {
    journal.append({ type: 'note', text: describeProfile(profile) });
  });
  yield* checkpoint('begin');
  const atBegin = yield* step(
    `${temperature} °C, read point 0 h`,
    async (context) => {
      await run.reach(context);
      await putOn(context);
      return read(describeTime(0), context);
    },
    { seconds: run.approachSeconds, check, dry: () => ({ failed: [], first: [] }) },
  );
  drift.begin(atBegin.first);
  drop(atBegin.failed, describeTime(0));
  let deviations = 0;
  for (const { at, seconds, measured } of pieces) {
    if (alive.size === 0) break;
    const point = describeTime(at);
    yield* checkpoint(`before ${point}`);
    const found = yield* step(
      measured ? `${temperature} °C until read point ${point}` : `${temperature} °C until ${point}`,
      async (context) => {
        await run.reach(context);
        await putOn(context);
        const astray = await run.hold(seconds, `Until ${point}`, told.stopOnDeviation === true, context);
        return { deviations: astray, failed: measured ? (await read(point, context)).failed : [] };
      },
      { seconds, check, dry: () => ({ deviations: 0, failed: [] }) },
    );
    deviations += found.deviations;
    drop(found.failed, point);
  }
  yield* step('take the devices off', async (context) => {
    for (const { part, off } of parts) if (alive.has(part)) await off?.(context);
  });
  return { seconds: duration, survivors: [...alive], dropped, deviations };
}

/** Code puts a device under stress once; doing it again could disturb it. */
function onOnce({ on, ...rest }: BurnInPart): BurnInPart {
  if (on === undefined) return rest;
  const first = firstTime(async (context) => {
    await on(context);
  });
  return { ...rest, on: first };
}

/** What a read point gave, as the step keeps it. */
interface Read {
  /** The devices that failed. */
  readonly failed: readonly string[];
  /** The first values, from which drift is counted. */
  readonly first: readonly Taken[];
}

/** A device whose stress is switched by settings. */
function partOn(
  bench: ProcedureContext<DeviceClasses, unknown>['bench'],
  { part, on, off }: ValueOf<typeof dut>,
): BurnInPart {
  const [up, down] = [settingsOn(bench, on), settingsOn(bench, off)];
  return { part, on: up.keep, off: down.make, check: () => up.refusal() ?? down.refusal() };
}

/** Read points in s, in order. */
function readPoints(
  { readPoints: named = [], readEvery }: BurnInOptions,
  duration: number,
): readonly number[] {
  const every =
    readEvery === undefined
      ? []
      : Array.from(
          { length: Math.floor(duration / 3600 / readEvery + 1e-9) },
          (_, index) => (index + 1) * readEvery,
        );
  const hours = duration / 3600;
  const late = [...named, ...(readEvery === undefined ? [] : [readEvery])].find((at) => at > hours);
  if (late !== undefined) {
    throw new FourwireError(
      'range',
      'read-point-too-late',
      `There is a read point at ${late} h, and the burn-in lasts ${hours} h; name earlier ones. It is read at its end as well.`,
    );
  }
  return [...named, ...every].map((at) => at * 3600);
}

function requireParts(parts: readonly string[], measured: readonly string[]): void {
  const refuse = (what: string): FourwireError =>
    new FourwireError('range', 'burn-in-parts', `The burn-in cannot be begun: ${what}.`);
  if (parts.length === 0) throw refuse('it has no devices; name them in parts');
  const twice = parts.find((part, index) => parts.indexOf(part) !== index);
  if (twice !== undefined) throw refuse(`the device ${twice} is there twice`);
  const bare = parts.find((part) => !measured.includes(part));
  if (bare !== undefined) throw refuse(`nothing is measured on ${bare}; give it a channel with its part`);
  const stray = measured.find((part) => !parts.includes(part));
  if (stray !== undefined) {
    throw refuse(
      stray === ''
        ? 'a channel has no part; every channel belongs to one'
        : `a channel is of ${stray}, which is no device of it`,
    );
  }
}
