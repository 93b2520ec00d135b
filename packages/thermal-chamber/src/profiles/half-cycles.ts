import type { CyclingValues } from './profile-values.ts';
import type { GoodSample } from './run.ts';

/** One of the two extremes. */
export type Side = 'low' | 'high';

/** The part of a run on one side of the middle: approach, stay at the extreme, departure. */
export interface HalfCycle {
  readonly side: Side;
  readonly samples: readonly GoodSample[];
  /** From the first to the last sample at or beyond the edge of the tolerance; empty when it was not reached. */
  readonly visit: readonly GoodSample[];
}

/** A stay of the load in a zone; `proven` are the seconds in it between good readings that follow each other. */
export interface ZoneStay {
  readonly side: Side;
  readonly from: number;
  readonly to: number;
  readonly proven: number;
}

/** The temperatures that count as being at an extreme. */
export function toleranceOf(values: CyclingValues, side: Side): { min: number; max: number } {
  const { minus, plus } = side === 'low' ? values.lowTolerance : values.highTolerance;
  return { min: values[side] - minus, max: values[side] + plus };
}

/** Cuts a run where the temperature crosses the middle, with a tenth of the span as hysteresis against noise. */
export function halfCycles(samples: readonly GoodSample[], values: CyclingValues): HalfCycle[] {
  const middle = (values.low + values.high) / 2;
  const hysteresis = (values.high - values.low) / 10;
  const parts: { side: Side | undefined; samples: GoodSample[] }[] = [{ side: undefined, samples: [] }];
  for (const sample of samples) {
    let part = parts.at(-1);
    const offset = sample.temperature - middle;
    const side = Math.abs(offset) <= hysteresis ? part?.side : offset < 0 ? 'low' : 'high';
    if (part === undefined || (side !== part.side && part.side !== undefined)) {
      part = { side, samples: [] };
      parts.push(part);
    }
    part.side = side;
    part.samples.push(sample);
  }
  return parts.flatMap(({ side, samples: own }) =>
    side === undefined ? [] : [halfCycle(side, own, values)],
  );
}

function halfCycle(side: Side, samples: readonly GoodSample[], values: CyclingValues): HalfCycle {
  const { min, max } = toleranceOf(values, side);
  const isThere = ({ temperature }: GoodSample): boolean =>
    side === 'low' ? temperature <= max : temperature >= min;
  const first = samples.findIndex(isThere);
  return { side, samples, visit: first < 0 ? [] : samples.slice(first, samples.findLastIndex(isThere) + 1) };
}

/** Where the load was, one stay after the other; empty when the samples do not say. */
export function zoneStays(samples: readonly GoodSample[]): ZoneStay[] {
  const stays: { side: Side; from: number; to: number; proven: number }[] = [];
  let before: GoodSample['zone'];
  for (const { zone, time, since } of samples) {
    const stay = stays.at(-1);
    if (zone === 'low' || zone === 'high') {
      if (stay?.side !== zone) stays.push({ side: zone, from: time, to: time, proven: 0 });
      else {
        stay.to = time;
        if (before === zone) stay.proven += since ?? 0;
      }
    }
    before = zone;
  }
  return stays;
}

/**
 * Seconds from 10 % to 90 % of the way between the nominal extremes, interpolated between samples; undefined when the
 * samples do not go that way.
 */
export function middleOfRamp(
  before: HalfCycle,
  after: HalfCycle,
  { low, high }: CyclingValues,
): number | undefined {
  const span = after.side === 'high' ? high - low : low - high;
  const start = after.side === 'high' ? low : high;
  let began: number | undefined;
  let last: GoodSample | undefined;
  for (const samples of [before.samples, after.samples]) {
    for (const sample of samples) {
      if (last !== undefined) {
        began = crossing(last, sample, start, span, 0.1) ?? began;
        const ended = crossing(last, sample, start, span, 0.9);
        if (began !== undefined && ended !== undefined) return ended - began;
      }
      last = sample;
    }
  }
  return undefined;
}

/** When the way from `a` to `b` passes a part of the span in its direction; undefined when it does not. */
function crossing(
  a: GoodSample,
  b: GoodSample,
  start: number,
  span: number,
  part: number,
): number | undefined {
  const [from, to] = [(a.temperature - start) / span, (b.temperature - start) / span];
  if (from >= part || to < part) return undefined;
  return a.time + ((part - from) / (to - from)) * (b.time - a.time);
}
