import type { Call, MemberImplementations } from '@fourwire/core';
import type { electrometer } from '../classes/electrometer.ts';

/** How a driver serves an electrometer. */
export type ElectrometerMembers = MemberImplementations<(typeof electrometer)['members']>;

/** The members that every family serves in its own words. */
export type ElectrometerSettings = Omit<
  ElectrometerMembers,
  'reading' | 'acquire' | 'readings$' | 'trigger' | 'source'
> & { readonly trigger: Omit<ElectrometerMembers['trigger'], 'fire'> };

/** The source of an electrometer without its sweep, which is alike for all families. */
export type ElectrometerSourceSettings = Omit<NonNullable<ElectrometerMembers['source']>, 'sweep'>;

/** One reading, and when it was taken by the instrument's own clock in s, where it says so. */
export interface ElectrometerReading {
  readonly value: number;
  readonly time?: number;
}

/** What a family says of an electrometer. Readings, acquisitions and sweeps are made of it, alike for all families. */
export interface ElectrometerPort {
  readonly settings: ElectrometerSettings;
  readonly source: ElectrometerSourceSettings | undefined;
  /** Measures once; zero check is known to be off, and nothing else is to trigger it. An overload is an error. */
  measure(call: Call): Promise<ElectrometerReading>;
  /** Makes it wait for its trigger and measure once then; nothing else may be asked of it meanwhile. */
  triggered(call: Call): Promise<ElectrometerReading>;
  /** Ends a measurement under way, and says whether the instrument confirms that it stands. */
  abort(call: Call): Promise<boolean>;
  fire(call: Call): Promise<void>;
}
