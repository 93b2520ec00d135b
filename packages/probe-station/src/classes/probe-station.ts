import {
  boolean,
  command,
  deviceClass,
  integer,
  oneOf,
  optional,
  optionalField,
  part,
  parts,
  quantity,
  readable,
  record,
  writable,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';
import { platen, positioner, stationScope, thermalChuck, waferLoader } from './station-parts.ts';

/** Where a step ended. */
const visit = record({
  /** True when there was no die left to step to; the chuck has then not moved. */
  ended: boolean(),
  /** Column and row as the prober's own map counts them, or as the route of the options does. */
  column: integer(),
  row: integer(),
  /** Counted from 0. */
  subsite: integer({ min: 0 }),
  /** True when this is the last die of the route; left out where the prober does not tell before it is asked for the next. */
  last: optionalField(boolean()),
});

const height = record({
  /** Chuck height after the move, in µm from the axis zero; left out where the prober does not tell. */
  z: optionalField(quantity('um')),
});

const point = record({ x: quantity('um'), y: quantity('um') });

/** Where the chuck stands in height. */
export const stationHeights = ['contact', 'separation', 'hover', 'between'] as const;

/**
 * A probe station: a chuck that carries a wafer under fixed needles.
 *
 * Positions are those of the point under the needles, in the wafer's frame as the operator sees it: x to the right, y
 * up, in µm from the home of the chuck's site. The chuck itself moves the other way. Angles are counter-clockwise as
 * seen from above.
 *
 * Every prober steps, contacts and separates, so a script of these runs on all of them. What only some can do is
 * optional and `undefined` on the others. What would drag needles over the wafer or break them is refused before a byte
 * of it is sent, whatever the family: `stationMembers` is the one place where that is decided.
 */
export const probeStation = deviceClass('probe-station', {
  /** The point under the needles, in µm; the chuck's height from its axis zero, in µm; its angle, in degrees. */
  position: optional(
    readable(
      record({
        x: quantity('um'),
        y: quantity('um'),
        z: optionalField(quantity('um')),
        theta: optionalField(quantity('deg')),
      }),
    ),
  ),
  /** Where the chuck stands in height. */
  height: readable(oneOf(stationHeights), { hazard: { safe: ['separation', 'hover'] } }),
  /** How far the chuck goes beyond first contact, in µm. Refused beyond the maximum set in the options. */
  overtravel: optional(writable(quantity('um', { min: 0 }), { limits: 'dynamic' })),
  /** Whether the chuck's vacuum holds the wafer. Switching it off is refused in contact. */
  vacuum: optional(writable(boolean())),
  /** The die under the needles, as the prober's own map counts, or as the route of the options does. */
  die: readable(record({ column: integer(), row: integer() })),
  /** Raises the chuck into contact, with overtravel where it is set. Refused without vacuum, wafer or contact height. */
  contact: command({ output: height, stop: 'decelerate' }),
  /** Lowers the chuck to separation. */
  separate: command({ output: height, stop: 'cannot' }),
  /** Moves to a point of the wafer. Refused in contact and beyond the soft limits. */
  moveTo: optional(command({ input: point, output: point, progress: point, stop: 'decelerate' })),
  /** Moves by a distance over the wafer. Refused in contact and beyond the soft limits. */
  moveBy: optional(command({ input: point, output: point, progress: point, stop: 'decelerate' })),
  /** Turns the chuck to an angle. Refused in contact. */
  rotateTo: optional(
    command({
      input: record({ theta: quantity('deg') }),
      output: record({ theta: quantity('deg') }),
      stop: 'decelerate',
    }),
  ),
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
  bin: optional(command({ input: record({ bin: integer({ min: 0 }) }), stop: 'cannot' })),
  /** Inks the die under the inker. */
  ink: optional(command({ input: record({ inker: integer({ min: 1 }) }), stop: 'cannot' })),
  /** Moves to the home of the chuck's site. Refused in contact. */
  home: optional(command({ output: point, stop: 'decelerate' })),
  /** Brings the chuck to where a wafer is put on it. Refused in contact. */
  load: optional(command({ stop: 'decelerate' })),
  /** Aligns the wafer with the station's own routine. Refused in contact. */
  align: optional(command({ stop: 'cannot' })),
  chuck: optional(part(thermalChuck)),
  loader: optional(part(waferLoader)),
  scope: optional(part(stationScope)),
  platen: optional(part(platen)),
  /** The motorised positioners, none where the station has none. */
  positioners: parts(positioner),
});

/** A probe station: a chuck that carries a wafer under fixed needles. */
export interface ProbeStation extends DeviceOf<typeof probeStation> {}
