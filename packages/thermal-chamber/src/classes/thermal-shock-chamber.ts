import {
  array,
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
import { alarmChange, alarmRecord } from './approach.ts';
import { alarmControl, chamberDoor, digitalOutput, productLoop } from './chamber-parts.ts';

/** Where the basket with the parts can be. */
const shockZones = ['hot', 'cold', 'ambient'] as const;

/** One of the zones, each kept at a temperature of its own. */
export const shockZone = deviceClass('shock-zone', {
  /** Air (or bath) temperature in the zone, in °C. */
  temperature: readable(quantity('Cel')),
  /** Target temperature of the zone, in °C. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
});

/** A chamber of two or three zones between which a basket with the parts is moved within seconds. */
export const thermalShockChamber = deviceClass('thermal-shock-chamber', {
  hot: part(shockZone),
  cold: part(shockZone),
  /** The zone at room temperature, which a chamber of three zones has. */
  ambient: optional(part(shockZone)),
  /** Where the basket is. */
  basket: readable(oneOf([...shockZones, 'moving', 'unknown'])),
  /** Whether the zones are conditioned. */
  running: writable(boolean(), { hazard: { safe: false } }),
  /** The alarms that stand now. */
  alarms: readable(array(alarmRecord)),
  /** An alarm that appeared (`active`) or went away. */
  alarm$: alarmChange,
  /** Moves the basket into a zone, and waits until it is there. */
  transfer: command({
    input: record({ to: oneOf(shockZones) }),
    output: record({
      /** How long the basket was on its way, in s. */
      duration: quantity('s'),
    }),
    stop: 'cannot',
  }),
  /**
   * Brings the zones to their temperatures, then moves the basket to and fro. Stopping leaves the basket in the zone
   * where it is, or where it is going.
   */
  shock: command({
    input: record({
      /** Temperature of the hot zone, in °C. */
      hot: quantity('Cel'),
      /** Temperature of the cold zone, in °C. */
      cold: quantity('Cel'),
      /** How long the basket stays in each zone, in s, counted from its arrival. */
      dwell: quantity('s', { min: 0 }),
      /** How often it visits both zones. */
      cycles: integer({ min: 1 }),
      /** Zone of the first visit; `hot` unless given. */
      first: optionalField(oneOf(['hot', 'cold'])),
      /** How far the zones may be from their targets before the first transfer, in K; 2 K unless given. */
      tolerance: optionalField(quantity('K', { min: 0 })),
      /** The longest transfer that is allowed, in s; a longer one ends the test. Not limited unless given. */
      longestTransfer: optionalField(quantity('s', { min: 0 })),
    }),
    output: record({
      cycles: integer({ min: 0 }),
      /** The slowest transfer, in s. */
      slowestTransfer: quantity('s'),
      elapsed: quantity('s'),
    }),
    progress: record({
      phase: oneOf(['preparing', 'moving', 'dwelling']),
      /** From 1; 0 while the zones are prepared. */
      cycle: integer({ min: 0 }),
      zone: oneOf(['hot', 'cold']),
      /** Of the dwell that is still to come, in s. */
      dwellLeft: quantity('s'),
      elapsed: quantity('s'),
    }),
    stop: 'hold',
  }),
  product: optional(part(productLoop)),
  door: optional(part(chamberDoor)),
  alarmControl: optional(part(alarmControl)),
  outputs: parts(digitalOutput),
});

/** A chamber of two or three zones between which a basket with the parts is moved within seconds. */
export interface ThermalShockChamber extends DeviceOf<typeof thermalShockChamber> {}
