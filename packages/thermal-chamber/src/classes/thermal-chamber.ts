import {
  array,
  boolean,
  command,
  deviceClass,
  event,
  oneOf,
  optional,
  optionalField,
  part,
  parts,
  quantity,
  readable,
  record,
  text,
  writable,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';

/** Relative humidity of the air, where the chamber controls it. */
export const humidityLoop = deviceClass('humidity-loop', {
  /** Relative humidity at the control sensor, in %. */
  humidity: readable(quantity('%')),
  /** Target relative humidity, in %. */
  setpoint: writable(quantity('%', { min: 0, max: 100 }), { limits: 'dynamic' }),
});

/** Temperature of the product (cascade control), where the chamber has a product sensor. */
export const productLoop = deviceClass('product-loop', {
  /** Product temperature, in °C. */
  temperature: readable(quantity('Cel')),
  /** Target product temperature, in °C. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
});

/** The controller's own ramp, where it has one. */
export const rampControl = deviceClass('ramp-control', {
  /** Whether a new setpoint is approached at `rate` instead of as fast as the chamber can. */
  enabled: writable(boolean()),
  /** Speed of the setpoint, in K/min. */
  rate: writable(quantity('K/min', { min: 0 })),
});

/** A digital output of the chamber: a time signal, an event output. */
export const digitalOutput = deviceClass('digital-output', {
  on: writable(boolean()),
});

/** The chamber's door, where the controller knows it. */
export const chamberDoor = deviceClass('chamber-door', {
  open: readable(boolean()),
});

const alarmRecord = record({
  /** The controller's own code. */
  code: text(),
  /** The controller's own text, or what the code means. */
  text: text(),
});

/** What `settle` and `ramp` report while they run. */
const approach = record({
  /** `approaching` the target, or inside the tolerance and `dwelling`. */
  phase: oneOf(['approaching', 'dwelling']),
  /** The temperature that counts, in °C. */
  temperature: quantity('Cel'),
  /** Since the command began, in s. */
  elapsed: quantity('s'),
  /** Of the dwell that is still to come, in s. */
  dwellLeft: quantity('s'),
});

/** A chamber whose air temperature can be set, settled and ramped. */
export const thermalChamber = deviceClass('thermal-chamber', {
  /** Air temperature at the control sensor, in °C. */
  temperature: readable(quantity('Cel')),
  /** Target air temperature, in °C; the limits are the controller's own. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  /** Whether the chamber conditions its air. */
  running: writable(boolean(), { hazard: { safe: false } }),
  /** The alarms that stand now. */
  alarms: readable(array(alarmRecord)),
  /** An alarm that appeared (`active`) or went away. */
  alarm$: event(record({ code: text(), text: text(), active: boolean() })),
  /**
   * Goes to a temperature, starts the chamber where it stands, and waits until the temperature has stayed within the
   * tolerance for the dwell. Stopping holds the temperature where it is.
   */
  settle: command({
    input: record({
      /** In °C. */
      target: quantity('Cel'),
      /** How far from the target still counts as there, in K; 1 K unless given. */
      tolerance: optionalField(quantity('K', { min: 0 })),
      /** How long it must stay there, in s; 60 s unless given. */
      dwell: optionalField(quantity('s', { min: 0 })),
      /** How often it looks at the temperature, in s; 1 s unless given. */
      interval: optionalField(quantity('s', { min: 0.1 })),
      /** Which sensor counts; `air` unless given. */
      sensor: optionalField(oneOf(['air', 'product'])),
    }),
    output: record({
      /** At the end, in °C. */
      temperature: quantity('Cel'),
      /** How far it went past the target, in K; 0 when it did not. */
      overshoot: quantity('K'),
      /** From the call to the end, in s. */
      elapsed: quantity('s'),
    }),
    progress: approach,
    stop: 'hold',
  }),
  /** Moves the setpoint to the target at a rate, and waits until it is there. Stopping holds the temperature. */
  ramp: command({
    input: record({
      /** In °C. */
      target: quantity('Cel'),
      /** Speed of the setpoint, in K/min. */
      rate: quantity('K/min', { min: 0.001 }),
    }),
    output: record({
      /** At the end, in °C. */
      temperature: quantity('Cel'),
      /** From the call to the end, in s. */
      elapsed: quantity('s'),
    }),
    progress: record({
      /** The setpoint now, in °C. */
      setpoint: quantity('Cel'),
      temperature: quantity('Cel'),
      elapsed: quantity('s'),
    }),
    stop: 'hold',
  }),
  rampControl: optional(part(rampControl)),
  product: optional(part(productLoop)),
  humidity: optional(part(humidityLoop)),
  door: optional(part(chamberDoor)),
  outputs: parts(digitalOutput),
});

/** A chamber whose air temperature can be set, settled and ramped. */
export interface ThermalChamber extends DeviceOf<typeof thermalChamber> {}
