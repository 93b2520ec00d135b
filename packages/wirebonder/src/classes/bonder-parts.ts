import {
  array,
  boolean,
  command,
  deviceClass,
  event,
  integer,
  quantity,
  readable,
  record,
  text,
} from '@fourwire/core';

/** What a bonder knows of the lot, the strip and the units, where it tells. */
export const bonderProduction = deviceClass('bonder-production', {
  /** The lot under way, or the last one; empty when there was none. */
  lot: readable(text()),
  /** The strip, boat or lead frame that is bonded, or was last; empty when there was none. */
  strip: readable(text()),
  /** Units that are not good, counted like the units. */
  rejected: readable(integer({ min: 0 })),
  /** A unit whose last wire was made. */
  unit$: event(record({ strip: text(), unit: integer(), good: boolean() })),
});

/** What a bonder uses up, where it tells. */
export const bonderSupplies = deviceClass('bonder-supplies', {
  /** Wire left on the spool, in m. */
  wireLeft: readable(quantity('m')),
  /** Bonds that the capillary or wedge has made. */
  toolBonds: readable(integer({ min: 0 })),
});

/** The heated stage, where the bonder tells its temperature. */
export const bonderStage = deviceClass('bonder-stage', {
  /** Temperature of the stage, in °C. */
  temperature: readable(quantity('Cel')),
});

/** Process traces: variables that the machine samples by itself, where the profile names some. */
export const bonderTraces = deviceClass('bonder-traces', {
  /** What can be traced: names by the profile, values as they are now, in the machine's own units. */
  variables: readable(array(record({ name: text(), unit: text(), value: quantity('1') }))),
  /** Samples variables at a steady pace, and gives all samples once they are there. */
  record: command({
    input: record({
      /** Names from `variables`. */
      variables: array(text(), { minItems: 1, maxItems: 64 }),
      /** Time between samples, in s. */
      period: quantity('s', { min: 0.01, max: 3600 }),
      samples: integer({ min: 1, max: 100_000 }),
    }),
    /** One row for each sample, with the values in the order of `variables`. */
    output: record({ rows: array(array(quantity('1'))) }),
    progress: record({ samples: integer({ min: 0 }) }),
    stop: 'hold',
  }),
});
