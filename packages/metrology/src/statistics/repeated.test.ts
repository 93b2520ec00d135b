import { describe, expect, it } from 'vitest';
import { rectangular, repeatedMeasurement } from './repeated.ts';

/** JCGM 100:2008 (GUM), table 1: twenty observations of a temperature in °C. */
const temperatures = [
  96.9, 98.18, 98.25, 98.61, 99.03, 99.49, 99.56, 99.74, 99.89, 100.07, 100.33, 100.42, 100.68, 100.95,
  101.11, 101.2, 101.57, 101.84, 102.36, 102.72,
];

describe('repeatedMeasurement', () => {
  it('agrees with the worked example of the GUM, 4.4.3', () => {
    const result = repeatedMeasurement(temperatures);
    expect(result.count).toBe(20);
    expect(result.mean).toBeCloseTo(100.145, 3);
    expect(result.deviation).toBeCloseTo(1.489, 3);
    expect(result.typeA).toBeCloseTo(0.333, 3);
    expect(result.freedom).toBeCloseTo(19, 9);
    expect(result.coverage).toBeCloseTo(2.093, 3);
    expect(result.expanded).toBeCloseTo(0.697, 3);
  });

  it('counts effective degrees of freedom as the GUM does in H.1.6: 16 for the end gauge', () => {
    // Standard uncertainties in nm with their degrees of freedom, GUM H.1, table H.1 and H.1.6.
    const contributions = [
      { name: 'standard', standard: 25, freedom: 18 },
      { name: 'difference, systematic and random', standard: 9.7, freedom: 25.6 },
      { name: 'difference of expansion', standard: 2.9, freedom: 50 },
      { name: 'difference of temperature', standard: 16.6, freedom: 2 },
    ];
    // No spread of its own: all uncertainty is in the contributions.
    const result = repeatedMeasurement([838, 838, 838, 838, 838], { confidence: 0.99, contributions });
    expect(result.standard).toBeCloseTo(32, 0);
    expect(result.freedom).toBeGreaterThan(16);
    expect(result.freedom).toBeLessThan(17);
    expect(result.coverage).toBeCloseTo(2.92, 1);
    expect(result.expanded).toBeGreaterThan(91);
    expect(result.expanded).toBeLessThan(93.5);
  });

  it('handles values without any spread, and a resolution as the only uncertainty', () => {
    expect(repeatedMeasurement([5, 5, 5])).toMatchObject({ deviation: 0, expanded: 0 });
    const { expanded } = repeatedMeasurement([5, 5, 5], {
      contributions: [{ name: 'resolution', standard: rectangular(0.0005) }],
    });
    expect(expanded).toBeCloseTo((1.96 * 0.0005) / Math.sqrt(3), 7);
  });

  it('refuses what is no measurement, with its index', () => {
    expect(() => repeatedMeasurement([1])).toThrow(
      expect.objectContaining({ code: 'samples-too-few' }) as Error,
    );
    expect(() => repeatedMeasurement([1, 2, NaN])).toThrow('values[2]');
    expect(() => repeatedMeasurement([1, 2], { confidence: 95 })).toThrow('confidence');
    expect(() => repeatedMeasurement([1, 2], { contributions: [{ name: 'x', standard: -1 }] })).toThrow('x');
  });
});
