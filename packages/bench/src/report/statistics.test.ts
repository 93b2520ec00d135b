import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpk, histogram, summarise } from './statistics.ts';

describe('summarise', () => {
  it('agrees with the worked example of the NIST e-Handbook, 6.1.6', () => {
    expect(cpk(16, 2, { min: 8, max: 20 })).toBeCloseTo(0.6667, 4);
    expect(cpk(16, 2, { min: 8 })).toBeCloseTo(1.3333, 4);
    expect(cpk(16, 0, { min: 8 })).toBeUndefined();
    expect(cpk(16, 2, {})).toBeUndefined();
    expect(cpk(30, 2, { min: 8, max: 20 })).toBeLessThan(0);
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

describe('histogram', () => {
  it('puts every value into one of few bars of one width', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, (data) => {
        fc.pre(Math.max(...data) === Math.min(...data) || Math.max(...data) - Math.min(...data) > 1e-6);
        const bins = histogram(data);
        expect(bins.length).toBeLessThanOrEqual(33);
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(data.length);
        const seams = bins.slice(1).map((bin, index) => bin.from - (bins[index]?.to ?? 0));
        expect(Math.max(0, ...seams.map((seam) => Math.abs(seam)))).toBeLessThan(1e-5);
        expect(bins[0]?.from).toBeLessThanOrEqual(Math.min(...data) + 1e-6);
        expect(bins.at(-1)?.to).toBeGreaterThanOrEqual(Math.max(...data) - 1e-6);
      }),
      { seed: 1 },
    );
  });
});
