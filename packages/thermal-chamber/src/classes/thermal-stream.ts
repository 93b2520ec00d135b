import {
  array,
  boolean,
  command,
  deviceClass,
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
import {
  alarmChange,
  alarmRecord,
  approach,
  rampFields,
  ramped,
  ramping,
  settleFields,
  settled,
} from './approach.ts';
import { alarmControl } from './chamber-parts.ts';

/** The sensor at the device under test, where one is connected. */
export const dutSensor = deviceClass('dut-sensor', {
  /** Temperature of the device under test, in °C. */
  temperature: readable(quantity('Cel')),
  /** Whether this sensor is controlled instead of the air's. */
  control: writable(boolean()),
});

/** A stream of tempered air that is blown over a device under test through a head. */
export const thermalStream = deviceClass('thermal-stream', {
  /** The temperature that is controlled, in °C: the device's or the air's. */
  temperature: readable(quantity('Cel')),
  /** Temperature of the air in the head, in °C. */
  air: readable(quantity('Cel')),
  /** Target temperature, in °C; the limits are those of the air that the user set at the machine. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  /** Whether the head is over the device (`down`) or away from it. */
  head: writable(oneOf(['up', 'down'])),
  /** Whether air flows. It keeps flowing when a script ends. */
  flow: writable(boolean(), { hazard: { safe: false, overridable: true } }),
  /** How much air flows, in l/min. */
  flowRate: readable(quantity('l/min')),
  /** Whether the machine itself says that the temperature is within its window and its soak is over. */
  atTemperature: readable(boolean()),
  /** How far from the setpoint counts as there for the machine, in K. */
  window: writable(quantity('K', { min: 0.1, max: 9.9, resolution: 0.1 })),
  /** How long it must be there for the machine, in s. */
  soak: writable(quantity('s', { min: 0, max: 9999, resolution: 1 })),
  /** The alarms that stand now. */
  alarms: readable(array(alarmRecord)),
  /** An alarm that appeared (`active`) or went away. */
  alarm$: alarmChange,
  /**
   * Goes to a temperature, starts the flow where it stands, and waits until the temperature has stayed within the
   * tolerance for the dwell. The head is the caller's affair. Stopping holds the temperature where it is.
   */
  settle: command({
    input: record({
      ...settleFields,
      /** Which sensor counts; the one that is controlled unless given. */
      sensor: optionalField(oneOf(['air', 'dut'])),
    }),
    output: settled,
    progress: approach,
    stop: 'hold',
  }),
  /** Moves the setpoint to the target at a rate, and waits until it is there. Stopping holds the temperature. */
  ramp: command({ input: record(rampFields), output: ramped, progress: ramping, stop: 'hold' }),
  dut: optional(part(dutSensor)),
  alarmControl: optional(part(alarmControl)),
});

/** A stream of tempered air that is blown over a device under test through a head. */
export interface ThermalStream extends DeviceOf<typeof thermalStream> {}
