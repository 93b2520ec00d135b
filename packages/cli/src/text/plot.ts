import type { Instant } from '@fourwire/core';
import plot from 'simple-ascii-chart';

/** A value at a moment. */
export interface Sample {
  readonly at: Instant;
  readonly value: number;
}

/** What the labels of the axes and the frame take of the width and the height. */
const margin = { columns: 14, rows: 7 };

/**
 * A line over time as text, with the values on the left and seconds from the last sample below.
 *
 * @param size - of the terminal, in characters
 */
export function plotLine(
  title: string,
  samples: readonly Sample[],
  size: { readonly columns: number; readonly rows: number },
): string {
  const last = samples.at(-1)?.at ?? 0;
  const points = samples.map(({ at, value }): [number, number] => [(at - last) / 1000, value]);
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return plot(points, {
    title,
    width: Math.max(20, size.columns - margin.columns),
    height: Math.max(4, size.rows - margin.rows),
    // A line that does not move is drawn in the middle.
    ...(low === high ? { yRange: [low - 1, high + 1] as [number, number] } : {}),
    formatter: (value) => String(Number(value.toPrecision(5))),
  });
}
