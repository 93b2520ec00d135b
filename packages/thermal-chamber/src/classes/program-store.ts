import {
  array,
  command,
  deviceClass,
  integer,
  oneOf,
  optionalField,
  quantity,
  readable,
  record,
  text,
} from '@fourwire/core';
import { programSchema } from '../programs/program-record.ts';

/** Where a program stands, on whatever runs it. */
const programProgress = record({
  /** `waiting`: for a temperature, an input or its time to start. `ended`: the last step is done and its end holds. */
  state: oneOf(['none', 'running', 'paused', 'waiting', 'ended']),
  /** Slot of the program in the controller. */
  slot: optionalField(integer({ min: 1 })),
  /** Number of the step, from 1. */
  step: optionalField(integer({ min: 1 })),
  /** Pass through the outermost loop around the step, from 1. */
  cycle: optionalField(integer({ min: 1 })),
  /** Of the step that is still to come, in s. */
  stepTimeLeft: optionalField(quantity('s')),
  /** Of the program that is still to come as far as it can be told, in s. */
  timeLeft: optionalField(quantity('s')),
});

/** The programs in the controller's own memory, where they can be listed, written, read back and run from outside. */
export const programStore = deviceClass('program-store', {
  /** What the memory holds. */
  stored: readable(array(record({ slot: integer({ min: 1 }), name: text() })), { period: 60_000 }),
  /** Where the program stands that the controller runs. */
  progress: readable(programProgress),
  /**
   * Writes a program into a slot, over what is there, and reads it back. Refused before a byte is sent when the
   * controller cannot hold it as it is. Gives the slot, which some controllers choose by themselves.
   */
  store: command({
    input: record({
      slot: integer({ min: 1 }),
      program: programSchema,
    }),
    output: record({ slot: integer({ min: 1 }) }),
    stop: 'cannot',
  }),
  /** Reads a program out of the controller. */
  fetch: command({
    input: record({ slot: integer({ min: 1 }) }),
    output: programSchema,
    stop: 'cannot',
  }),
  /** Removes a program from the controller. */
  erase: command({ input: record({ slot: integer({ min: 1 }) }), stop: 'cannot' }),
  /**
   * Starts a stored program, which the controller then runs by itself, and waits for its end. Stopping ends the program
   * and holds the temperature where it is.
   */
  run: command({
    input: record({
      slot: integer({ min: 1 }),
      /** Step to begin with; 1 unless given. */
      step: optionalField(integer({ min: 1 })),
      /** How often it looks at the program, in s; 1 s unless given. */
      interval: optionalField(quantity('s', { min: 0.1 })),
    }),
    output: record({
      /** From the start to the end, in s. */
      elapsed: quantity('s'),
    }),
    progress: programProgress,
    stop: 'hold',
  }),
  /** Pauses the program that the controller runs; the setpoint stays where it is. */
  pause: command({ stop: 'cannot', immediate: true }),
  /** Goes on with a paused program. */
  resume: command({ stop: 'cannot', immediate: true }),
});
