import { boolean, command, deviceClass, optional, part, quantity, readable, record } from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';

/** A reference run of the focus. */
export const focusReference = deviceClass('focus-reference', {
  /** Drives to the end of travel and defines the origin there. Take care that nothing stands in the way. */
  home: command({ stop: 'decelerate' }),
});

const arrival = record({ position: quantity('um') });

/** A motorised microscope focus: positions in µm, greater towards the specimen unless its maker counts otherwise. */
export const focusDrive = deviceClass('focus-drive', {
  /** Where the focus is, in µm. */
  position: readable(quantity('um')),
  moving: readable(boolean()),
  /** Drives to a position and resolves, with where it stands, once it stands there. */
  moveTo: command({
    input: record({ position: quantity('um') }),
    output: arrival,
    progress: arrival,
    stop: 'decelerate',
  }),
  /** Drives by a distance; as `moveTo`. */
  moveBy: command({
    input: record({ distance: quantity('um') }),
    output: arrival,
    progress: arrival,
    stop: 'decelerate',
  }),
  /** Stops whatever moves the focus; resolves once it stands. */
  halt: command({ stop: 'cannot', immediate: true }),
  reference: optional(part(focusReference)),
});

/** A motorised microscope focus. */
export interface FocusDrive extends DeviceOf<typeof focusDrive> {}
