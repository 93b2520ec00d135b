import { array, boolean, integer, oneOf, optionalField, quantity, record } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { checkpoint, step } from '../procedure/action.ts';
import type { Action } from '../procedure/action.ts';
import { defineProcedure, devicesOf } from '../procedure/procedure.ts';
import type { DeviceClasses, Procedure, ProcedureContext } from '../procedure/procedure.ts';
import { axisSchema, memberAxis } from './axis.ts';
import type { Axis, AxisValue } from './axis.ts';
import { channelsOn, channelsSchema } from './channel.ts';
import type { Measured } from './channel.ts';
import { Measuring, notPassed } from './measuring.ts';
import type { Condition } from './measuring.ts';
import { settingsOn, settingsSchema } from './settings.ts';
import { pointsOf, requireSomething } from './walk-points.ts';

/** How the points of a sweep are gone through. */
const walkFields = {
  /**
   * `forward`: the last axis moves fastest, always from its first value; unless given. `serpentine`: each axis goes back
   * the way it came, so that nothing jumps. `random`: in an order that `seed` decides.
   */
  order: optionalField(oneOf(['forward', 'serpentine', 'random'])),
  /** Decides a random order; 1 unless given. */
  seed: optionalField(integer()),
  /** Whether it then goes the same way back and measures there, too, which shows hysteresis; no unless given. */
  back: optionalField(boolean()),
  /** How often all of it is done; once unless given. */
  repeat: optionalField(integer({ min: 1 })),
  /** Made before the first point, and again when a run is resumed. */
  settings: optionalField(settingsSchema),
  /** What is measured at each point. */
  channels: optionalField(channelsSchema),
  /** Whether a value that does not pass ends it, before the next point is set; no unless given. */
  stopOnFailure: optionalField(boolean()),
  /** How long the channels of a point are expected to need, in s, for the estimate; 0.2 unless given. */
  secondsPerPoint: optionalField(quantity('s', { min: 0 })),
};

/** How long the channels of a point are taken to need, in s, for the estimate. */
const usualPoint = 0.2;

const sweepOptions = record({
  /** The member that is set, and to what; needed unless it is given in code. */
  axis: optionalField(axisSchema),
  ...walkFields,
});
const gridOptions = record({
  /** The members that are set, the first changing least often; needed unless they are given in code. */
  axes: optionalField(array(axisSchema)),
  ...walkFields,
});

/** What a sweep is told. */
export type SweepOptions = ValueOf<typeof sweepOptions>;

/** What a grid is told. */
export type GridOptions = ValueOf<typeof gridOptions>;

/** One point of a sweep or grid, measured. */
export interface SweepPoint {
  /** What each axis stood at. */
  readonly at: Readonly<Record<string, AxisValue>>;
  /** What each channel gave, with its part where it has one (`resistance R1`); null where it gave no value. */
  readonly values: Readonly<Record<string, number | null>>;
}

/** What {@link sweep} and {@link grid} may be given in code. */
export interface SweepDefinition<D extends DeviceClasses> extends Measured<D> {
  /** Axes that take more than writing a member, before those of the options. */
  readonly axes?: (devices: ProcedureContext<D, unknown>['devices']) => readonly Axis[];
}

/**
 * A sweep: sets one member, or whatever an axis in code sets, to one value after the other and measures at each. It can be
 * resumed at each value. Gives the points.
 *
 * @example
 * ```ts no-run
 * const axis = { member: 'source/level', from: 0, to: 5, points: 11, settle: 0.1 };
 * const channels = [{ member: 'meter/reading', name: 'current', unit: 'A', max: 0.1 }];
 * await runProcedure(sweep(), { bench, journal, options: { axis, channels } });
 * ```
 */
export function sweep<D extends DeviceClasses = DeviceClasses>(
  definition: SweepDefinition<D> = {},
): Procedure<SweepOptions, readonly SweepPoint[]> {
  return defineProcedure({
    name: 'sweep',
    title: 'Sets a member to one value after the other and measures at each',
    options: sweepOptions,
    devices: definition.devices ?? {},
    steps: (context) => walk(context, definition, context.options.axis ? [context.options.axis] : []),
  });
}

