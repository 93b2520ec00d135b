import {
  boolean,
  command,
  deviceClass,
  integer,
  oneOf,
  optionalField,
  quantity,
  readable,
  record,
  table,
  writable,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';

/** What a multimeter can measure, after IVI-4.2 (IviDmm) with capacitance, continuity and diode. */
export const multimeterFunctions = [
  'dcVoltage',
  'acVoltage',
  'dcCurrent',
  'acCurrent',
  'resistance2w',
  'resistance4w',
  'frequency',
  'period',
  'temperature',
  'capacitance',
  'continuity',
  'diode',
] as const;

const measurementFunction = oneOf(multimeterFunctions);

/** A multimeter: one input, one function at a time, readings in SI base units. */
export const multimeter = deviceClass('multimeter', {
  /** What is measured. Changing it brings the function's own range and resolution back into force. */
  function: writable(measurementFunction),
  /** Full scale in the unit of the function; writing it switches autorange off. */
  range: writable(quantity('1', { min: 0 }), { limits: 'dynamic' }),
  /** Whether the meter chooses its range. */
  autoRange: writable(boolean()),
  /** Integration time in power-line cycles, for DC functions and resistance. */
  integration: writable(quantity('1', { min: 0 }), { limits: 'dynamic' }),
  /**
   * Triggers a measurement with the settings in force and gives its value, in V, A, Ω, Hz, s, °C or F after the
   * function. An overload is an error of kind `device`, code `overload`, never a number.
   */
  reading: readable(quantity('1')),
  /** Sets a function up and measures once, without anybody in between. Nothing to stop: it ends by itself. */
  measure: command({
    input: record({
      function: measurementFunction,
      /** Full scale in the unit of the function; autorange unless given. */
      range: optionalField(quantity('1', { min: 0 })),
      /** Integration time in power-line cycles; the meter's default for the function unless given. */
      integration: optionalField(quantity('1', { min: 0 })),
    }),
    output: record({ value: quantity('1'), unit: oneOf(['V', 'A', 'Ohm', 'Hz', 's', 'Cel', 'F']) }),
    stop: 'cannot',
  }),
  /** Takes a number of readings one after the other, as fast as the settings allow. Stopping aborts the acquisition. */
  acquire: command({
    input: record({ count: integer({ min: 1 }) }),
    output: table({ value: quantity('1') }),
    progress: record({ taken: integer({ min: 0 }) }),
    stop: 'hold',
  }),
});

/** A multimeter: one input, one function at a time, readings in SI base units. */
export interface Multimeter extends DeviceOf<typeof multimeter> {}
