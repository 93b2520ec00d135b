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
import { faultActions } from './fault-actions.ts';
import { programStore } from './program-store.ts';
import { programSchema } from '../programs/program-record.ts';

/**
 * What a controller does. `off`: nothing. `standby`: ready, not conditioning. `constant`: it conditions at the setpoint.
 * `program`: a stored program runs; `program-paused` and `program-ended`, when its end holds the last step.
 */
const chamberModes = ['off', 'standby', 'constant', 'program', 'program-paused', 'program-ended'] as const;

/** A chamber whose air temperature can be set, settled and ramped. */
export const thermalChamber = deviceClass('thermal-chamber', {
  /** Air temperature at the control sensor, in °C. */
  temperature: readable(quantity('Cel')),
  /** Target air temperature, in °C; the limits are the controller's own. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  /**
   * Whether the chamber conditions its air, by itself or in a program. Writing `true` conditions at the setpoint, and is
   * refused while a stored program runs; `false` switches the conditioning off, and ends such a program.
   */
  running: writable(boolean(), { hazard: { safe: false, overridable: true } }),
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
  /**
   * Runs a program from the host, step by step, and starts the chamber where it stands. Works on every chamber; where the
   * controller has programs of its own, see `programs`. Stopping holds the temperature where it is. A reading that is
   * no number, an alarm, a chamber that was switched off and a link that stays away end it with an error and with what
   * `onFault` says; `details` tells what was done and whether it was read back.
   */
  runProgram: command({
    input: record({
      program: programSchema,
      /**
       * What becomes of the chamber when the program cannot go on: its conditioning is switched `off`, which it is
       * unless given; it is to `hold` the temperature it has; or it does what the program says for its `end`.
       */
      onFault: optionalField(oneOf(faultActions)),
      /**
       * How often it looks at the temperature, in s; 1 s unless given. Every fifth time, but not more often than every
       * 5 s and at least once a minute, it looks for alarms and whether the chamber still conditions.
       */
      interval: optionalField(quantity('s', { min: 0.1 })),
    }),
    output: record({
      /** From the call to the end, pauses included, in s. */
      elapsed: quantity('s'),
    }),
    progress: record({
      /** `waiting`: for a condition, or for the band of a guaranteed soak. */
      state: oneOf(['running', 'paused', 'waiting']),
      /** Number of the step, from 1. */
      step: integer({ min: 1 }),
      /** Pass through the outermost loop around the step, from 1. */
      cycle: integer({ min: 1 }),
      /** Of the step that is still to come, in s. */
      stepTimeLeft: quantity('s'),
      /** Of the program that is still to come by its own times, in s: waiting and pauses come on top. */
      timeLeft: quantity('s'),
      /** In °C. */
      setpoint: quantity('Cel'),
      temperature: quantity('Cel'),
      /** Of the product, in °C, where the program's guarantee or a wait goes by it. */
      product: optionalField(quantity('Cel')),
      /** Since the command began, in s. */
      elapsed: quantity('s'),
    }),
    stop: 'hold',
  }),
  /** Stops the time of the program that the host runs; the setpoint stays where it is. */
  pauseProgram: command({ stop: 'cannot', immediate: true }),
  /** Goes on with it. */
  resumeProgram: command({ stop: 'cannot', immediate: true }),
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
