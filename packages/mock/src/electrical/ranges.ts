import type { NumberRange, Parameter } from '../scpi/parameter.ts';

/** The lowest range that holds a value; the highest where none does. `over` is how much of itself a range can do. */
export function fittingRange(ranges: readonly number[], value: number, over = 1): number {
  const size = Math.abs(value);
  // What is computed from a full scale may be a hair above it.
  const fits = (range: number): boolean => size <= range * over * (1 + 1e-9);
  return ranges.find((range) => fits(range)) ?? ranges.at(-1) ?? size;
}

/** The range next to one, for `UP` and `DOWN`. */
function neighbour(ranges: readonly number[], range: number, by: 1 | -1): number {
  return ranges[ranges.indexOf(range) + by] ?? range;
}

/**
 * The range that a parameter chooses: `MIN`, `MAX`, `DEF`, `UP`, `DOWN`, or the lowest that holds a number; refused
 * with -222 beyond the highest.
 */
export function chooseRange(
  ranges: readonly number[],
  parameter: Parameter,
  present: number,
  { over = 1, normal }: { readonly over?: number; readonly normal?: number } = {},
): number {
  if (parameter.is('UP')) return neighbour(ranges, present, 1);
  if (parameter.is('DOWN')) return neighbour(ranges, present, -1);
  const [lowest = 0] = ranges;
  const highest = ranges.at(-1) ?? 0;
  const limits: NumberRange = {
    min: -highest * over,
    max: highest * over,
    ...(normal === undefined ? {} : { default: normal }),
  };
  if (parameter.is('MINimum')) return lowest;
  return fittingRange(ranges, parameter.number(limits), over);
}
