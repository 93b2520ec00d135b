import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram } from './histogram.ts';

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