/**
 * A grid: as {@link sweep} with several axes, at all combinations of their values; the first axis moves slowest. It can
 * be resumed wherever the first axis moves.
 */
export function grid<D extends DeviceClasses = DeviceClasses>(
  definition: SweepDefinition<D> = {},
): Procedure<GridOptions, readonly SweepPoint[]> {
  return defineProcedure({
    name: 'grid',
    title: 'Measures at all combinations of the values of several members',
    options: gridOptions,
    devices: definition.devices ?? {},
    steps: (context) => walk(context, definition, context.options.axes ?? []),
  });
}

function* walk<D extends DeviceClasses>(
  { bench, journal, options }: ProcedureContext<DeviceClasses, Omit<SweepOptions, 'axis'>>,
  definition: SweepDefinition<D>,
  members: readonly ValueOf<typeof axisSchema>[],
): Generator<Action, readonly SweepPoint[], unknown> {
  const own = definition.axes?.(devicesOf(bench, definition.devices ?? ({} as D))) ?? [];
  const axes = [...own, ...members.map((member) => memberAxis(bench, member))];
  const settings = settingsOn(bench, options.settings);
  const channels = channelsOn(bench, options.channels, definition);
  requireSomething(axes, channels.length);
  const points = pointsOf(axes, options);
  const measuring = new Measuring(
    journal,
    channels,
    points.map(({ target }) => target),
  );
  /** What each axis was really set to by this process. */
  const standing: AxisValue[] = [];
  const within = (values: readonly AxisValue[]): Condition => ({
    astray: async (context) => {
      for (const [place, axis] of axes.entries()) {
        const why = await axis.astray?.(values[place] ?? 0, context);
        if (why !== undefined) return why;
      }
      return undefined;
    },
    comeBack: async (context) => {
      await settings.keep(context);
      for (const [place, axis] of axes.entries()) {
        const value = values[place] ?? 0;
        if ((await axis.astray?.(value, context)) !== undefined) await axis.set(value, context);
      }
    },
  });
  const measured: SweepPoint[] = [];
  let before: readonly AxisValue[] = [];
  for (const { values, target } of points) {
    const name = target.point ?? 'here';
    if (before.length === 0 || values[0] !== before[0]) yield* checkpoint(name);
    const moved = axes.filter((_, place) => values[place] !== before[place]);
    const from = before;
    if (moved.length > 0 || before.length === 0) {
      yield* step(
        `set ${name}`,
        async (context) => {
          await settings.keep(context);
          for (const [place, axis] of axes.entries()) {
            const value = values[place];
            if (value === undefined || standing[place] === value) continue;
            await axis.set(value, context);
            standing[place] = value;
          }
        },
        {
          seconds: moved.reduce((sum, axis) => {
            const place = axes.indexOf(axis);
            return sum + (axis.seconds?.(from[place], values[place] ?? 0) ?? 0);
          }, 0),
          check: () => {
            for (const axis of moved) {
              const refusal = axis.check?.(values[axes.indexOf(axis)] ?? 0);
              if (refusal !== undefined) return refusal;
            }
            return settings.refusal() ?? measuring.refusal();
          },
        },
      );
    }
    const taken = yield* step(
      `measure at ${name}`,
      async (context) => {
        const all = await measuring.takeWithin(within(values), target, context);
        const bad = all.filter(({ verdict }) => verdict !== 'pass').length;
        if (bad > 0 && options.stopOnFailure === true) throw notPassed(name, bad);
        return all.map(
          ({ channel, part, value }) => [part === undefined ? channel : `${channel} ${part}`, value] as const,
        );
      },
      { seconds: channels.length === 0 ? 0 : (options.secondsPerPoint ?? usualPoint), dry: () => [] },
    );
    measured.push({
      at: Object.fromEntries(axes.map((axis, place) => [axis.name, values[place] ?? 0])),
      values: Object.fromEntries(taken),
    });
    before = values;
  }
  return measured;
}
