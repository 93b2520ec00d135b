import {
  boolean,
  command,
  deviceClass,
  integer,
  oneOf,
  optional,
  optionalField,
  part,
  quantity,
  readable,
  record,
  writable,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';

/** A chuck that is heated or cooled. */
export const thermalChuck = deviceClass('thermal-chuck', {
  /** Surface temperature, in °C. */
  temperature: readable(quantity('Cel')),
  /** Target temperature, in °C. Refused in contact: the chuck grows as it warms. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  /** Whether the chuck is at its setpoint, on its way, or not controlled. */
  state: readable(
    oneOf(['at-temperature', 'heating', 'cooling', 'soaking', 'standby', 'uncontrolled', 'error']),
  ),
});

/** Where a step ended. */
const visit = record({
  /** True when there was no die left to step to; the chuck has then not moved. */
  ended: boolean(),
  /** Column and row as the prober's own map counts them. */
  column: integer(),
  row: integer(),
  /** Counted from 0. */
  subsite: integer({ min: 0 }),
  /** True when this is the last die of the route. */
  last: boolean(),
});

const height = record({
  /** Chuck height after the move, in µm from the axis zero. */
  z: quantity('um'),
});

/**
 * A probe station: a chuck that carries a wafer under fixed needles.
 *
 * Positions are those of the point under the needles, in the wafer's frame as the operator sees it: x to the right, y
 * up, in µm from the home of the chuck's site. The chuck itself moves the other way.
 */
export const probeStation = deviceClass('probe-station', {
  /** The point under the needles, in µm; the chuck's height from its axis zero, in µm; its angle, in degrees. */
  position: readable(
    record({ x: quantity('um'), y: quantity('um'), z: quantity('um'), theta: quantity('deg') }),
  ),
  /** Where the chuck stands in height. */
  height: readable(oneOf(['contact', 'separation', 'hover', 'between']), {
    hazard: { safe: ['separation', 'hover'] },
  }),
  /** How far the chuck goes beyond first contact, in µm. */
  overtravel: writable(quantity('um', { min: 0 }), { limits: 'dynamic' }),
  /** Whether the chuck's vacuum holds the wafer. */
  vacuum: writable(boolean()),
  /** The die under the needles, as the prober's own map counts. */
  die: readable(record({ column: integer(), row: integer() })),
  /** Raises the chuck into contact, with overtravel where it is set. Refused without vacuum or contact height. */
  contact: command({ output: height, stop: 'decelerate' }),
  /** Lowers the chuck to separation. */
  separate: command({ output: height, stop: 'cannot' }),
  /** Moves to a point of the wafer. Refused in contact. */
  moveTo: command({
    input: record({ x: quantity('um'), y: quantity('um') }),
    output: record({ x: quantity('um'), y: quantity('um') }),
    stop: 'decelerate',
  }),
  /** Moves by a distance over the wafer. Refused in contact. */
  moveBy: command({
    input: record({ x: quantity('um'), y: quantity('um') }),
    output: record({ x: quantity('um'), y: quantity('um') }),
    stop: 'decelerate',
  }),
  /** Steps to the first die of the route. */
  stepFirst: command({ output: visit, stop: 'decelerate' }),
  /** Steps to the next die of the route. The end of the wafer is a value (`ended`), not an error. */
  stepNext: command({ output: visit, stop: 'decelerate' }),
  /** Steps to a die. */
  stepTo: command({
    input: record({
      column: integer(),
      row: integer(),
      /** Counted from 0; 0 unless given. */
      subsite: optionalField(integer({ min: 0 })),
    }),
    output: visit,
    stop: 'decelerate',
  }),
  /** Writes a bin for the die under the needles into the prober's map. */
  bin: command({ input: record({ bin: integer({ min: 0 }) }), stop: 'cannot' }),
  /** Moves to the home of the chuck's site. Refused in contact. */
  home: command({ output: record({ x: quantity('um'), y: quantity('um') }), stop: 'decelerate' }),
  /** Brings the chuck to where a wafer is put on it. Refused in contact. */
  load: command({ stop: 'decelerate' }),
  /** Aligns the wafer with the station's own routine. */
  align: command({ stop: 'cannot' }),
  chuck: optional(part(thermalChuck)),
});

/** A probe station: a chuck that carries a wafer under fixed needles. */
export interface ProbeStation extends DeviceOf<typeof probeStation> {}
