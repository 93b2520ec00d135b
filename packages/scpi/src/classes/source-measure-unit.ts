import {
  array,
  boolean,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  optional,
  optionalField,
  part,
  parts,
  quantity,
  readable,
  record,
  table,
  writable,
} from '@fourwire/core';
import type { DeviceOf, PartOf } from '@fourwire/core';
import { acquisitionInput, averagingFilter, sweepSteps, taken, toggle, trigger } from './common.ts';

/** What a source-measure unit can force. */
export const sourcedQuantities = ['voltage', 'current'] as const;

/** The voltage of a channel: forced, limited and measured, each in V. */
const smuVoltage = deviceClass('smu-voltage', {
  /** Forced while `source` is `voltage`. */
  level: writable(quantity('V'), { limits: 'dynamic' }),
  /** The highest magnitude while current is forced: the compliance voltage. */
  compliance: writable(quantity('V', { min: 0 }), { limits: 'dynamic' }),
  /** Full scale of the source; writing it switches `sourceAutoRange` off. */
  sourceRange: writable(quantity('V', { min: 0 }), { limits: 'dynamic' }),
  sourceAutoRange: writable(boolean()),
  /** Full scale of the meter; writing it switches `measureAutoRange` off. */
  measureRange: writable(quantity('V', { min: 0 }), { limits: 'dynamic' }),
  measureAutoRange: writable(boolean()),
});

/** The current of a channel: forced, limited and measured, each in A. */
const smuCurrent = deviceClass('smu-current', {
  /** Forced while `source` is `current`. */
  level: writable(quantity('A'), { limits: 'dynamic' }),
  /** The highest magnitude while voltage is forced: the compliance current. */
  compliance: writable(quantity('A', { min: 0 }), { limits: 'dynamic' }),
  /** Full scale of the source; writing it switches `sourceAutoRange` off. */
  sourceRange: writable(quantity('A', { min: 0 }), { limits: 'dynamic' }),
  sourceAutoRange: writable(boolean()),
  /** Full scale of the meter; writing it switches `measureAutoRange` off. */
  measureRange: writable(quantity('A', { min: 0 }), { limits: 'dynamic' }),
  measureAutoRange: writable(boolean()),
});

/** Points with the time since the first: `inCompliance` is 1 where the channel was limited, otherwise 0. */
const smuPoints = table({
  time: quantity('s'),
  voltage: quantity('V'),
  current: quantity('A'),
  inCompliance: integer({ min: 0, max: 1 }),
});

const sweepProgress = record({
  taken,
  /** Those that came since the last progress. */
  points: smuPoints,
});

/** What every sweep may state: the other quantity's limit, and how long to wait at each level. */
const sweepConditions = {
  source: oneOf(sourcedQuantities),
  /** Of the quantity that is not forced, in its unit; the one in force unless given. */
  compliance: optionalField(quantity('1', { min: 0 })),
  /** From a level to its measurement; the source delay in force unless given. */
  delay: optionalField(quantity('s', { min: 0 })),
} as const;

/** One channel of a source-measure unit. */
export const smuChannel = deviceClass('smu-channel', {
  /** What is forced. Changing it brings the level, range and compliance of the other quantity into force. */
  source: writable(oneOf(sourcedQuantities)),
  voltage: part(smuVoltage),
  current: part(smuCurrent),
  /** Whether it forces anything. */
  output: writable(boolean(), { hazard: { safe: false } }),
  /** What the terminals are while the output is off. */
  offState: writable(oneOf(['normal', 'zero', 'highImpedance'])),
  /** Whether the sense terminals measure the voltage: Kelvin connection. */
  fourWire: writable(boolean()),
  /** Integration time in power-line cycles. */
  integration: writable(quantity('1', { min: 0 }), { limits: 'dynamic' }),
  /** From a new level to the measurement; writing it switches the automatic delay off. */
  sourceDelay: writable(quantity('s', { min: 0 }), { limits: 'dynamic' }),
  autoDelay: optional(part(toggle)),
  /** Whether the other quantity has reached its limit, so that the forced one is not what was set. */
  inCompliance: readable(boolean()),
  /**
   * Measures with the settings in force, the forced quantity included. The output must be on: error of kind `state`,
   * code `output-off`. An overload is an error of kind `device`, code `overload`, never a number.
   */
  measurement: readable(record({ voltage: quantity('V'), current: quantity('A'), inCompliance: boolean() })),
  /** Measures a number of times at the level in force, as fast as the settings allow. */
  acquire: command({
    input: acquisitionInput,
    output: smuPoints,
    progress: sweepProgress,
    stop: 'hold',
  }),
  /** Measurements at the level in force, in batches as the instrument gives them, while somebody subscribes. */
  measurements$: event(smuPoints),
  /** Forces level after level and measures at each: an I-V curve. Output on for the sweep, off afterwards. */
  sweep: command({
    input: record({ ...sweepConditions, start: quantity('1'), stop: quantity('1'), ...sweepSteps }),
    output: smuPoints,
    progress: sweepProgress,
    stop: 'outputs-off',
  }),
  /** As {@link sweep}, over any levels, in V or A after `source`. */
  sweepList: command({
    input: record({ ...sweepConditions, levels: array(quantity('1'), { minItems: 1 }) }),
    output: smuPoints,
    progress: sweepProgress,
    stop: 'outputs-off',
  }),
  autoZero: optional(part(toggle)),
  filter: optional(part(averagingFilter)),
  /** Keeps the voltage below a level whatever was set. */
  overvoltageProtection: optional(
    part(
      deviceClass('smu-overvoltage-protection', {
        enabled: writable(boolean()),
        /** One of the levels of the model; writing it switches the protection on. */
        level: writable(quantity('V', { min: 0 }), { limits: 'dynamic' }),
        tripped: readable(boolean()),
      }),
    ),
  ),
  /** Stays stable with a capacitive load, at the cost of speed. */
  highCapacitance: optional(part(toggle)),
  terminals: optional(
    part(
      deviceClass('terminals', {
        /** Changing it switches the output off. */
        side: writable(oneOf(['front', 'rear'])),
      }),
    ),
  ),
  trigger: optional(part(trigger)),
});

/** One channel of a source-measure unit. */
export interface SmuChannel extends PartOf<typeof smuChannel> {}

/** A source-measure unit: each channel forces a voltage or a current and measures both. */
export const sourceMeasureUnit = deviceClass('source-measure-unit', { channels: parts(smuChannel) });

/** A source-measure unit: each channel forces a voltage or a current and measures both. */
export interface SourceMeasureUnit extends DeviceOf<typeof sourceMeasureUnit> {}
