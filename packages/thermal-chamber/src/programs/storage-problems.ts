import type { Program, ProgramEnd, ProgramSensor, ProgramStep } from './program.ts';
import type { ProgramProblem } from './program-structure.ts';

/** What a controller that stores programs can hold; what is left out is not limited. */
export interface StorageLimits {
  /** Number of steps. */
  readonly steps?: number;
  /** Number of jump steps. */
  readonly jumps?: number;
  /** Most repeats of one jump. */
  readonly times?: number;
  /** Length of the name. */
  readonly nameLength?: number;
  /** What names may consist of. */
  readonly namePattern?: RegExp;
  /** Longest step, in seconds. */
  readonly longestStep?: number;
  /** Durations are multiples of this, in seconds (60 on a controller that counts minutes). */
  readonly durationResolution?: number;
  /** Rates are multiples of this, in K/min. */
  readonly rateResolution?: number;
  /** The ways of ramping it knows. */
  readonly paces?: readonly ('rate' | 'duration' | 'fastest')[];
  /** Whether it knows wait steps. */
  readonly waits?: boolean;
  /** Whether it knows guaranteed soaks. */
  readonly guarantee?: boolean;
  /** The sensors that guaranteed soaks can go by. */
  readonly guaranteeSensors?: readonly ProgramSensor[];
  /** The one band of guaranteed soaks that it has, in K. */
  readonly guaranteeBand?: number;
  /** The end actions it knows. */
  readonly ends?: readonly ProgramEnd['action'][];
}

/** Why a controller's memory cannot hold a program as it is. */
export function storageProblems(program: Program, storage: StorageLimits): ProgramProblem[] {
  const code = 'not-storable';
  return [
    ...[...wholeComplaints(program, storage)].map((message) => ({ code, message }) as const),
    ...program.steps.flatMap((step, index) =>
      [...stepComplaints(step, storage)].map(
        (text) => ({ step: index + 1, code, message: `Step ${index + 1} ${text}.` }) as const,
      ),
    ),
  ];
}

function* wholeComplaints(
  { name, steps, end, guarantee }: Program,
  storage: StorageLimits,
): Generator<string> {
  const jumps = steps.filter(({ type }) => type === 'jump').length;
  const counts = [
    [steps.length, storage.steps, 'steps'],
    [jumps, storage.jumps, 'jumps'],
    [name.length, storage.nameLength, 'characters in its name'],
  ] as const;
  for (const [count, most = Infinity, what] of counts) {
    if (count > most) yield `The program has ${count} ${what}; the controller holds ${most}.`;
  }
  if (storage.namePattern?.test(name) === false) {
    yield `The name "${name}" has characters that the controller does not know; it knows ${storage.namePattern.source}.`;
  }
  const { guaranteeBand, guaranteeSensors } = storage;
  if (guarantee !== undefined && guaranteeSensors?.includes(guarantee.sensor) === false) {
    yield `Guaranteed soaks go by the ${guarantee.sensor}; the controller's go by the ${guaranteeSensors.join(' or the ')}.`;
  }
  if (guaranteeBand !== undefined && guarantee !== undefined && guarantee.band !== guaranteeBand) {
    yield `The guarantee's band is ${guarantee.band} K; the controller's is ${guaranteeBand} K.`;
  }
  if (storage.ends?.includes(end.action) === false) {
    yield `The controller cannot end with "${end.action}"; it knows ${storage.ends.join(', ')}.`;
  }
}

function* stepComplaints(step: ProgramStep, storage: StorageLimits): Generator<string> {
  const { times = Infinity, paces } = storage;
  switch (step.type) {
    case 'jump':
      if (step.times > times)
        yield `jumps ${step.times} times; the controller repeats at most ${times} times`;
      break;
    case 'wait':
      if (storage.waits === false) yield 'waits for a condition, which the controller cannot';
      break;
    case 'soak':
      if (step.guaranteed === true && storage.guarantee === false) {
        yield 'is a guaranteed soak, which the controller does not know';
      }
      yield* durationComplaints(step.duration, storage);
      break;
    case 'ramp': {
      const { pace } = step;
      const kind = pace === 'fastest' ? pace : 'rate' in pace ? 'rate' : 'duration';
      if (paces?.includes(kind) === false) yield `ramps by ${kind}; the controller knows ${paces.join(', ')}`;
      if (pace === 'fastest') break;
      if ('duration' in pace) yield* durationComplaints(pace.duration, storage);
      else if (!isMultiple(pace.rate, storage.rateResolution)) {
        yield `ramps at ${pace.rate} K/min; the controller stores multiples of ${storage.rateResolution} K/min`;
      }
      break;
    }
  }
}

function* durationComplaints(duration: number, storage: StorageLimits): Generator<string> {
  const { longestStep = Infinity, durationResolution } = storage;
  if (duration > longestStep) yield `takes ${duration} s; the controller stores at most ${longestStep} s`;
  if (!isMultiple(duration, durationResolution)) {
    yield `takes ${duration} s; the controller stores multiples of ${durationResolution} s`;
  }
}

function isMultiple(value: number, resolution: number | undefined): boolean {
  if (resolution === undefined) return true;
  const steps = value / resolution;
  return Math.abs(steps - Math.round(steps)) < 1e-6;
}
