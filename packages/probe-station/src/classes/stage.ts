import {
  boolean,
  command,
  deviceClass,
  optional,
  optionalField,
  part,
  quantity,
  readable,
  record,
  writable,
} from '@fourwire/core';
import type { DeviceOf, Unit } from '@fourwire/core';

/** The reference run of an axis: most stages do not know where they are after power-up. */
export const axisReference = deviceClass('axis-reference', {
  /** Whether the axis has its reference, so that positions mean something. Moves are refused until it has. */
  referenced: readable(boolean()),
  /** Drives to the switch or index that defines the origin; may cross all of the travel, so nothing may be in the way. */
  home: command({ stop: 'decelerate' }),
});

/** One axis, in a unit of length or angle. */
function axisClass<const U extends Unit, const V extends Unit>(name: string, unit: U, speedUnit: V) {
  const arrival = record({ position: quantity(unit) });
  return deviceClass(name, {
    /** Where the axis is. */
    position: readable(quantity(unit)),
    moving: readable(boolean()),
    /** Where the axis may go: its own limits or the soft limits of the options, whichever is narrower. A side that nobody knows is left out. */
    travel: readable(record({ min: optionalField(quantity(unit)), max: optionalField(quantity(unit)) })),
    /** Drives to a position and resolves, with where it was read back, once it stands there. */
    moveTo: command({ input: arrival, output: arrival, progress: arrival, stop: 'decelerate' }),
    /** Drives by a distance; as `moveTo`. */
    moveBy: command({
      input: record({ distance: quantity(unit) }),
      output: arrival,
      progress: arrival,
      stop: 'decelerate',
    }),
    /** Stops the axis, whatever moves it; resolves once it stands. */
    halt: command({ stop: 'cannot', immediate: true }),
    /** Where the axis has an origin to find. */
    reference: optional(part(axisReference)),
    /** Where its speed can be set. */
    velocity: optional(
      part(
        deviceClass('axis-velocity', {
          /** How fast moves go. */
          speed: writable(quantity(speedUnit, { min: 0 }), { limits: 'dynamic' }),
        }),
      ),
    ),
  });
}

/** A motorised axis along a line: positions in µm, speeds in µm/s. */
export const linearAxis = axisClass('linear-axis', 'um', 'um/s');

/** A motorised rotation: angles in degrees, counter-clockwise as seen from above, speeds in °/s. */
export const rotaryAxis = axisClass('rotary-axis', 'deg', 'deg/s');

const place = record({
  x: optionalField(quantity('um')),
  y: optionalField(quantity('um')),
  z: optionalField(quantity('um')),
  theta: optionalField(quantity('deg')),
});

/**
 * A plain motorised stage. Each axis counts as its own controller counts, in µm and degrees; which way that is depends
 * on how the stage is mounted. A controller with one motor gives it as `x` unless its options say otherwise.
 */
export const stage = deviceClass('stage', {
  x: optional(part(linearAxis)),
  y: optional(part(linearAxis)),
  z: optional(part(linearAxis)),
  theta: optional(part(rotaryAxis)),
  /** Whether any axis moves. Safe is a stage that stands. */
  moving: readable(boolean(), { hazard: { safe: [false] } }),
  /** Drives several axes at once; axes that are not named stay. Resolves, with where they were read back, once all stand. */
  moveTo: command({ input: place, output: place, progress: place, stop: 'decelerate' }),
  /** Stops all axes, whatever moves them; resolves once they stand. */
  halt: command({ stop: 'cannot', immediate: true }),
});

/** A plain motorised stage. */
export interface Stage extends DeviceOf<typeof stage> {}
