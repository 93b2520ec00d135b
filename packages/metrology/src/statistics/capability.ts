import { mean, sampleStandardDeviation } from 'simple-statistics';
import { checkValues } from './check-values.ts';
import { individualsChart, meanRangeChart } from './control-chart.ts';
import { checkLimits } from './tolerance.ts';
import type { ToleranceLimits } from './tolerance.ts';

/** How well a process fits its tolerance. A field is undefined where it needs two limits, or where nothing spreads. */
export interface Capability {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of all values (n − 1): what the customer gets. */
  readonly overall: number;
  /** Standard deviation within subgroups, or between neighbours: what the process could do. */
  readonly within: number;
  /** Tolerance over 6 `within`. */
  readonly cp: number | undefined;
  /** The nearer limit's distance from the mean over 3 `within`. */
  readonly cpk: number | undefined;
  /** As `cp`, from `overall`. */
  readonly pp: number | undefined;
  /** As `cpk`, from `overall`. */
  readonly ppk: number | undefined;
  /** How many values are outside the limits. */
  readonly outside: number;
}

/**
 * Capability (Cp, Cpk) and performance (Pp, Ppk) indices of values in the order in which they were measured.
 *
 * Source: ISO 22514-2; NIST/SEMATECH e-Handbook, 6.1.6.
 *
 * @param options.subgroup - how many successive values form a subgroup, 1 to 10; 1 unless given, and then neighbours
 * are compared (moving range)
 * @throws FourwireError of kind `range` for fewer than two values, or fewer than two whole subgroups
 */
export function capability(
  values: ArrayLike<number>,
  limits: ToleranceLimits,
  options: { readonly subgroup?: number } = {},
): Capability {
  const data = checkValues(values, 2);
  checkLimits(limits);
  const { subgroup = 1 } = options;
  const within =
    subgroup === 1 ? individualsChart(data).within : meanRangeChart(subgroupsOf(data, subgroup)).within;
  const overall = sampleStandardDeviation(data);
  const average = mean(data);
  const { min = -Infinity, max = Infinity } = limits;
  return {
    count: data.length,
    mean: average,
    overall,
    within,
    cp: cp(within, limits),
    cpk: cpk(average, within, limits),
    pp: cp(overall, limits),
    ppk: cpk(average, overall, limits),
    outside: data.filter((value) => value < min || value > max).length,
  };
}

/** Whole subgroups of successive values; a rest at the end is left out. */
export function subgroupsOf(values: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

/**
 * The index `min(USL − mean, mean − LSL) / 3s`; with one limit, the side that has it. Undefined without limits or
 * spread. From the standard deviation of all values it is what ISO 22514-2 calls Ppk.
 */
export function cpk(
  average: number,
  deviation: number,
  limits: ToleranceLimits | undefined,
): number | undefined {
  const room = Math.min((limits?.max ?? Infinity) - average, average - (limits?.min ?? -Infinity));
  return Number.isFinite(room) && deviation > 0 ? room / (3 * deviation) : undefined;
}

/**
 * The index `(USL − LSL) / 6s`: what {@link cpk} would be with the mean in the middle. Undefined without two limits or
 * without spread. From the standard deviation of all values it is what ISO 22514-2 calls Pp.
 */
export function cp(deviation: number, limits: ToleranceLimits | undefined): number | undefined {
  const { min, max } = limits ?? {};
  return min === undefined || max === undefined || !(deviation > 0)
    ? undefined
    : (max - min) / (6 * deviation);
}
