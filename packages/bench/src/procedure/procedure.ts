import { FourwireError, checkValue } from '@fourwire/core';
import type { Clock, DeviceClass, DeviceOf, MemberSpecs, ValueOf, ValueSchema } from '@fourwire/core';
import type { Bench } from '../bench/bench.ts';
import type { Journal } from '../records/journal.ts';
import type { Actions } from './action.ts';

/** The devices that a procedure needs, by the names that it has for them: `{ oven: thermalChamber, meter: multimeter }`. */
export type DeviceClasses = Readonly<Record<string, DeviceClass<MemberSpecs>>>;

/** What a procedure's steps work with. */
export interface ProcedureContext<D extends DeviceClasses, O> {
  readonly devices: { readonly [K in keyof D]: DeviceOf<D[K]> };
  readonly options: O;
  readonly bench: Bench;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** A test that is written down as data: what it needs, and the steps it takes. See {@link defineProcedure}. */
export interface Procedure<O = unknown, R = unknown> {
  readonly name: string;
  /** What it does, in one line. */
  readonly title: string;
  /** The schema of its options. */
  readonly options: ValueSchema;
  readonly devices: DeviceClasses;
  /**
   * Its steps on a bench.
   *
   * @throws FourwireError of kind `range` when an option does not fit or the bench lacks a device
   */
  start(bench: Bench, options: O, journal: Journal): Actions<R>;
}

/** What {@link defineProcedure} is told. */
export interface ProcedureDefinition<D extends DeviceClasses, S extends ValueSchema, R> {
  readonly name: string;
  readonly title: string;
  /** Made with `record({ … })`, so that it can be checked, listed and asked for. */
  readonly options: S;
  readonly devices: D;
  /** Yields steps; touches no device itself, so that it can be planned, and replayed when a run is resumed. */
  readonly steps: (context: ProcedureContext<D, ValueOf<S>>) => Actions<R>;
}

/**
 * Defines a procedure: a generator of steps that can be listed, checked, estimated, run, paused, stopped, and continued
 * after the process was killed.
 *
 * @example
 * ```ts no-run
 * export const soak = defineProcedure({
 *   name: 'soak',
 *   title: 'Keeps parts warm and measures them every hour',
 *   options: record({ temperature: quantity('Cel'), hours: integer({ min: 1 }) }),
 *   devices: { oven: thermalChamber },
 *   *steps({ devices: { oven }, options }) {
 *     for (let hour = 1; hour <= options.hours; hour++) {
 *       yield* checkpoint(`hour ${hour}`);
 *       yield* step('settle', ({ signal }) => oven.settle({ target: options.temperature }, { signal }));
 *       yield* step('wait', ({ clock, signal }) => clock.sleep({ hours: 1 }, signal), { seconds: 3600 });
 *     }
 *   },
 * });
 * ```
 */
export function defineProcedure<D extends DeviceClasses, S extends ValueSchema, R>(
  definition: ProcedureDefinition<D, S, R>,
): Procedure<ValueOf<S>, R> {
  const { name, title, options: schema, devices: classes, steps } = definition;
  return {
    name,
    title,
    options: schema,
    devices: classes,
    start: (bench, options, journal) => {
      const problem = checkValue(schema, options, 'options');
      if (problem !== undefined)
        throw new FourwireError('range', 'procedure-options-refused', `${name}: ${problem}.`);
      return steps({ devices: devicesOf(bench, classes), options, bench, journal, clock: bench.clock });
    },
  };
}

/** The devices of a bench that a procedure names. */
export function devicesOf<D extends DeviceClasses>(
  bench: Bench,
  classes: D,
): { readonly [K in keyof D]: DeviceOf<D[K]> } {
  return Object.fromEntries(
    Object.entries(classes).map(([key, deviceClass]) => [key, bench.device(key, deviceClass)]),
  ) as { readonly [K in keyof D]: DeviceOf<D[K]> };
}
