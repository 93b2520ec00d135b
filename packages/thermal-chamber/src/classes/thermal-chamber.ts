import {
  array,
  boolean,
  command,
  deviceClass,
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
import {
  alarmControl,
  alarmLimits,
  chamberDoor,
  chamberFan,
  digitalInput,
  digitalOutput,
  humidityLoop,
  productLoop,
  rampControl,
} from './chamber-parts.ts';
import { programStore } from './program-store.ts';

/**
 * What a controller does. `off`: nothing. `standby`: ready, not conditioning. `constant`: it conditions at the setpoint.
 * `program`: a stored program runs; `program-paused` and `program-ended`, when its end holds the last step.
 */
export const chamberModes = [
  'off',
  'standby',
  'constant',
  'program',
  'program-paused',
  'program-ended',
] as const;

/** A chamber whose air temperature can be set, settled and ramped. */
export const thermalChamber = deviceClass('thermal-chamber', {
  /** Air temperature at the control sensor, in °C. */
  temperature: readable(quantity('Cel')),
  /** Target air temperature, in °C; the limits are the controller's own. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  /**
   * Whether the chamber conditions its air, by itself or in a program. Writing `true` conditions at the setpoint,
   * `false` switches the conditioning off; both end a stored program that runs.
   */
  running: writable(boolean(), { hazard: { safe: false } }),
  /** What the controller does now. */
  mode: readable(oneOf(chamberModes)),
  /** The alarms that stand now. */
  alarms: readable(array(alarmRecord)),
  /** An alarm that appeared (`active`) or went away. */
  alarm$: alarmChange,
  /**
   * Goes to a temperature, starts the chamber where it stands, and waits until the temperature has stayed within the
   * tolerance for the dwell. Stopping holds the temperature where it is.
   */
  settle: command({
    input: record({
      ...settleFields,
      /**
       * Which sensor counts; `air` unless given. For `product` the target is the cascade's where it is enabled, and
       * the air's otherwise.
       */
      sensor: optionalField(oneOf(['air', 'product'])),
    }),
    output: settled,
    progress: approach,
    stop: 'hold',
  }),
  /** Moves the setpoint to the target at a rate, and waits until it is there. Stopping holds the temperature. */
  ramp: command({ input: record(rampFields), output: ramped, progress: ramping, stop: 'hold' }),
  rampControl: optional(part(rampControl)),
  product: optional(part(productLoop)),
  humidity: optional(part(humidityLoop)),
  door: optional(part(chamberDoor)),
  fan: optional(part(chamberFan)),
  alarmLimits: optional(part(alarmLimits)),
  alarmControl: optional(part(alarmControl)),
  programs: optional(part(programStore)),
  outputs: parts(digitalOutput),
  inputs: parts(digitalInput),
});

/** A chamber whose air temperature can be set, settled and ramped. */
export interface ThermalChamber extends DeviceOf<typeof thermalChamber> {}
