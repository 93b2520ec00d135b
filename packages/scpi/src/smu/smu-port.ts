import type { Call, MemberImplementations, OperationContext } from '@fourwire/core';
import type { smuChannel, sourcedQuantities } from '../classes/source-measure-unit.ts';
import type { SmuMeasurement } from './smu-points.ts';

/** What a channel forces, or measures. */
export type SmuQuantity = (typeof sourcedQuantities)[number];

/** How a driver serves one channel. */
export type SmuMembers = MemberImplementations<(typeof smuChannel)['members']>;

/** The members that every family serves in its own words. */
export type SmuSettings = Omit<
  SmuMembers,
  'measurement' | 'acquire' | 'measurements$' | 'sweep' | 'sweepList'
>;

/** What a family says of one channel. Sweeps and readings are made of it, alike for all families. */
export interface SmuPort {
  readonly settings: SmuSettings;
  /** Measures once with the settings in force; the output is known to be on. An overload is an error. */
  measure(call: Call): Promise<SmuMeasurement>;
  /**
   * Waits the source delay after a new level of a sweep, for families whose single measurements do not wait it by
   * themselves.
   */
  settle?(operation: OperationContext<never>): Promise<void>;
  /** Ends a measurement under way, and says whether the instrument confirms that it stands. */
  abort(call: Call): Promise<boolean>;
}
