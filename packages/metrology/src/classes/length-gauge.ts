import {
  boolean,
  command,
  deviceClass,
  event,
  oneOf,
  optional,
  part,
  quantity,
  readable,
  writable,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';
import { lengthReading } from '../values/length.ts';

/** A zero that can be set. */
export const zeroing = deviceClass('zeroing', {
  /** Makes the present position zero, and resolves once the instrument shows that. */
  zero: command({ stop: 'cannot' }),
});

/** A value that can be given to the present position. */
export const preset = deviceClass('preset', {
  /** The stored preset, in mm. */
  value: writable(quantity('mm', { resolution: 1e-3 })),
  /** Gives the stored preset to the present position. */
  recall: command({ stop: 'cannot' }),
});

/** Holding the value that is shown. */
export const hold = deviceClass('hold', {
  /** While held, the reading is the one of the moment of holding. */
  held: writable(boolean()),
});

/** The unit on the display. Readings are in mm whatever it is. */
export const lengthDisplay = deviceClass('length-display', {
  unit: writable(oneOf(['mm', '[in_i]'])),
});

/** What the instrument keeps of the values since it was cleared. */
export const capture = deviceClass('capture', {
  /** What the reading is: the value now, the greatest, the least, or the difference of both. */
  mode: writable(oneOf(['normal', 'maximum', 'minimum', 'range'])),
  /** Forgets the greatest and the least value. */
  clear: command({ stop: 'cannot' }),
});

/**
 * A length gauge: caliper, micrometer, indicator, height gauge, or the display of a length probe. Readings are in mm
 * and carry their resolution.
 */
export const lengthGauge = deviceClass('length-gauge', {
  /**
   * The value now. Error of kind `device` where the gauge is off, its battery is low, it reports a fault, or its unit is
   * in doubt: never a number then.
   */
  reading: readable(lengthReading),
  /** The data button was pressed, or the gauge sends by itself. */
  measured$: event(lengthReading),
  zeroing: optional(part(zeroing)),
  preset: optional(part(preset)),
  hold: optional(part(hold)),
  display: optional(part(lengthDisplay)),
  capture: optional(part(capture)),
});

/** A length gauge: caliper, micrometer, indicator, height gauge, or the display of a length probe. */
export interface LengthGauge extends DeviceOf<typeof lengthGauge> {}

/** The optional parts of a gauge that has none of them. */
export const noExtras = {
  zeroing: undefined,
  preset: undefined,
  hold: undefined,
  display: undefined,
  capture: undefined,
} as const;
