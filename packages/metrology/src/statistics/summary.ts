import { max, mean, median, min, sampleStandardDeviation } from 'simple-statistics';
import { cpk } from './capability.ts';
import type { ToleranceLimits } from './tolerance.ts';

/** What a set of values is like. Fields that need more values than there are, are undefined. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Sample standard deviation (n − 1). */
  readonly deviation: number | undefined;
  /** See {@link cpk}. */
  readonly cpk: number | undefined;
}

/** Summarises values; undefined when there are none. */
export function summarise(
  values: readonly number[],
  limits: ToleranceLimits | undefined,
): Summary | undefined {
  if (values.length === 0) return undefined;
  const data = [...values];
  const [low, high] = [min(data), max(data)];
  // Of equal values rounding would leave a deviation, and with it a capability of any size.
  const isEqual = low === high;
  const deviation = data.length < 2 ? undefined : isEqual ? 0 : sampleStandardDeviation(data);
  const average = isEqual ? low : mean(data);
  return {
    count: data.length,
    mean: average,
    median: median(data),
    min: low,
    max: high,
    deviation,
    cpk: deviation === undefined ? undefined : cpk(average, deviation, limits),
  };
}
