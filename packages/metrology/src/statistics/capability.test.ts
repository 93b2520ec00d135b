import { describe, expect, it } from 'vitest';
import { capability } from './capability.ts';

describe('capability', () => {
  it('agrees with the worked example of the NIST e-Handbook, 6.1.6: mean 16, s 2, limits 8 and 20', () => {
    // Values with exactly that mean and standard deviation.
    const values = [14, 18, 14, 18, 14, 18, 14, 18].map((value) => 16 + (value - 16) * Math.sqrt(7 / 8));
    const result = capability(values, { min: 8, max: 20 });
    expect(result.mean).toBeCloseTo(16, 12);
    expect(result.overall).toBeCloseTo(2, 12);
    expect(result.pp).toBeCloseTo(1, 12);
    expect(result.ppk).toBeCloseTo(0.6667, 4);
    expect(result.outside).toBe(0);
  });

  it('takes the spread within subgroups for Cp and that of all values for Pp', () => {
    const drift = [0, 1, 0, 1, 0, 10, 11, 10, 11, 10, 20, 21, 20, 21, 20];
    const result = capability(drift, { min: -30, max: 50 }, { subgroup: 5 });
    expect(result.within).toBeCloseTo(1 / 2.326, 6);
    expect(result.cp).toBeGreaterThan(20 * (result.pp ?? Infinity) * 0.9);
  });

  it('does without what one limit, or no spread, cannot give', () => {
    expect(capability([1, 2, 3], { max: 10 })).toMatchObject({ cp: undefined, pp: undefined });
    expect(capability([1, 2, 3], { max: 10 }).ppk).toBeCloseTo(8 / 3, 9);
    expect(capability([2, 2, 2], { max: 10, min: 0 })).toMatchObject({ cp: undefined, ppk: undefined });
    expect(capability([1, 2, 30], { max: 10 }).outside).toBe(1);
    expect(() => capability([1, 2], {})).toThrow('limits');
  });
});
