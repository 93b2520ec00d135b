import { FourwireError } from '@fourwire/core';
import { pollUntil } from './poll-until.ts';
import type { PollOptions, Waiter } from './poll-until.ts';

/** Readings as columns of equal length, as a `table` of a device class has them. */
export type Columns<Name extends string> = Readonly<Record<Name, Float64Array>>;

/** A measurement that the instrument makes by itself into its memory, and how it is fetched from there. */
export interface Acquisition<Name extends string> {
  /** How many readings there will be. */
  readonly count: number;
  readonly columns: readonly Name[];
  /** Asks whether it still measures, or waits for a trigger. */
  isRunning(): Promise<boolean>;
  /** Asks how many readings there are that were not fetched, of which `taken` were. */
  ready(taken: number): Promise<number>;
  /** Fetches readings, the next `count` after `taken`; more or fewer may come. */
  fetch(taken: number, count: number): Promise<Columns<Name>>;
  /** Told of the readings that came, and how many there are by now. */
  progress?(points: Columns<Name>, taken: number): void;
}

/**
 * Fetches readings while the instrument measures, without holding the bus: it is asked how many there are, they are
 * fetched and reported, until all have come.
 *
 * @throws FourwireError of kind `device`, code `acquisition-ended`, when the instrument stands although readings are
 * missing; what the acquisition's questions throw
 */
export async function collectReadings<Name extends string>(
  acquisition: Acquisition<Name>,
  waiter: Waiter,
  options?: PollOptions,
): Promise<Columns<Name>> {
  const { count, columns } = acquisition;
  const all = columnsOf(columns, () => new Float64Array(count));
  let taken = 0;
  const look = async (): Promise<true | undefined> => {
    if (taken >= count) return true;
    // In this order: a reading that comes between the two questions is not missed.
    const isRunning = await acquisition.isRunning();
    let ready = await acquisition.ready(taken);
    if (ready === 0 && !isRunning) throw endedEarly(taken, count);
    // While readings come as fast as they are fetched there is nothing to wait for.
    while (ready > 0) {
      const points = await acquisition.fetch(taken, Math.min(ready, count - taken));
      const came = points[columns[0] as Name].length;
      if (came === 0) break;
      const room = Math.min(came, count - taken);
      for (const name of columns) all[name].set(points[name].subarray(0, room), taken);
      taken += room;
      acquisition.progress?.(points, taken);
      if (taken >= count) return true;
      ready = Math.max(0, ready - came);
    }
    return undefined;
  };
  await pollUntil('the acquisition', look, waiter, options);
  return all;
}

/** Columns by name, each made by `make`. */
export function columnsOf<Name extends string>(
  names: readonly Name[],
  make: (name: Name, index: number) => Float64Array,
): Columns<Name> {
  return Object.fromEntries(names.map((name, index) => [name, make(name, index)])) as Record<
    Name,
    Float64Array
  >;
}

/** The instrument stands although readings are missing: it started anew, or somebody else changed a setting. */
function endedEarly(taken: number, count: number): FourwireError {
  return new FourwireError(
    'device',
    'acquisition-ended',
    `The instrument ended the acquisition after ${taken} of ${count} readings; it started anew, or its settings were changed meanwhile.`,
  );
}
