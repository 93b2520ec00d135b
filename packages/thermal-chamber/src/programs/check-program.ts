import type { Program, ProgramOutputs, ProgramStep, RampStep } from './program.ts';
import { structureProblems } from './program-structure.ts';
import type { ProgramProblem } from './program-structure.ts';
import { reachableSteps } from './reachable-steps.ts';
import { storageProblems } from './storage-problems.ts';
import type { StorageLimits } from './storage-problems.ts';

/** A closed interval. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** What a chamber allows. */
export interface ProgramLimits {
  /** Setpoints in °C. */
  readonly temperature: Bounds;
  /** Humidity setpoints in %RH, and the temperatures in °C at which humidity can be controlled. Absent: no humidity. */
  readonly humidity?: Bounds & { readonly between?: Bounds };
  /** Fastest heating, K/min. */
  readonly heating?: number;
  /** Fastest cooling, K/min. */
  readonly cooling?: number;
  /** Whether there is a product sensor; absent means no. */
  readonly product?: boolean;
  /** Names of the digital outputs; absent: not checked. */
  readonly outputs?: readonly string[];
  /** Names of the digital inputs; absent: not checked. */
  readonly inputs?: readonly string[];
  /** What the controller's memory can hold, when the program is to be stored there. */
  readonly storage?: StorageLimits;
}

type Complaint = readonly [code: ProgramProblem['code'], text: string];

/**
 * Every reason why `program` cannot run within `limits`, in the order of its steps; an empty list means it can. Pure,
 * never throws. Rates are checked for every way a step can be entered, also through a jump; the first ramp starts
 * from an unknown setpoint and is held to the faster of the two rates.
 */
export function checkProgram(program: Program, limits: ProgramLimits): ProgramProblem[] {
  const structure = structureProblems(program);
  const problems: ProgramProblem[] = [
    ...structure,
    ...[...wholeComplaints(program, limits)].map(([code, message]) => ({ code, message })),
    ...program.steps.flatMap((step, index) =>
      [...stepComplaints(step, limits)].map((complaint) => stepProblem(index + 1, complaint)),
    ),
    ...(structure.length === 0 ? pathProblems(program, limits) : []),
    ...storageProblems(program, limits.storage ?? {}),
  ];
  return problems.toSorted((a, b) => (a.step ?? 0) - (b.step ?? 0));
}

function stepProblem(step: number, [code, text]: Complaint): ProgramProblem {
  return { step, code, message: `Step ${step} ${text}.` };
}

function* wholeComplaints({ end, guarantee }: Program, limits: ProgramLimits): Generator<Complaint> {
  if (end.action === 'idle') {
    for (const [code, text] of setpointComplaints(end.temperature, end.humidity, limits)) {
      yield [code, `The idle setpoint at the end ${text}.`];
    }
  }
  if (guarantee?.sensor === 'product' && limits.product !== true) {
    yield ['sensor', 'The guarantee uses the product sensor, which this chamber lacks.'];
  }
}

function* stepComplaints(step: ProgramStep, limits: ProgramLimits): Generator<Complaint> {
  if (step.type === 'jump') return;
  yield* outputComplaints(step.outputs, limits.outputs);
  if (step.type === 'ramp') {
    yield* setpointComplaints(step.temperature, step.humidity === 'off' ? undefined : step.humidity, limits);
  }
  if (step.type !== 'wait') return;
  if ('input' in step.for) {
    if (limits.inputs?.includes(step.for.input) === false) {
      yield ['input', `waits for input "${step.for.input}"; there are ${limits.inputs.join(', ') || 'none'}`];
    }
  } else if (step.for.sensor === 'product' && limits.product !== true) {
    yield ['sensor', 'waits for the product sensor, which this chamber lacks'];
  }
}

/** Problems that depend on the setpoint a step starts from: rates by direction, humidity where it is not controlled. */
function pathProblems(program: Program, limits: ProgramLimits): ProgramProblem[] {
  const problems = new Map<string, ProgramProblem>();
  for (const { number, step, from, humidity } of reachableSteps(program)) {
    if (step.type !== 'ramp') continue;
    for (const complaint of [
      ...rateComplaints(step, from, limits),
      ...windowComplaints(step, from, humidity, limits),
    ]) {
      problems.set(`${number} ${complaint[0]}`, stepProblem(number, complaint));
    }
  }
  return [...problems.values()];
}

function* rateComplaints(
  step: RampStep,
  from: number | undefined,
  limits: ProgramLimits,
): Generator<Complaint> {
  const { pace, temperature } = step;
  if (pace === 'fastest' || temperature === from) return;
  if (from === undefined && 'duration' in pace) return;
  const { heating = Infinity, cooling = Infinity } = limits;
  const way = Math.abs(temperature - (from ?? temperature));
  const rate = 'rate' in pace ? pace.rate : (way / pace.duration) * 60;
  const allowed = from === undefined ? Math.max(heating, cooling) : temperature > from ? heating : cooling;
  // Rounding in a rate that was worked out from a time must not refuse what is exactly at the limit.
  if (rate <= allowed * (1 + 1e-9)) return;
  const start = from === undefined ? '' : ` from ${from}`;
  yield [
    'rate',
    `ramps${start} to ${temperature} °C at ${round(rate)} K/min; the chamber does ${allowed} K/min`,
  ];
}

function* windowComplaints(
  step: RampStep,
  from: number | undefined,
  humidity: number | undefined,
  limits: ProgramLimits,
): Generator<Complaint> {
  const window = limits.humidity?.between;
  if (window === undefined || humidity === undefined) return;
  const outside = [from, step.temperature].find((value) => value !== undefined && !isWithin(value, window));
  if (outside === undefined) return;
  yield [
    'humidity',
    `keeps ${humidity} %RH at ${outside} °C; humidity is controlled from ${window.min} to ${window.max} °C`,
  ];
}

function* setpointComplaints(
  temperature: number,
  humidity: number | undefined,
  limits: ProgramLimits,
): Generator<Complaint> {
  const { min, max } = limits.temperature;
  // What is not a number is reported as such by the check of the structure.
  if (Number.isFinite(temperature) && !isWithin(temperature, limits.temperature)) {
    yield ['temperature', `asks for ${temperature} °C; allowed are ${min} to ${max} °C`];
  }
  if (humidity === undefined) return;
  if (limits.humidity === undefined) {
    yield ['humidity', `asks for ${humidity} %RH; this chamber has no humidity control`];
  } else if (Number.isFinite(humidity) && !isWithin(humidity, limits.humidity)) {
    yield [
      'humidity',
      `asks for ${humidity} %RH; allowed are ${limits.humidity.min} to ${limits.humidity.max} %RH`,
    ];
  }
}

function* outputComplaints(
  outputs: ProgramOutputs = {},
  names: readonly string[] | undefined,
): Generator<Complaint> {
  for (const name of Object.keys(outputs)) {
    if (names?.includes(name) === false) {
      yield ['output', `sets output "${name}"; there are ${names.join(', ') || 'none'}`];
    }
  }
}

function isWithin(value: number, { min, max }: Bounds): boolean {
  return value >= min && value <= max;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
