import {
  boolean,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  optional,
  optionalField,
  part,
  quantity,
  readable,
  record,
  table,
  writable,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';
import { acquisitionInput, averagingFilter, sweepSteps, taken, toggle, trigger } from './common.ts';

/** What an electrometer can measure. A picoammeter measures current only and refuses the others. */
export const electrometerFunctions = ['current', 'voltage', 'resistance', 'charge'] as const;

const readings = table({ time: quantity('s'), value: quantity('1') });
const sweepPoints = table({ voltage: quantity('V'), value: quantity('1') });

/** The voltage source of an electrometer. */
export const electrometerSource = deviceClass('electrometer-source', {
  output: writable(boolean(), { hazard: { safe: false } }),
  voltage: writable(quantity('V'), { limits: 'dynamic' }),
  /** Full scale. */
  range: writable(quantity('V', { min: 0 }), { limits: 'dynamic' }),
  /** Whether it has reached the limit of its current. */
  inCompliance: readable(boolean()),
  /** Whether the test fixture is closed; the source stays off when it is not. */
  interlock: optional(part(deviceClass('interlock', { closed: readable(boolean()) }))),
  /** Forces voltage after voltage and measures at each. Output on for the sweep, off afterwards. */
  sweep: command({
    input: record({
      start: quantity('V'),
      stop: quantity('V'),
      ...sweepSteps,
      /** From a voltage to its measurement; none unless given. */
      delay: optionalField(quantity('s', { min: 0 })),
    }),
    output: sweepPoints,
    progress: record({ taken, points: sweepPoints }),
    stop: 'outputs-off',
  }),
});

/** An electrometer or picoammeter. */
export const electrometer = deviceClass('electrometer', {
  function: writable(oneOf(electrometerFunctions)),
  /** Full scale in A, V, Ω or C; writing it switches autorange off. */
  range: writable(quantity('1', { min: 0 }), { limits: 'dynamic' }),
  autoRange: writable(boolean()),
  /** Integration time in power-line cycles. */
  integration: writable(quantity('1', { min: 0 }), { limits: 'dynamic' }),
  /** Shorts the input inside. On after power-on, and while anybody touches the wiring; off to measure. */
  zeroCheck: writable(boolean(), { hazard: { safe: true } }),
  /** Takes the meter's own offset off every reading. */
  zeroCorrection: part(
    deviceClass('zero-correction', {
      enabled: writable(boolean()),
      /** Measures the offset; zero check must be on, otherwise an error of kind `state`, code `zero-check-off`. */
      acquire: command({ stop: 'cannot' }),
    }),
  ),
  /**
   * Measures with the settings in force, in A, V, Ω or C. With zero check on an error of kind `state`, code
   * `zero-check-on`; an overload is an error of kind `device`, code `overload`, never a number.
   */
  reading: readable(quantity('1')),
  /** Takes a number of readings, as fast as the settings allow; the times count from the first. */
  acquire: command({
    input: acquisitionInput,
    output: readings,
    progress: record({ taken, points: readings }),
    stop: 'hold',
  }),
  /** Readings in batches as the meter gives them, while somebody subscribes; the times count from the first. */
  readings$: event(readings),
  trigger: part(trigger),
  filter: part(averagingFilter),
  median: part(
    deviceClass('median-filter', {
      enabled: writable(boolean()),
      /** The median is that of 2 · rank + 1 conversions. */
      rank: writable(integer({ min: 1 }), { limits: 'dynamic' }),
    }),
  ),
  /** Slows the input down against noise from capacitive loads. */
  damping: optional(part(toggle)),
  source: optional(part(electrometerSource)),
  environment: optional(
    part(
      deviceClass('environment', {
        temperature: readable(quantity('Cel')),
        /** Relative. */
        humidity: readable(quantity('%', { min: 0, max: 100 })),
      }),
    ),
  ),
});

/** An electrometer or picoammeter. */
export interface Electrometer extends DeviceOf<typeof electrometer> {}
