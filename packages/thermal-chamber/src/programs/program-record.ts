import {
  FourwireError,
  array,
  boolean,
  integer,
  oneOf,
  optionalField,
  quantity,
  record,
  text,
} from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { assertStructure } from './program-structure.ts';
import type { Pace, Program, ProgramEnd, ProgramOutputs, ProgramStep, WaitCondition } from './program.ts';

/** A step with all fields side by side, as a command's input can carry it; `type` tells which of them count. */
const stepSchema = record({
  type: oneOf(['ramp', 'soak', 'wait', 'jump']),
  /** Of a ramp, in °C. */
  temperature: optionalField(quantity('Cel')),
  /** Of a ramp, in K/min; without `rate` and `duration` it goes as fast as it can. */
  rate: optionalField(quantity('K/min', { min: 0 })),
  /** Of a ramp or a soak, in s. */
  duration: optionalField(quantity('s', { min: 0 })),
  /** Of a ramp, in %. */
  humidity: optionalField(quantity('%', { min: 0, max: 100 })),
  humidityOff: optionalField(boolean()),
  guaranteed: optionalField(boolean()),
  /** Of a wait: for the input of this number to be `is`, or for `sensor` to be `above` or `below` a temperature in °C. */
  input: optionalField(integer({ min: 1 })),
  is: optionalField(boolean()),
  sensor: optionalField(oneOf(['air', 'product'])),
  above: optionalField(quantity('Cel')),
  below: optionalField(quantity('Cel')),
  /** Of a jump. */
  to: optionalField(integer({ min: 1 })),
  times: optionalField(integer({ min: 1 })),
  /** Digital outputs by number. */
  outputs: optionalField(array(record({ output: integer({ min: 1 }), on: boolean() }))),
});

/** A {@link Program} in the form in which commands carry it. */
export const programSchema = record({
  name: text(),
  steps: array(stepSchema, { minItems: 1 }),
  end: record({
    action: oneOf(['hold', 'off', 'all-off', 'idle']),
    /** Of `idle`, in °C. */
    temperature: optionalField(quantity('Cel')),
    /** Of `idle`, in %. */
    humidity: optionalField(quantity('%', { min: 0, max: 100 })),
  }),
  guarantee: optionalField(
    record({
      /** In K. */
      band: quantity('K', { min: 0 }),
      sensor: oneOf(['air', 'product']),
      /** In %. */
      humidityBand: optionalField(quantity('%', { min: 0 })),
    }),
  ),
});

/** A {@link Program} in the form in which commands carry it. */
export type ProgramRecord = ValueOf<typeof programSchema>;

type StepRecord = ProgramRecord['steps'][number];

/** Which of a chamber's digital outputs and inputs a program means by its names; a name that is a number needs no entry. */
export interface SignalNumbers {
  readonly outputs?: Readonly<Record<string, number>>;
  readonly inputs?: Readonly<Record<string, number>>;
}

/**
 * A program in the form in which commands carry it: `chamber.runProgram({ program: toProgramRecord(cycling) })`.
 *
 * @throws FourwireError of kind `range`, code `program-invalid`, for a malformed program, or a name that has no number
 */
export function toProgramRecord(program: Program, numbers: SignalNumbers = {}): ProgramRecord {
  assertStructure(program);
  const { name, steps, end, guarantee } = program;
  return {
    name,
    steps: steps.map((step) => toStepRecord(step, numbers)),
    end,
    ...(guarantee === undefined ? {} : { guarantee }),
  };
}

/**
 * The program that a command carries; the reverse of {@link toProgramRecord}.
 *
 * @throws FourwireError of kind `range`, code `program-invalid`, when a step lacks a field or the program is malformed
 */
export function fromProgramRecord({ name, steps, end, guarantee }: ProgramRecord): Program {
  const program: Program = {
    name,
    steps: steps.map((step, index) => fromStepRecord(step, index + 1)),
    end: fromEnd(end),
    ...(guarantee === undefined ? {} : { guarantee }),
  };
  assertStructure(program);
  return program;
}

