import {
  boolean,
  command,
  deviceClass,
  event,
  oneOf,
  optional,
  optionalField,
  part,
  quantity,
  readable,
  record,
  writable,
} from '@fourwire/core';
import type { DeviceOf, ValueOf } from '@fourwire/core';
import { massReading } from '../values/mass.ts';

/** A tare that can be read, set to a known value and cleared, for balances that have a tare memory. */
export const tareMemory = deviceClass('tare-memory', {
  /** The tare in force, in g. */
  value: writable(quantity('g', { min: 0, resolution: 1e-3 })),
  /** Forgets the tare. */
  clear: command({ stop: 'cannot' }),
});

/** An adjustment with a weight inside the balance. */
export const internalAdjustment = deviceClass('internal-adjustment', {
  /**
   * Adjusts with the built-in weight and waits for the end; takes a minute or two. Take everything off the pan first.
   * Error of kind `device`, code `adjustment-failed`, when the balance reports that it failed.
   */
  adjust: command({ stop: 'cannot' }),
});

/** What the pan shows, whether it is a weight or not. */
export const liveWeight = record({
  state: oneOf(['stable', 'unstable', 'overload', 'underload']),
  /** In g; absent beyond the range, and where the balance gives no unit with an unstable weight. */
  value: optionalField(quantity('g')),
  /** In g. */
  resolution: optionalField(quantity('g', { min: 0 })),
});

/** What the pan shows, whether it is a weight or not. */
export type LiveWeight = ValueOf<typeof liveWeight>;

/** A balance or scale: weights in g, and only stable ones are good. */
export const balance = deviceClass('balance', {
  /**
   * The weight at this moment, provided that it is stable. While it settles, an error of kind `device`, code
   * `unstable`; beyond the range `overload` or `underload`. Never waits.
   */
  weight: readable(massReading),
  /** Waits until the weight is stable, and gives it. Nothing to stop but the waiting; set a `timeout`. */
  weighStable: command({
    output: massReading,
    /** The weight on its way. */
    progress: liveWeight,
    stop: 'hold',
  }),
  /** The weight at this moment, stable or not, with the word for it. */
  weighNow: command({
    output: record({
      value: quantity('g'),
      resolution: quantity('g', { min: 0 }),
      stable: boolean(),
    }),
    stop: 'cannot',
    immediate: true,
  }),
  /** What the pan shows about ten times a second while somebody subscribes; each entry says whether it is stable. */
  live$: event(liveWeight),
  /** Somebody pressed the print key, or the balance prints by itself; stable weights only. */
  printed$: event(massReading),
  /** Waits for stability, takes what is on the pan as tare, and resolves once the balance confirmed it. */
  tare: command({ stop: 'hold' }),
  /** Waits for stability, takes the empty pan as zero, and resolves once the balance confirmed it. */
  zero: command({ stop: 'hold' }),
  tareMemory: optional(part(tareMemory)),
  internalAdjustment: optional(part(internalAdjustment)),
});

/** A balance or scale: weights in g, and only stable ones are good. */
export interface Balance extends DeviceOf<typeof balance> {}
