import type { ChamberProgram, ProgramLoop, ProgramSegment } from '../chamber-controller/chamber-program.ts';

/** Where a program starts: final values of `INTV0`. */
interface ThermotronStart {
  readonly temperature: number;
  readonly humidity: number;
}

/** One interval as `INTVn` sets it (sheet section 3). */
export interface ThermotronInterval {
  /** As it was sent, for reading it back. */
  readonly text: string;
  /** Final value of channel 1, in °C. */
  readonly temperature: number;
  /** Final value of channel 2, in %RH. */
  readonly humidity: number;
  /** Deviation limit of channel 1, in K. */
  readonly deviation: number;
  readonly seconds: number;
  /** How often it is jumped to {@link next} after this interval. */
  readonly loops: number;
  /** Number of the interval, from 1. */
  readonly next: number;
  /** Auxiliary groups 1 and 2. */
  readonly auxiliaries: readonly [number, number];
  /** Bit sum of `OPTN`. */
  readonly options: number;
}

/** A stored program. */
export interface ThermotronProgram {
  readonly name: string;
  start: ThermotronStart;
  readonly intervals: Map<number, ThermotronInterval>;
}

/** Bits of `OPTN` (sheet section 3). */
export const thermotronOptions = { productControl: 1, humidity: 2, guaranteedSoak: 8 } as const;

/** Takes the parameters of `INTVn` apart; `undefined` when they are not as the sheet has them. */
export function readInterval(parameters: readonly string[]): ThermotronInterval | undefined {
  if (parameters.length !== 16) return undefined;
  const values = parameters.map((text, index) => (index === 8 ? secondsOf(text) : numberOf(text)));
  if (values.some(Number.isNaN)) return undefined;
  const value = (index: number): number => values[index] ?? 0;
  return {
    text: parameters.join(','),
    temperature: value(0),
    humidity: value(1),
    deviation: value(4),
    seconds: value(8),
    loops: value(10),
    next: value(11),
    auxiliaries: [value(12), value(13)],
    options: value(15),
  };
}

/** A number in plain decimals; not a number for anything else. */
export function numberOf(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** What the controller runs: the first segment is where `INTV0` starts. */
export function chamberProgram(program: ThermotronProgram, ended: () => void): ChamberProgram {
  const { intervals, start } = program;
  const numbers = [...intervals.keys()].toSorted((first, second) => first - second);
  const segments = numbers.flatMap((number): readonly ProgramSegment[] => {
    const interval = intervals.get(number);
    return interval === undefined ? [] : [segmentOf(interval)];
  });
  const loops = numbers.flatMap((number): readonly ProgramLoop[] => {
    const { loops: repeats = 0, next = 0 } = intervals.get(number) ?? {};
    return repeats > 0 && next > 0 && next <= number ? [{ after: number, to: next, repeats }] : [];
  });
  return {
    segments: [
      { temperature: start.temperature, humidity: start.humidity, ramp: false, seconds: 0 },
      ...segments,
    ],
    loops,
    end: 'off',
    ended,
  };
}

function segmentOf(interval: ThermotronInterval): ProgramSegment {
  const { temperature, humidity, deviation, seconds, auxiliaries, options } = interval;
  const has = (bit: number): boolean => (options & bit) !== 0;
  return {
    temperature,
    humidity: has(thermotronOptions.humidity) ? humidity : 'off',
    ramp: true,
    humidityRamp: true,
    seconds,
    ...(has(thermotronOptions.guaranteedSoak) && deviation > 0 && { band: deviation }),
    outputs: auxiliaries.flatMap((mask) => Array.from({ length: 8 }, (_, bit) => ((mask >> bit) & 1) === 1)),
    controls: has(thermotronOptions.productControl) ? 'product' : 'air',
  };
}

function secondsOf(text: string): number {
  const [, hours, minutes, seconds] = /^(\d{1,3}):([0-5]\d):([0-5]\d)$/.exec(text.trim()) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
