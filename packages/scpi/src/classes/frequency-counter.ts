import {
  boolean,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  optional,
  optionalField,
  part,
  parts,
  quantity,
  readable,
  record,
  table,
  writable,
} from '@fourwire/core';
import type { DeviceOf, PartOf } from '@fourwire/core';
import { acquisitionInput, taken, trigger } from './common.ts';

/** What a counter can measure, with the units, after IVI-4.12 (IviCounter). */
export const counterFunctions = {
  frequency: 'Hz',
  period: 's',
  positiveWidth: 's',
  negativeWidth: 's',
  /** From 0 to 1. */
  positiveDutyCycle: '1',
  /** From 0 to 1. */
  negativeDutyCycle: '1',
  riseTime: 's',
  fallTime: 's',
  /** Of an input to the other. */
  frequencyRatio: '1',
  /** From an edge of an input to one of the other. */
  timeInterval: 's',
  /** Of an input against the other. */
  phase: 'deg',
} as const;

/** The name of what a counter can measure. */
export type CounterFunction = keyof typeof counterFunctions;

const functionNames = Object.keys(counterFunctions) as [CounterFunction, ...CounterFunction[]];

const readings = table({ value: quantity('1') });

/** One input of a counter. */
export const counterInput = deviceClass('counter-input', {
  coupling: writable(oneOf(['dc', 'ac'])),
  impedance: writable(oneOf(['1MOhm', '50Ohm'])),
  /** The voltage at which an event counts; writing it switches `autoLevel` off. */
  level: writable(quantity('V'), { limits: 'dynamic' }),
  autoLevel: writable(boolean()),
  slope: writable(oneOf(['rising', 'falling'])),
  /** A low pass against noise. */
  lowPass: writable(boolean()),
});

/** One input of a counter. */
export interface CounterInput extends PartOf<typeof counterInput> {}

/** A frequency counter or timer. */
export const frequencyCounter = deviceClass('frequency-counter', {
  inputs: parts(counterInput),
  function: writable(oneOf(functionNames)),
  /** The input that is measured, counted from 1; the first one where the function takes two. */
  input: writable(integer({ min: 1 }), { limits: 'dynamic' }),
  /** How long an average is taken over. */
  gateTime: writable(quantity('s', { min: 0 }), { limits: 'dynamic' }),
  /**
   * Measures with the settings in force; the unit is that of {@link counterFunctions}. No signal is an error of kind
   * `device`, code `no-reading`.
   */
  reading: readable(quantity('1')),
  /** Sets a function up and measures once, without anybody in between. */
  measure: command({
    input: record({
      function: oneOf(functionNames),
      input: integer({ min: 1 }),
      /** About what is expected, in the unit of the function; the counter finds out unless given. */
      expected: optionalField(quantity('1')),
      /** The smallest difference wanted, in the unit of the function. */
      resolution: optionalField(quantity('1', { min: 0 })),
    }),
    output: record({ value: quantity('1'), unit: oneOf(['Hz', 's', 'deg', '1']) }),
    stop: 'cannot',
  }),
  /** Takes a number of readings one after the other. */
  acquire: command({
    input: acquisitionInput,
    output: readings,
    progress: record({ taken, points: readings }),
    stop: 'hold',
  }),
  /** Readings in batches as the counter gives them, while somebody subscribes. */
  readings$: event(readings),
  trigger: part(trigger),
  totalize: optional(
    part(
      deviceClass('totalize', {
        /** Counts events at an input for a time. */
        count: command({
          input: record({ input: integer({ min: 1 }), gate: quantity('s', { min: 0 }) }),
          output: record({ events: integer({ min: 0 }) }),
          stop: 'hold',
        }),
      }),
    ),
  ),
});

/** A frequency counter or timer. */
export interface FrequencyCounter extends DeviceOf<typeof frequencyCounter> {}
