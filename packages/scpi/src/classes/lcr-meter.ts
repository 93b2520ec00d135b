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
import type { DeviceOf, Unit } from '@fourwire/core';
import { acquisitionInput, sweepSteps, taken, trigger } from './common.ts';

/**
 * The pairs of parameters, primary and secondary, with their units. `p` and `s`: parallel and series equivalent
 * circuit; D dissipation factor, Q quality factor; `Z` and `Y` with their phase angle.
 */
export const lcrFunctions = {
  'Cp-D': ['F', '1'],
  'Cp-Q': ['F', '1'],
  'Cp-G': ['F', 'S'],
  'Cp-Rp': ['F', 'Ohm'],
  'Cs-D': ['F', '1'],
  'Cs-Q': ['F', '1'],
  'Cs-Rs': ['F', 'Ohm'],
  'Lp-D': ['H', '1'],
  'Lp-Q': ['H', '1'],
  'Lp-G': ['H', 'S'],
  'Lp-Rp': ['H', 'Ohm'],
  'Ls-D': ['H', '1'],
  'Ls-Q': ['H', '1'],
  'Ls-Rs': ['H', 'Ohm'],
  'R-X': ['Ohm', 'Ohm'],
  'Z-deg': ['Ohm', 'deg'],
  'Z-rad': ['Ohm', 'rad'],
  'G-B': ['S', 'S'],
  'Y-deg': ['S', 'deg'],
  'Y-rad': ['S', 'rad'],
} as const satisfies Record<string, readonly [Unit, Unit]>;

/** The name of a pair of parameters. */
export type LcrFunction = keyof typeof lcrFunctions;

const functionNames = Object.keys(lcrFunctions) as [LcrFunction, ...LcrFunction[]];

/** In the units of {@link lcrFunctions}. */
const pair = { primary: quantity('1'), secondary: quantity('1') } as const;

const readings = table({ ...pair });
const biasPoints = table({ bias: quantity('V'), ...pair });
const frequencyPoints = table({ frequency: quantity('Hz'), ...pair });

/** DC under the test signal. */
export const lcrBias = deviceClass('lcr-bias', {
  enabled: writable(boolean(), { hazard: { safe: false } }),
  voltage: writable(quantity('V'), { limits: 'dynamic' }),
  /** Measures at bias after bias: a C-V curve. Bias on for the sweep, off afterwards. */
  sweep: command({
    input: record({
      start: quantity('V'),
      stop: quantity('V'),
      ...sweepSteps,
      /** From a bias to its measurement; none unless given. */
      delay: optionalField(quantity('s', { min: 0 })),
    }),
    output: biasPoints,
    progress: record({ taken, points: biasPoints }),
    stop: 'outputs-off',
  }),
});

/** Correction of cables and fixture. */
export const lcrCorrection = deviceClass('lcr-correction', {
  openEnabled: writable(boolean()),
  shortEnabled: writable(boolean()),
  loadEnabled: writable(boolean()),
  /** Of the test leads. */
  cableLength: writable(quantity('m', { min: 0 })),
  /** Measures the open fixture, up to a minute; nothing must touch it meanwhile. */
  measureOpen: command({ stop: 'cannot' }),
  /** Measures the shorted fixture, up to a minute. */
  measureShort: command({ stop: 'cannot' }),
});

/** An LCR meter: complex impedance as a pair of parameters, at one frequency and level. */
export const lcrMeter = deviceClass('lcr-meter', {
  function: writable(oneOf(functionNames)),
  frequency: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
  /** Of the test signal, rms; writing it makes the signal a voltage. An error of kind `state` while it is a current. */
  voltageLevel: writable(quantity('V', { min: 0 }), { limits: 'dynamic' }),
  /** Of the test signal, rms; writing it makes the signal a current. An error of kind `state` while it is a voltage. */
  currentLevel: writable(quantity('A', { min: 0 }), { limits: 'dynamic' }),
  /** Impedance range; writing it switches autorange off. */
  range: writable(quantity('Ohm', { min: 0 }), { limits: 'dynamic' }),
  autoRange: writable(boolean()),
  /** How long a measurement integrates. */
  aperture: writable(oneOf(['short', 'medium', 'long'])),
  /** Measurements that make a reading. */
  averaging: writable(integer({ min: 1 }), { limits: 'dynamic' }),
  /**
   * Measures with the settings in force; the units are those of {@link lcrFunctions}. An overload is an error of kind
   * `device`, code `overload`, never a number.
   */
  reading: readable(record(pair)),
  /** Measures, whatever the function, the impedance R + jX. */
  impedance: readable(record({ resistance: quantity('Ohm'), reactance: quantity('Ohm') })),
  /** Takes a number of readings one after the other. */
  acquire: command({
    input: acquisitionInput,
    output: readings,
    progress: record({ taken, points: readings }),
    stop: 'hold',
  }),
  /** Readings in batches as the meter gives them, while somebody subscribes. */
  readings$: event(readings),
  /** Measures at frequency after frequency: a C-f curve. The frequency is the one before afterwards. */
  sweepFrequency: command({
    input: record({
      start: quantity('Hz', { min: 0 }),
      stop: quantity('Hz', { min: 0 }),
      ...sweepSteps,
      /** From a frequency to its measurement; none unless given. */
      delay: optionalField(quantity('s', { min: 0 })),
    }),
    output: frequencyPoints,
    progress: record({ taken, points: frequencyPoints }),
    stop: 'hold',
  }),
  trigger: part(trigger),
  bias: optional(part(lcrBias)),
  /** Biases by a current instead, as an option of the instrument. */
  currentBias: optional(
    part(deviceClass('lcr-current-bias', { current: writable(quantity('A'), { limits: 'dynamic' }) })),
  ),
  correction: optional(part(lcrCorrection)),
  /** Keeps the level at the device under test. */
  levelControl: optional(part(deviceClass('level-control', { enabled: writable(boolean()) }))),
});

/** An LCR meter: complex impedance as a pair of parameters, at one frequency and level. */
export interface LcrMeter extends DeviceOf<typeof lcrMeter> {}
