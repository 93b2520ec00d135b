import { describe, expect, it } from 'vitest';
import { c4, rangeConstantsOf } from './chart-constants.ts';
import { individualsChart, meanDeviationChart, meanRangeChart } from './control-chart.ts';

/** NIST/SEMATECH e-Handbook, 6.3.2.2: flowrates of ten batches. */
const batches = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];

describe('individualsChart', () => {
  it('agrees with the worked example of the NIST e-Handbook, 6.3.2.2', () => {
    const { location, spread, within } = individualsChart(batches);
    expect(location.center).toBeCloseTo(50.81, 2);
    expect(spread.center).toBeCloseTo(1.8778, 4);
    expect(location.upper).toBeCloseTo(55.8041, 3);
    expect(location.lower).toBeCloseTo(45.8159, 3);
    expect(within).toBeCloseTo(1.8778 / 1.128, 4);
    expect(spread.lower).toBe(0);
    expect(location.signals).toEqual([]);
  });

  it('finds a point beyond the limits and every run on one side', () => {
    const steady = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 1 : -1));
    const jump = individualsChart([...steady, 40, ...steady]);
    expect(jump.location.signals).toContainEqual({ index: 20, rule: 'beyond-limits' });
    const shifted = individualsChart([...steady, ...steady.map((value) => value * 0.1 + 3)]);
    expect(shifted.location.signals.map(({ rule }) => rule)).toContain('eight-on-one-side');
  });
});

describe('charts of subgroups', () => {
  const subgroups = [
    [5, 6, 4, 5, 5],
    [4, 5, 6, 5, 5],
    [6, 5, 5, 4, 5],
    [5, 5, 5, 6, 4],
  ];

  it('use the factors A2, D4, A3 and B4 of the tables for subgroups of five', () => {
    const { location, spread } = meanRangeChart(subgroups);
    expect(location.center).toBe(5);
    // A2 = 0.577 and D4 = 2.114 (NIST e-Handbook, 6.3.2.1 and 6.3.2).
    expect(location.upper).toBeCloseTo(5 + 0.577 * 2, 3);
    expect(spread.upper).toBeCloseTo(2.114 * 2, 2);
    const s = meanDeviationChart(subgroups);
    const average = s.spread.center;
    // A3 = 1.427 and B4 = 2.089.
    expect(s.location.upper).toBeCloseTo(5 + 1.427 * average, 3);
    expect(s.spread.upper).toBeCloseTo(2.089 * average, 3);
  });

  it('have constants as published', () => {
    expect(c4(2)).toBeCloseTo(0.7979, 4);
    expect(c4(5)).toBeCloseTo(0.94, 4);
    expect(c4(25)).toBeCloseTo(0.9896, 4);
    expect(rangeConstantsOf(5)).toEqual({ d2: 2.326, d3: 0.864 });
    expect(() => rangeConstantsOf(11)).toThrow('2 to 10');
  });

  it('refuse subgroups of different size', () => {
    expect(() =>
      meanRangeChart([
        [1, 2],
        [1, 2, 3],
      ]),
    ).toThrow('subgroups[1]');
    expect(() => meanRangeChart([[1, 2]])).toThrow('two subgroups');
  });
});
