import { describe, expect, it } from 'vitest';
import { cp, cpk } from './capability.ts';
import { summarise } from './summary.ts';

describe('summarise', () => {
  it('agrees with the worked example of the NIST e-Handbook, 6.1.6', () => {
    expect(cpk(16, 2, { min: 8, max: 20 })).toBeCloseTo(0.6667, 4);
    expect(cpk(16, 2, { min: 8 })).toBeCloseTo(1.3333, 4);
    expect(cpk(16, 0, { min: 8 })).toBeUndefined();
    expect(cpk(16, 2, {})).toBeUndefined();
    expect(cpk(30, 2, { min: 8, max: 20 })).toBeLessThan(0);
    expect(cp(2, { min: 8, max: 20 })).toBe(1);
    expect([cp(2, { min: 8 }), cp(2, undefined), cp(0, { min: 8, max: 20 })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('finds no spread, hence no capability, in equal values that are no binary fractions', () => {
    for (const value of [0.1, 1 / 3, 1e-9, 4734.4321]) {
      const values = Array.from({ length: 37 }, () => value);
      expect(summarise(values, { min: 0 })).toMatchObject({ mean: value, deviation: 0, cpk: undefined });
    }
  });

  it('uses the standard deviation of a sample, and does without where there is none', () => {
    expect(summarise([2, 4, 4, 4, 5, 5, 7, 9], undefined)).toMatchObject({
      mean: 5,
      median: 4.5,
      min: 2,
      max: 9,
      count: 8,
    });
    expect(summarise([2, 4, 4, 4, 5, 5, 7, 9], undefined)?.deviation).toBeCloseTo(2.138, 3);
    expect(summarise([7], { min: 1 })).toMatchObject({ mean: 7, deviation: undefined, cpk: undefined });
    expect(summarise([], undefined)).toBeUndefined();
  });
});
