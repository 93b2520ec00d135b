import {
  boolean,
  command,
  deviceClass,
  integer,
  oneOf,
  optionalField,
  quantity,
  record,
  table,
  writable,
} from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';

/** A setting that is on or off, for what only some models have. */
export const toggle = deviceClass('toggle', { enabled: writable(boolean()) });

/** What starts a measurement that was asked for: nothing else, the trigger input, or {@link trigger}'s `fire`. */
const triggerSources = ['immediate', 'external', 'software'] as const;

/** When an acquisition takes its readings. A single reading that is asked for does not wait for it. */
export const trigger = deviceClass('trigger', {
  source: writable(oneOf(triggerSources)),
  /** From the trigger to the measurement. */
  delay: writable(quantity('s', { min: 0 })),
  /** Triggers an acquisition that waits for it, with the source `software`. */
  fire: command({ stop: 'cannot', immediate: true }),
});

/** How many readings an acquisition takes. */
export const acquisitionInput = record({ count: integer({ min: 1 }) });

/** How many readings were taken so far. */
export const taken = integer({ min: 0 });

/** A digital filter over successive readings. */
export const averagingFilter = deviceClass('averaging-filter', {
  enabled: writable(boolean()),
  /** `moving`: every conversion gives the mean of the last ones; `repeat`: a reading waits for all of them. */
  kind: writable(oneOf(['moving', 'repeat'])),
  /** Conversions that make a reading. */
  count: writable(integer({ min: 1 }), { limits: 'dynamic' }),
});

/** How the points of a sweep lie between its ends. */
export const sweepSpacing = oneOf(['linear', 'logarithmic']);

/** The steps of a sweep over a quantity, both ends included. */
export const sweepSteps = {
  points: integer({ min: 2 }),
  /** Linear unless given; a logarithmic sweep needs ends of one sign. */
  spacing: optionalField(sweepSpacing),
  /** Also goes back to the start, so that twice the points come; only there unless given. */
  bothWays: optionalField(boolean()),
} as const;

/** Samples equally spaced in time: sample `i` was taken at `start + i * interval`; see `timeAxis`. */
export const waveform = record({
  /** Of the first sample, from the trigger. */
  start: quantity('s'),
  interval: quantity('s'),
  unit: oneOf(['V', 'A', '1']),
  /** In `unit`; `NaN` where nothing was sampled. An infinity where the input was beyond the range and the model says so. */
  samples: table({ value: quantity('1') }),
});

/** Samples equally spaced in time. */
export type Waveform = ValueOf<typeof waveform>;
