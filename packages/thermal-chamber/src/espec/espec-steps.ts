import { FourwireError } from '@fourwire/core';
import type { Program, ProgramOutputs, ProgramStep } from '../programs/program.ts';
import { unexpectedReply } from '../wire/errors.ts';

/** A step as the panel keeps it: a target, on a ramp or at once, and the time that it lasts. */
export interface EspecStep {
  /** In °C. */
  readonly temperature: number;
  readonly ramp: boolean;
  /** In %; undefined when humidity is off. */
  readonly humidity: number | undefined;
  readonly minutes: number;
  readonly guaranteed: boolean;
  /** Time signals that are on. */
  readonly relays: readonly number[];
}

/** A counter: the steps from `first` to `last` are repeated. */
interface EspecCounter {
  readonly first: number;
  readonly last: number;
  readonly repeats: number;
}

/** A program as the panel keeps it. */
export interface EspecProgram {
  readonly name: string;
  readonly steps: readonly EspecStep[];
  readonly counters: readonly EspecCounter[];
  readonly end: 'HOLD' | 'OFF';
}

/**
 * A program as the panel keeps it. A ramp as fast as the chamber can and the soak after it are one step there.
 *
 * @throws FourwireError of kind `range`, code `program-refused`, for a program that has no such form
 */
export function toEspec(program: Program): EspecProgram {
  const steps: EspecStep[] = [];
  const counters: EspecCounter[] = [];
  /** Number of the panel's step that begins with each step of the program. */
  const begins: (number | undefined)[] = [];
  let temperature: number | undefined;
  let humidity: number | undefined;
  let outputs: ProgramOutputs = {};
  for (const [index, step] of program.steps.entries()) {
    const refuse = (why: string): FourwireError =>
      new FourwireError(
        'range',
        'program-refused',
        `Program "${program.name}" refused: step ${index + 1} ${why}.`,
      );
    if (step.type === 'jump') {
      const first = begins[step.to - 1];
      if (first === undefined) {
        throw refuse(`jumps to step ${step.to}, which the panel keeps together with the step before it`);
      }
      counters.push({ first, last: steps.length, repeats: step.times });
      begins.push(undefined);
      continue;
    }
    if (step.type === 'wait') throw refuse('waits for a condition, which the controller cannot');
    outputs = Object.assign({}, outputs, step.outputs);
    if (step.type === 'ramp') {
      ({ temperature } = step);
      if (step.humidity !== undefined) humidity = step.humidity === 'off' ? undefined : step.humidity;
      if (step.pace === 'fastest') {
        if (program.steps[index + 1]?.type !== 'soak') {
          throw refuse('goes as fast as the chamber can and must be followed by a soak');
        }
        begins.push(steps.length + 1);
        continue;
      }
      if ('rate' in step.pace) throw refuse('ramps by rate; the controller knows duration, fastest');
    }
    if (temperature === undefined) throw refuse('soaks before any temperature was set');
    const isMerged = step.type === 'soak' && isFastest(program.steps[index - 1]);
    begins.push(isMerged ? undefined : steps.length + 1);
    const seconds = step.type === 'soak' ? step.duration : durationOf(step);
    steps.push({
      temperature: Math.round(temperature * 10) / 10,
      ramp: step.type === 'ramp',
      humidity: humidity === undefined ? undefined : Math.round(humidity),
      minutes: Math.round(seconds / 60),
      guaranteed: step.type === 'soak' && step.guaranteed === true,
      relays: Object.entries(outputs)
        .filter(([, on]) => on)
        .map(([name]) => Number(name))
        .toSorted((a, b) => a - b),
    });
  }
  return { name: program.name, steps, counters, end: program.end.action === 'hold' ? 'HOLD' : 'OFF' };
}

