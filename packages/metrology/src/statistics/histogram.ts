import { max, min, quantile } from 'simple-statistics';

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
