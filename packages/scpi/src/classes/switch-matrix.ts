import {
  array,
  command,
  deviceClass,
  integer,
  oneOf,
  optional,
  part,
  quantity,
  record,
  writable,
} from '@fourwire/core';
import type { DeviceOf, ValueOf } from '@fourwire/core';

/** A relay, all counted from 1. The channel of a multiplexer is a column of row 1. */
export const crosspoint = record({
  slot: integer({ min: 1 }),
  row: integer({ min: 1 }),
  column: integer({ min: 1 }),
});

/** A relay, all counted from 1. */
export type Crosspoint = ValueOf<typeof crosspoint>;

const crosspoints = record({ crosspoints: array(crosspoint, { minItems: 1 }) });

/** A switch matrix or multiplexer. */
export const switchMatrix = deviceClass('switch-matrix', {
  /** The relays that are closed, in any order. Writing it closes these and opens all others. */
  closed: writable(array(crosspoint), { hazard: { safe: [] } }),
  /** Closes relays beside those that are closed, and waits until they have settled. */
  connect: command({ input: crosspoints, stop: 'cannot' }),
  /** Opens relays, and waits until they have settled. */
  disconnect: command({ input: crosspoints, stop: 'cannot' }),
  /** Whether what is to be opened opens before the rest closes. */
  sequence: optional(
    part(
      deviceClass('switch-sequence', {
        rule: writable(oneOf(['breakBeforeMake', 'makeBeforeBreak', 'none'])),
      }),
    ),
  ),
  /** A wait of the user's after the relays' own. */
  settling: optional(part(deviceClass('switch-settling', { delay: writable(quantity('s', { min: 0 })) }))),
  /** How often relays were closed in their life. */
  wear: optional(
    part(
      deviceClass('switch-wear', {
        /** How often the relay of a crosspoint was closed. */
        count: command({
          input: record({ crosspoint }),
          output: record({ closures: integer({ min: 0 }) }),
          stop: 'cannot',
        }),
      }),
    ),
  ),
});

/** A switch matrix or multiplexer. */
export interface SwitchMatrix extends DeviceOf<typeof switchMatrix> {}
