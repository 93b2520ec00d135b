import { max, mean, median, min, quantile, sampleStandardDeviation } from 'simple-statistics';
import type { MeasurementLimits } from '../records/entry.ts';

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
  limits: MeasurementLimits | undefined,
): Summary | undefined {
  if (values.length === 0) return undefined;
  const data = [...values];
  const deviation = data.length < 2 ? undefined : sampleStandardDeviation(data);
  const average = mean(data);
  return {
    count: data.length,
    mean: average,
    median: median(data),
    min: min(data),
    max: max(data),
    deviation,
    cpk: deviation === undefined ? undefined : cpk(average, deviation, limits),
  };
}

/**
 * The capability index `min(USL − mean, mean − LSL) / 3s`; with one limit, the side that has it. From the standard
 * deviation of all values, so that without subgroups it is what ISO 22514-2 calls Ppk. Undefined without limits or
 * spread.
 */
export function cpk(
  average: number,
  deviation: number,
  limits: MeasurementLimits | undefined,
): number | undefined {
  const room = Math.min((limits?.max ?? Infinity) - average, average - (limits?.min ?? -Infinity));
  return Number.isFinite(room) && deviation > 0 ? room / (3 * deviation) : undefined;
}

/** A bar of a histogram: values from `from` up to, not including, `to`; the last bar includes its end. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Sorts values into 5 to 30 bars of a round width, chosen by the rule of Freedman and Diaconis (twice the
 * interquartile range over the cube root of the count).
 */
export function histogram(values: readonly number[]): readonly Bin[] {
  if (values.length === 0) return [];
  const data = [...values];
  const [low, high] = [min(data), max(data)];
  const span = high - low;
  if (span === 0) {
    const half = low === 0 ? 0.5 : Math.abs(low) * 0.005;
    return [{ from: low - half, to: low + half, count: data.length }];
  }
  const spread = quantile(data, 0.75) - quantile(data, 0.25);
  const wanted = (2 * spread) / Math.cbrt(data.length);
  const width = roundUp(Math.min(Math.max(wanted, span / 30), span / 5));
  const first = Math.floor(low / width);
  const counts = Array.from({ length: Math.floor(high / width) - first + 1 }, () => 0);
  for (const value of data) {
    const index = Math.min(Math.floor(value / width) - first, counts.length - 1);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((count, index) => ({
    from: tidy((first + index) * width),
    to: tidy((first + index + 1) * width),
    count,
  }));
}

/** The next of 1, 2, 2.5, 5 times a power of ten, unless that is much more. */
function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= width * 0.999_999) ?? 10;
  return step * power;
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