function toStepRecord(step: ProgramStep, numbers: SignalNumbers): StepRecord {
  if (step.type === 'jump') return step;
  const { outputs } = step;
  const also =
    outputs === undefined
      ? {}
      : {
          outputs: Object.entries(outputs).map(([name, on]) => ({
            output: numberOf(name, numbers.outputs, 'outputs'),
            on,
          })),
        };
  switch (step.type) {
    case 'ramp': {
      const { type, temperature, pace, humidity } = step;
      return {
        type,
        temperature,
        ...(pace === 'fastest' ? {} : pace),
        ...(humidity === undefined ? {} : humidity === 'off' ? { humidityOff: true } : { humidity }),
        ...also,
      };
    }
    case 'soak': {
      const { type, duration, guaranteed } = step;
      return { type, duration, ...(guaranteed === undefined ? {} : { guaranteed }), ...also };
    }
    case 'wait':
      return {
        type: 'wait',
        ...('input' in step.for
          ? { input: numberOf(step.for.input, numbers.inputs, 'inputs'), is: step.for.is }
          : step.for),
        ...also,
      };
    default:
      return step satisfies never;
  }
}

function fromStepRecord(step: StepRecord, number: number): ProgramStep {
  const also = step.outputs === undefined ? {} : { outputs: outputsOf(step.outputs) };
  const need = <T>(value: T | undefined, name: string): T => {
    if (value !== undefined) return value;
    throw invalid(`Step ${number} (${step.type}) needs ${name}.`);
  };
  switch (step.type) {
    case 'ramp':
      return {
        type: 'ramp',
        temperature: need(step.temperature, 'temperature'),
        pace: paceOf(step, number),
        ...(step.humidityOff === true
          ? { humidity: 'off' as const }
          : step.humidity === undefined
            ? {}
            : { humidity: step.humidity }),
        ...also,
      };
    case 'soak':
      return {
        type: 'soak',
        duration: need(step.duration, 'duration'),
        ...(step.guaranteed === undefined ? {} : { guaranteed: step.guaranteed }),
        ...also,
      };
    case 'wait':
      return { type: 'wait', for: conditionOf(step, need), ...also };
    case 'jump':
      return { type: 'jump', to: need(step.to, 'to'), times: need(step.times, 'times') };
    default:
      return step.type satisfies never;
  }
}

function paceOf({ rate, duration }: StepRecord, number: number): Pace {
  if (rate !== undefined && duration !== undefined) {
    throw invalid(`Step ${number} (ramp) has both rate and duration; give one of them.`);
  }
  if (rate !== undefined) return { rate };
  return duration === undefined ? 'fastest' : { duration };
}

function conditionOf(step: StepRecord, need: <T>(value: T | undefined, name: string) => T): WaitCondition {
  if (step.input !== undefined) return { input: String(step.input), is: need(step.is, 'is') };
  const sensor = need(step.sensor, 'input or sensor');
  if (step.above !== undefined) return { sensor, above: step.above };
  return { sensor, below: need(step.below, 'above or below') };
}

function outputsOf(outputs: readonly { readonly output: number; readonly on: boolean }[]): ProgramOutputs {
  return Object.fromEntries(outputs.map(({ output, on }) => [String(output), on]));
}

function numberOf(
  name: string,
  numbers: Readonly<Record<string, number>> | undefined,
  kind: 'outputs' | 'inputs',
): number {
  const number = numbers?.[name] ?? (/^[1-9]\d*$/.test(name) ? Number(name) : undefined);
  if (number !== undefined) return number;
  throw invalid(`"${name}" is not one of the ${kind} that have a number; give numbers.${kind}["${name}"].`);
}

function fromEnd({ action, temperature, humidity }: ProgramRecord['end']): ProgramEnd {
  if (action !== 'idle') return { action };
  if (temperature === undefined) throw invalid('The end "idle" needs a temperature.');
  return { action, temperature, ...(humidity === undefined ? {} : { humidity }) };
}

function invalid(message: string): FourwireError {
  return new FourwireError('range', 'program-invalid', message);
}
