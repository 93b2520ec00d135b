import type { NumberRange, Parameter } from '../scpi/parameter.ts';
import type { DmmFunction } from './dmm-functions.ts';
import type { DmmModel } from './dmm-model.ts';

/** What the range of a function may be. */
export function rangeLimits({ ranges, normalRange }: DmmFunction): NumberRange {
  return { min: ranges[0] ?? 0, max: ranges.at(-1) ?? 0, default: normalRange };
}

/** The range for an expected maximum: the next one up. */
export function rangeFor(one: DmmFunction, expected: Parameter): number {
  const { min = 0, ...limits } = rangeLimits(one);
  const most = expected.is('MINimum') ? min : expected.number({ ...limits, min: 0 });
  return one.ranges.find((range) => range >= most) ?? one.normalRange;
}

/** Integration times come in steps. Unconfirmed: one between two of them becomes the longer one. */
export function chooseCycles({ traits }: DmmModel, wanted: number): number {
  return [...traits.resolutions.keys()].find((cycles) => cycles >= wanted) ?? wanted;
}

/**
 * The integration time in power-line cycles for a resolution: the shortest that reaches it. Unconfirmed: one that is
 * finer than the longest gives, or coarser than 1 % of the range, is out of range.
 */
export function cyclesFor({ traits }: DmmModel, range: number, resolution: Parameter): number {
  const table = [...traits.resolutions];
  const [shortest = [10, 0]] = table;
  const finest = (table.at(-1)?.[1] ?? 0) * range;
  // The rounding of decimal fractions must not cost a step of the table.
  const wanted = resolution.is('MAXimum')
    ? shortest[1] * range
    : resolution.number({ min: finest * (1 - 1e-9), max: range / 100 });
  return table.find(([, part]) => part * range <= wanted * (1 + 1e-8))?.[0] ?? 10;
}
