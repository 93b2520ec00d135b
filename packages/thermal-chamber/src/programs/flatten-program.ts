import { FourwireError } from '@fourwire/core';
import type { Program, ProgramOutputs, RampStep, SoakStep, WaitStep } from './program.ts';
import { assertStructure } from './program-structure.ts';

/** A pass through a loop: pass `pass` (from 1) of `of`, of the loop that the jump step `jump` closes. */
export interface LoopPass {
  readonly jump: number;
  readonly pass: number;
  readonly of: number;
}

/** One execution of one step. */
export interface StepVisit {
  /** Number of the step in the program, from 1. */
  readonly number: number;
  readonly step: RampStep | SoakStep | WaitStep;
  /** The loops around the step, the outermost first; its `pass` is what people call the cycle. */
  readonly passes: readonly LoopPass[];
  /** Setpoint in °C when the step begins and when it ends. */
  readonly from: number;
  readonly to: number;
  /** Humidity setpoint in force during the step, in %RH; undefined when humidity is off. */
  readonly humidity: number | undefined;
  /** State of every output that the program has set so far. */
  readonly outputs: ProgramOutputs;
  /** Seconds by the program itself, without waiting for anything: 0 for a ramp as fast as possible and for a wait. */
  readonly duration: number;
}

/**
 * The steps in the order in which they run, loops unrolled one visit at a time, starting from the setpoint `start`
 * (°C). Memory does not grow with the number of cycles.
 *
 * @throws FourwireError of kind `range` at the call when the program is malformed (`program-invalid`) or `start` is not
 * a number (`start-invalid`).
 */
export function flattenProgram(program: Program, start: number): Generator<StepVisit, void, undefined> {
  assertStructure(program);
  if (!Number.isFinite(start)) {
    throw new FourwireError('range', 'start-invalid', `start must be a setpoint in °C; got ${start}.`);
  }
  return visits(program, start);
}

function* visits({ steps }: Program, start: number): Generator<StepVisit, void, undefined> {
  const loops = loopsAround(steps);
  const passes = new Map<number, number>();
  let temperature = start;
  let humidity: number | undefined;
  let outputs: ProgramOutputs = {};
  let index = 0;
  for (let step = steps[index]; step !== undefined; step = steps[index]) {
    const number = index + 1;
    index = number;
    if (step.type === 'jump') {
      const pass = passes.get(number) ?? 1;
      // Forgetting the count on leaving makes an inner loop start anew on the next pass of the outer one.
      if (pass > step.times) passes.delete(number);
      else {
        passes.set(number, pass + 1);
        index = step.to - 1;
      }
      continue;
    }
    const from = temperature;
    if (step.type === 'ramp') {
      temperature = step.temperature;
      if (step.humidity !== undefined) humidity = step.humidity === 'off' ? undefined : step.humidity;
    }
    if (step.outputs !== undefined) outputs = Object.assign({}, outputs, step.outputs);
    yield {
      number,
      step,
      passes: (loops[number - 1] ?? []).map(({ jump, of }) => ({ jump, pass: passes.get(jump) ?? 1, of })),
      from,
      to: temperature,
      humidity,
      outputs,
      duration: durationOf(step, from),
    };
  }
}

/** For every step the loops around it, the outermost first. */
function loopsAround(steps: Program['steps']): readonly Omit<LoopPass, 'pass'>[][] {
  const loops = steps.flatMap((step, index) =>
    step.type === 'jump' ? [{ first: step.to, jump: index + 1, of: step.times + 1 }] : [],
  );
  // A loop closed later lies around one closed earlier, because loops do not overlap.
  const outermostFirst = loops.toReversed();
  return steps.map((_, index) =>
    outermostFirst
      .filter(({ first, jump }) => first <= index + 1 && index + 1 < jump)
      .map(({ jump, of }) => ({ jump, of })),
  );
}

function durationOf(step: RampStep | SoakStep | WaitStep, from: number): number {
  if (step.type === 'soak') return step.duration;
  if (step.type === 'wait' || step.pace === 'fastest') return 0;
  if ('duration' in step.pace) return step.pace.duration;
  return (Math.abs(step.temperature - from) / step.pace.rate) * 60;
}
