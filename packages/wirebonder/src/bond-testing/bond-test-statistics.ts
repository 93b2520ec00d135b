import { capability, individualsChart, meanRangeChart, subgroupsOf, summarise } from '@fourwire/metrology';
import type { Capability, ControlCharts, Summary, ToleranceLimits } from '@fourwire/metrology';
import type { BondTestResult } from '../classes/bond-tester.ts';

/** What a sample of bond tests is like; forces in cN. */
export interface BondTestStatistics {
  readonly summary: Summary;
  /** Cp, Cpk, Pp and Ppk; undefined without limits, or with fewer values than they need. */
  readonly capability: Capability | undefined;
  /** Control charts: of individual values, or of means and ranges of subgroups; undefined for fewer than two points. */
  readonly charts: ControlCharts | undefined;
  /** How often each failure code was seen; `none` for tests without one. */
  readonly failures: ReadonlyMap<string, number>;
}

/**
 * Statistics of the forces of bond tests, in the order in which they were made. Undefined for no results at all.
 *
 * @param options.limits - in cN; of a pull test usually the smallest force alone
 * @param options.subgroup - how many successive tests form a subgroup, such as the wires of one unit; 1 unless given
 */
export function bondTestStatistics(
  results: readonly BondTestResult[],
  options: { readonly limits?: ToleranceLimits; readonly subgroup?: number } = {},
): BondTestStatistics | undefined {
  const { limits, subgroup = 1 } = options;
  const forces = results.map(({ force }) => force);
  const summary = summarise(forces, limits);
  if (summary === undefined) return undefined;
  const points = Math.floor(forces.length / subgroup);
  const charted = points >= 2;
  const failures = new Map<string, number>();
  for (const { failure = 'none' } of results) failures.set(failure, (failures.get(failure) ?? 0) + 1);
  return {
    summary,
    capability: charted && limits !== undefined ? capability(forces, limits, { subgroup }) : undefined,
    charts: charted
      ? subgroup === 1
        ? individualsChart(forces)
        : meanRangeChart(subgroupsOf(forces, subgroup))
      : undefined,
    failures,
  };
}