/** The program that the panel's steps mean; every step names the time signals that are on somewhere in it. */
export function fromEspec(stored: EspecProgram, guaranteeBand: number | undefined): Program {
  const isGuaranteed = stored.steps.some(({ guaranteed }) => guaranteed);
  if (isGuaranteed && guaranteeBand === undefined) {
    throw new FourwireError(
      'device',
      'guarantee-unknown',
      'The program has guaranteed soaks; give the option guaranteeBand with the band that is set at the panel, in K.',
    );
  }
  const relays = [...new Set(stored.steps.flatMap((step) => step.relays))];
  const steps: ProgramStep[] = [];
  const begins: number[] = [];
  let temperature: number | undefined;
  let humidity: number | undefined;
  for (const [index, step] of stored.steps.entries()) {
    begins.push(steps.length + 1);
    const outputs =
      relays.length === 0
        ? {}
        : {
            outputs: Object.fromEntries(relays.map((relay) => [String(relay), step.relays.includes(relay)])),
          };
    const moves = step.temperature !== temperature || step.humidity !== humidity;
    const also = step.humidity === humidity ? {} : { humidity: step.humidity ?? ('off' as const) };
    const duration = step.minutes * 60;
    if (step.ramp) {
      steps.push({ type: 'ramp', temperature: step.temperature, pace: { duration }, ...also, ...outputs });
    } else {
      if (moves)
        steps.push({ type: 'ramp', temperature: step.temperature, pace: 'fastest', ...also, ...outputs });
      steps.push({ type: 'soak', duration, ...(step.guaranteed ? { guaranteed: true } : {}), ...outputs });
    }
    ({ temperature, humidity } = step);
    for (const { first, last, repeats } of stored.counters) {
      if (last === index + 1) steps.push({ type: 'jump', to: begins[first - 1] ?? 1, times: repeats });
    }
  }
  return {
    name: stored.name,
    steps,
    end: { action: stored.end === 'HOLD' ? 'hold' : 'off' },
    ...(isGuaranteed && guaranteeBand !== undefined
      ? { guarantee: { band: guaranteeBand, sensor: 'air' } }
      : {}),
  };
}

/** The keys of a step in the order in which the panel wants them (section 5). */
export function formatStep(step: EspecStep, relays: readonly number[], hasHumidity: boolean): string {
  const list = (on: boolean): string =>
    relays.filter((relay) => step.relays.includes(relay) === on).join('.');
  return [
    `TEMP${step.temperature.toFixed(1)}`,
    step.ramp ? 'TRAMPON' : 'TRAMPOFF',
    ...(hasHumidity
      ? step.humidity === undefined
        ? ['HUMIOFF']
        : [`HUMI${step.humidity}`, 'HRAMPOFF']
      : []),
    `TIME${Math.floor(step.minutes / 60)}:${String(step.minutes % 60).padStart(2, '0')}`,
    `GRANTY ${step.guaranteed ? 'ON' : 'OFF'}`,
    'PAUSE OFF',
    ...(list(true) === '' ? [] : [`RELAY ON${list(true)}`]),
    ...(list(false) === '' ? [] : [`RELAY OFF${list(false)}`]),
  ].join(',');
}

/** A step as the panel gives it: `1,TEMP-40.0,TEMP RAMP ON,TIME1:00,GRANTY ON,REF9,RELAY ON1.2`. */
export function parseStep(reply: string): EspecStep {
  const found = (pattern: RegExp): string | undefined => pattern.exec(reply)?.[1];
  const temperature = found(/,TEMP\s*(-?\d+(?:\.\d+)?)/);
  const time = /,TIME\s*(\d+):(\d+)/.exec(reply);
  if (temperature === undefined || time === null) throw unexpectedReply('a step of a program', reply);
  const humidity = found(/,HUMI\s*(\d+(?:\.\d+)?)/);
  const relays = found(/,RELAY ON\s*([\d.]+)/);
  return {
    temperature: Number(temperature),
    ramp: found(/,TEMP RAMP (ON|OFF)/) === 'ON',
    humidity: humidity === undefined ? undefined : Number(humidity),
    minutes: Number(time[1]) * 60 + Number(time[2]),
    guaranteed: found(/,GRANTY (ON|OFF)/) === 'ON',
    relays: relays === undefined ? [] : relays.split('.').map(Number),
  };
}

/** What stands before the steps: `3,<CYCLE>,COUNT,A(1.2.10),B(0.0.0),END(OFF)`. */
export function parseHeader(reply: string): Omit<EspecProgram, 'steps'> & { readonly count: number } {
  const head = /^\s*(\d+),\s*<?([^<>]*?)>?,\s*COUNT,\s*(.*),\s*END\(([^)]*)\)\s*$/.exec(reply);
  const [, count, name, counts = '', end] = head ?? [];
  if (count === undefined || name === undefined) throw unexpectedReply('the header of a program', reply);
  if (end !== 'HOLD' && end !== 'OFF') {
    throw new FourwireError(
      'device',
      'step-unknown',
      `The program ends with "${end}", which a program cannot express.`,
    );
  }
  const counters = [...counts.matchAll(/[AB]\((\d+)\.(\d+)\.(\d+)\)/g)]
    .map(([, first, last, repeats]) => ({
      first: Number(first),
      last: Number(last),
      repeats: Number(repeats),
    }))
    // A counter that is not used has no repeats.
    .filter(({ repeats }) => repeats > 0);
  return { count: Number(count), name, counters, end };
}

function isFastest(step: ProgramStep | undefined): boolean {
  return step?.type === 'ramp' && step.pace === 'fastest';
}

function durationOf({ pace }: Extract<ProgramStep, { type: 'ramp' }>): number {
  return pace !== 'fastest' && 'duration' in pace ? pace.duration : 0;
}
