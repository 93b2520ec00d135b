import { FourwireError } from '@fourwire/core';
import type { Program, ProgramStep } from './program.ts';

/** Something wrong with a program; `step` is the number of the step, absent when it concerns the whole program. */
export interface ProgramProblem {
  readonly step?: number;
  readonly code:
    | 'no-steps'
    | 'not-a-number'
    | 'duration'
    | 'rate'
    | 'jump'
    | 'overlapping-loops'
    | 'guarantee'
    | 'temperature'
    | 'humidity'
    | 'output'
    | 'input'
    | 'sensor'
    | 'not-storable';
  readonly message: string;
}

/** What is wrong with a program on any chamber: numbers, durations, jumps that lead nowhere, loops that overlap. */
export function structureProblems(program: Program): ProgramProblem[] {
  const problems: ProgramProblem[] = [];
  if (program.steps.length === 0) {
    problems.push({ code: 'no-steps', message: `Program "${program.name}" has no steps.` });
  }
  for (const [index, step] of program.steps.entries()) {
    for (const [code, complaint] of stepComplaints(step, index + 1, program)) {
      problems.push({ step: index + 1, code, message: `Step ${index + 1} ${complaint}.` });
    }
  }
  const { guarantee, end } = program;
  if (guarantee !== undefined && ![guarantee.band, guarantee.humidityBand ?? 1].every(isPositive)) {
    problems.push({
      code: 'guarantee',
      message: `The guarantee's bands must be above 0 K and 0 %RH; got ${guarantee.band} K${guarantee.humidityBand === undefined ? '' : ` and ${guarantee.humidityBand} %RH`}.`,
    });
  }
  if (end.action === 'idle' && ![end.temperature, end.humidity ?? 0].every(Number.isFinite)) {
    problems.push({ code: 'not-a-number', message: 'The idle setpoint at the end must be a number.' });
  }
  return problems;
}

/**
 * Refuses a program that {@link structureProblems} finds wrong.
 *
 * @throws FourwireError of kind `range`, code `program-invalid`; all problems are in `details.problems`.
 */
export function assertStructure(program: Program): void {
  const problems = structureProblems(program);
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more, see details.problems)` : '';
  throw new FourwireError('range', 'program-invalid', `${first.message}${more}`, { details: { problems } });
}

function* stepComplaints(
  step: ProgramStep,
  number: number,
  program: Program,
): Generator<[ProgramProblem['code'], string]> {
  switch (step.type) {
    case 'ramp':
      if (!Number.isFinite(step.temperature)) {
        yield ['not-a-number', `must ramp to a temperature in °C; got ${step.temperature}`];
      }
      if (step.humidity !== undefined && step.humidity !== 'off' && !Number.isFinite(step.humidity)) {
        yield ['not-a-number', `must set a humidity in %RH or "off"; got ${step.humidity}`];
      }
      if (step.pace === 'fastest') break;
      if ('rate' in step.pace && !isPositive(step.pace.rate)) {
        yield ['rate', `must ramp at a rate above 0 K/min; got ${step.pace.rate}`];
      }
      if ('duration' in step.pace && !isPositive(step.pace.duration)) {
        yield ['duration', `must ramp in more than 0 s; got ${step.pace.duration}`];
      }
      break;
    case 'soak':
      if (!isPositive(step.duration)) yield ['duration', `must soak for more than 0 s; got ${step.duration}`];
      if (step.guaranteed === true && program.guarantee === undefined) {
        yield ['guarantee', 'is a guaranteed soak, but the program has no guarantee band'];
      }
      break;
    case 'wait':
      if (!('input' in step.for)) {
        const level = 'above' in step.for ? step.for.above : step.for.below;
        if (!Number.isFinite(level))
          yield ['not-a-number', `must wait for a temperature in °C; got ${level}`];
      }
      break;
    case 'jump':
      if (!Number.isInteger(step.to) || step.to < 1 || step.to >= number) {
        yield ['jump', `must jump back to a step from 1 to ${number - 1}; got ${step.to}`];
      }
      if (!Number.isSafeInteger(step.times) || step.times < 1) {
        yield ['jump', `must jump a whole number of times, 1 or more; got ${step.times}`];
      }
      for (const [index, other] of program.steps.slice(0, number - 1).entries()) {
        if (other.type === 'jump' && other.to < step.to && step.to <= index + 1) {
          yield [
            'overlapping-loops',
            `repeats steps ${step.to} to ${number}, which overlaps the loop of step ${index + 1} (${other.to} to ${index + 1}); loops must be nested or apart`,
          ];
        }
      }
      break;
  }
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}
