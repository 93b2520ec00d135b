/** A change of a signal that a trigger or a counter looks for. */
export type SignalEdge = 'rising' | 'falling' | 'either';

/** A voltage over time, as it stands at an input. Time is in seconds of the bench's clock. It never changes: put another in its place. */
export interface VoltageSignal {
  /** V at a moment. */
  at(time: number): number;
  /** When it next passes `level` V after a moment; `undefined` when it never does. */
  crossing(level: number, edge: SignalEdge, after: number): number | undefined;
  /** Its average in V: what a coupling capacitor keeps back. */
  readonly mean: number;
  /** Seconds after which it repeats; `undefined` when it does not. */
  readonly period: number | undefined;
}

/** The same voltage all the time, 0 V unless given. */
export function steady(volts = 0): VoltageSignal {
  return { at: () => volts, crossing: () => undefined, mean: volts, period: undefined };
}

/** The form of a period: from -1 to 1 over a phase from 0 to 1. */
export type PeriodShape = (phase: number) => number;

/** Forms of periods that rise through their middle at phase 0. */
export const periodShapes = {
  sine: (phase: number): number => Math.sin(2 * Math.PI * phase),
  square: (phase: number): number => (phase < 0.5 ? 1 : -1),
  triangle: (phase: number): number => 1 - 4 * Math.abs(((phase + 0.25) % 1) - 0.5),
  ramp: (phase: number): number => 2 * ((phase + 0.5) % 1) - 1,
} as const satisfies Readonly<Record<string, PeriodShape>>;

/** A periodic signal. */
export interface PeriodicSignalOptions {
  /** Hz. */
  readonly frequency: number;
  /** V from peak to peak. */
  readonly peakToPeak: number;
  /** V in the middle; 0 unless given. */
  readonly offset?: number;
  /** Parts of a period by which it is early; 0 unless given. */
  readonly phase?: number;
  /** A sine unless given. */
  readonly shape?: PeriodShape;
}

/** Steps in which a period is searched for edges: narrower pulses are not found. */
const searchSteps = 500;

/** A signal that repeats its period for ever. */
export function periodic(options: PeriodicSignalOptions): VoltageSignal {
  const { frequency, peakToPeak, offset = 0, phase = 0, shape = periodShapes.sine } = options;
  const period = 1 / frequency;
  const at = (time: number): number => {
    const cycles = time * frequency + phase;
    return offset + (peakToPeak / 2) * shape(cycles - Math.floor(cycles));
  };
  let sum = 0;
  for (let step = 0; step < searchSteps; step++) sum += shape((step + 0.5) / searchSteps);
  return {
    at,
    mean: offset + ((peakToPeak / 2) * sum) / searchSteps,
    period,
    crossing: (level, edge, after) =>
      firstCrossing(at, { level, edge, from: after, to: after + 1.01 * period }),
  };
}

/** A pulse that comes once, from one level to another. */
export function singlePulse(options: {
  /** When it begins, in s of the bench's clock, and how long it lasts. */
  readonly begins: number;
  readonly lasts: number;
  readonly from: number;
  readonly to: number;
}): VoltageSignal {
  const { begins, lasts, from, to } = options;
  const ends = begins + lasts;
  const at = (time: number): number => (time >= begins && time < ends ? to : from);
  const edges = [
    { time: begins, rises: to > from },
    { time: ends, rises: to < from },
  ];
  return {
    at,
    mean: from,
    period: undefined,
    crossing(level, edge, after) {
      if (level <= Math.min(from, to) || level >= Math.max(from, to)) return undefined;
      return edges.find(
        ({ time, rises }) => time > after && (edge === 'either' || rises === (edge === 'rising')),
      )?.time;
    },
  };
}

/** The first place between two moments where a voltage passes a level. */
function firstCrossing(
  at: (time: number) => number,
  search: { readonly level: number; readonly edge: SignalEdge; readonly from: number; readonly to: number },
): number | undefined {
  const { level, edge, from, to } = search;
  const step = (to - from) / searchSteps;
  let before = at(from) - level;
  for (let index = 1; index <= searchSteps; index++) {
    const after = at(from + index * step) - level;
    const rises = before < 0 && after >= 0;
    const falls = before > 0 && after <= 0;
    if ((rises && edge !== 'falling') || (falls && edge !== 'rising'))
      return bisect(at, level, from + (index - 1) * step, from + index * step);
    before = after;
  }
  return undefined;
}

function bisect(at: (time: number) => number, level: number, low: number, high: number): number {
  let [before, after] = [low, high];
  const side = Math.sign(at(low) - level);
  for (let halving = 0; halving < 50; halving++) {
    const middle = (before + after) / 2;
    if (Math.sign(at(middle) - level) === side) before = middle;
    else after = middle;
  }
  return after;
}
