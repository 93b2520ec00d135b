import type { ChamberProgram, ProgramLoop, ProgramSegment } from '../chamber-controller/chamber-program.ts';

/** One step of a stored program. */
export interface EspecStep {
  readonly temperature: number;
  readonly ramp: boolean;
  readonly product: boolean;
  readonly above: number;
  readonly below: number;
  /** %RH; `undefined` when humidity is off. */
  readonly humidity: number | undefined;
  readonly humidityRamp: boolean;
  readonly minutes: number;
  readonly guaranteed: boolean;
  readonly pause: boolean;
  readonly refrigeration: number;
  /** Numbers of the time signals that are on. */
  readonly relays: readonly number[];
}

/** Steps from `start` to `end` are repeated `cycles` times. */
export interface EspecCounter {
  readonly start: number;
  readonly end: number;
  readonly cycles: number;
}

/** How a program ends: `RUN` goes on with program `next`. */
export interface EspecEnd {
  readonly mode: 'OFF' | 'STANDBY' | 'CONSTANT' | 'HOLD' | 'RUN';
  readonly next: number;
}

/** A stored program. */
export interface EspecProgram {
  name: string;
  readonly date: string;
  readonly steps: EspecStep[];
  /** A and B. */
  counters: readonly [EspecCounter, EspecCounter];
  end: EspecEnd;
  readonly limits: { high: number; low: number; humidityHigh: number; humidityLow: number };
  /** Where the first ramp starts: from a set value, or from where the chamber is. */
  readonly start: { temperature: number | undefined; humidity: number | undefined };
}

export const noCounter: EspecCounter = { start: 0, end: 0, cycles: 0 };

/** A program without steps. */
export function emptyProgram(date: string): EspecProgram {
  return {
    name: '',
    date,
    steps: [],
    counters: [noCounter, noCounter],
    end: { mode: 'STANDBY', next: 0 },
    limits: { high: 140, low: -50, humidityHigh: 100, humidityLow: 0 },
    start: { temperature: undefined, humidity: undefined },
  };
}

/** What a step is before anything is written to it: as the one before it. */
export function nextStep(before: EspecStep | undefined): EspecStep {
  return (
    before ?? {
      temperature: 23,
      ramp: false,
      product: false,
      above: 10,
      below: 10,
      humidity: undefined,
      humidityRamp: false,
      minutes: 0,
      guaranteed: false,
      pause: false,
      refrigeration: 9,
      relays: [],
    }
  );
}

/** Unconfirmed: the band in K within which the time of a guaranteed soak counts. */
const soakBand = 1;

/** A program as the controller runs it. */
export function chamberProgram(program: EspecProgram, relays: number, ended: () => void): ChamberProgram {
  const loops = program.counters.flatMap(({ start, end, cycles }): readonly ProgramLoop[] =>
    cycles > 0 ? [{ after: end - 1, to: start - 1, repeats: cycles }] : [],
  );
  return {
    segments: program.steps.map((step) => segmentOf(step, relays)),
    // The inner of two counters ends first.
    loops: loops.toSorted((a, b) => a.after - b.after || b.to - a.to),
    end: program.end.mode === 'HOLD' ? 'hold' : program.end.mode === 'CONSTANT' ? 'manual' : 'off',
    ended,
  };
}

function segmentOf(step: EspecStep, relays: number): ProgramSegment {
  return {
    temperature: step.temperature,
    humidity: step.humidity ?? 'off',
    ramp: step.ramp,
    humidityRamp: step.humidityRamp,
    seconds: step.minutes * 60,
    band: step.guaranteed ? soakBand : undefined,
    outputs: Array.from({ length: relays }, (_, index) => step.relays.includes(index + 1)),
    controls: step.product ? 'product' : 'air',
    pause: step.pause,
  };
}
