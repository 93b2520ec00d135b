import {
  array,
  boolean,
  command,
  deviceClass,
  oneOf,
  optional,
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
import { rampControl } from './chamber-parts.ts';

/** What a chuck is doing about its temperature. */
const chuckStates = [
  'at-temperature',
  'heating',
  'cooling',
  'soaking',
  'standby',
  'uncontrolled',
  'error',
] as const;

/** Dew point of the air around the chuck, where it is watched: a chuck below it gets wet. */
export const dewPointWatch = deviceClass('dew-point-watch', {
  /** In °C. */
  dewPoint: readable(quantity('Cel')),
  /** Whether the controller keeps the chuck from getting wet. */
  control: writable(boolean()),
});

/** Keeping the heater's power still for measurements, where the chuck can. */
export const chuckHold = deviceClass('chuck-hold', {
  /** Whether it is held still, or will be as soon as the chuck is at its setpoint. */
  on: writable(boolean()),
});

/** The far side of a Peltier stage, or whatever takes the heat away, where its temperature is known. */
export const heatSink = deviceClass('heat-sink', {
  /** In °C. */
  temperature: readable(quantity('Cel')),
});

/** A chuck, plate or stage that is heated or cooled, with the part of interest lying on it. */
export const thermalChuck = deviceClass('thermal-chuck', {
  /** Surface temperature at the control sensor, in °C. */
  temperature: readable(quantity('Cel')),
  /** Target temperature, in °C. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  /** Whether the temperature is controlled. */
  running: writable(boolean(), { hazard: { safe: false, overridable: true } }),
  /** Whether the chuck is at its setpoint, on its way, or not controlled. */
  state: readable(oneOf(chuckStates)),
  /** The alarms that stand now. */
  alarms: readable(array(alarmRecord)),
  /** An alarm that appeared (`active`) or went away. */
  alarm$: alarmChange,
  /**
   * Goes to a temperature, starts the control where it stands, and waits until the temperature has stayed within the
   * tolerance for the dwell. Stopping holds the temperature where it is.
   */
  settle: command({ input: record(settleFields), output: settled, progress: approach, stop: 'hold' }),
  /** Moves the setpoint to the target at a rate, and waits until it is there. Stopping holds the temperature. */
  ramp: command({ input: record(rampFields), output: ramped, progress: ramping, stop: 'hold' }),
  rampControl: optional(part(rampControl)),
  dewPointWatch: optional(part(dewPointWatch)),
  hold: optional(part(chuckHold)),
  heatSink: optional(part(heatSink)),
});

/** A chuck, plate or stage that is heated or cooled, with the part of interest lying on it. */
export interface ThermalChuck extends DeviceOf<typeof thermalChuck> {}
