import { max, mean, min, sampleStandardDeviation } from 'simple-statistics';
import { c4, rangeConstantsOf } from './chart-constants.ts';
import { checkValues, refuseInput } from './check-values.ts';

/** A rule that a chart breaks, and where it is complete: the index of the last point that belongs to it. */
export interface ControlSignal {
  readonly index: number;
  readonly rule: 'beyond-limits' | 'two-of-three-beyond-2s' | 'four-of-five-beyond-1s' | 'eight-on-one-side';
}

/** One chart: its points, its centre line and limits, and where it is out of control. */
export interface ControlChart {
  readonly points: readonly number[];
  readonly center: number;
  readonly lower: number;
  readonly upper: number;
  readonly signals: readonly ControlSignal[];
}

/** A chart of the location and one of the spread, with the standard deviation they estimate. */
export interface ControlCharts {
  readonly location: ControlChart;
  readonly spread: ControlChart;
  /** Standard deviation within subgroups, or between neighbours on a chart of individuals. */
  readonly within: number;
}

/**
 * Charts of individual values and their moving ranges, for processes where every piece is measured once.
 *
 * Source: NIST/SEMATECH e-Handbook, 6.3.2.2; rules of Western Electric, 6.3.2.
 *
 * @throws FourwireError of kind `range` for fewer than two values
 */
export function individualsChart(values: ArrayLike<number>): ControlCharts {
  const data = checkValues(values, 2);
  const ranges = data.slice(1).map((value, index) => Math.abs(value - (data[index] ?? value)));
  const { d2, d3 } = rangeConstantsOf(2);
  const range = mean(ranges);
  const within = range / d2;
  return {
    location: chart(data, mean(data), within),
    spread: chart(ranges, range, d3 * within, 0),
    within,
  };
}

/**
 * Charts of the means and ranges of subgroups of 2 to 10 values.
 *
 * Source: NIST/SEMATECH e-Handbook, 6.3.2.1.
 *
 * @throws FourwireError of kind `range` for fewer than two subgroups, or subgroups of different size
 */
export function meanRangeChart(subgroups: readonly ArrayLike<number>[]): ControlCharts {
  const groups = checkGroups(subgroups);
  const size = groups[0]?.length ?? 0;
  const { d2, d3 } = rangeConstantsOf(size);
  const ranges = groups.map((group) => max(group) - min(group));
  const within = mean(ranges) / d2;
  const means = groups.map((group) => mean(group));
  return {
    location: chart(means, mean(means), within / Math.sqrt(size)),
    spread: chart(ranges, mean(ranges), d3 * within, 0),
    within,
  };
}

/** Charts of the means and standard deviations of subgroups of any size from 2 on; as {@link meanRangeChart}. */
export function meanDeviationChart(subgroups: readonly ArrayLike<number>[]): ControlCharts {
  const groups = checkGroups(subgroups);
  const size = groups[0]?.length ?? 0;
  const deviations = groups.map((group) => sampleStandardDeviation(group));
  const within = mean(deviations) / c4(size);
  const means = groups.map((group) => mean(group));
  return {
    location: chart(means, mean(means), within / Math.sqrt(size)),
    spread: chart(deviations, mean(deviations), within * Math.sqrt(1 - c4(size) ** 2), 0),
    within,
  };
}

function checkGroups(subgroups: readonly ArrayLike<number>[]): number[][] {
  if (subgroups.length < 2) refuseInput(`A chart needs two subgroups or more; got ${subgroups.length}.`);
  const groups = subgroups.map((group, index) => checkValues(group, 2, `subgroups[${index}]`));
  const size = groups[0]?.length ?? 0;
  const odd = groups.findIndex((group) => group.length !== size);
  if (odd >= 0)
    refuseInput(
      `subgroups[${odd}] has ${groups[odd]?.length} values where the first has ${size}; they must be equal.`,
    );
  return groups;
}

/** @param least - the lowest limit that makes sense; a chart with one is of a spread, for which only its limits count */
function chart(points: readonly number[], center: number, sigma: number, least = -Infinity): ControlChart {
  const lower = Math.max(center - 3 * sigma, least);
  const upper = center + 3 * sigma;
  const outside = points.flatMap((point, index): ControlSignal[] =>
    point < lower || point > upper ? [{ index, rule: 'beyond-limits' }] : [],
  );
  const runs = least === -Infinity ? runRules(points, center, sigma) : [];
  return {
    points,
    center,
    lower,
    upper,
    signals: [...outside, ...runs].toSorted((a, b) => a.index - b.index),
  };
}

/** The rules of Western Electric about several points, each on one side of the centre line. */
function runRules(points: readonly number[], center: number, sigma: number): ControlSignal[] {
  const signals: ControlSignal[] = [];
  for (let index = 0; index < points.length; index++) {
    const [found] = [1, -1].flatMap((side): ControlSignal[] => {
      const beyond = (count: number, sigmas: number): number =>
        points
          .slice(Math.max(0, index - count + 1), index + 1)
          .filter((point) => side * (point - center) > sigmas * sigma).length;
      // A rule is complete with a point that is part of it.
      const now = side * ((points[index] ?? center) - center);
      if (now > 2 * sigma && beyond(3, 2) >= 2) return [{ index, rule: 'two-of-three-beyond-2s' }];
      if (now > sigma && beyond(5, 1) >= 4) return [{ index, rule: 'four-of-five-beyond-1s' }];
      return beyond(8, 0) === 8 ? [{ index, rule: 'eight-on-one-side' }] : [];
    });
    if (found !== undefined) signals.push(found);
  }
  return signals;
}
