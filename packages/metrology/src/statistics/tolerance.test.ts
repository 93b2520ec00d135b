import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptance, judgeConformity } from './tolerance.ts';

describe('judgeConformity', () => {
  it('follows ISO 14253-1: proof needs the uncertainty on its side', () => {
    const limits = { min: 9.95, max: 10.05 };
    expect(judgeConformity(10, limits, 0.01)).toBe('conforming');
    expect(judgeConformity(10.045, limits, 0.01)).toBe('undecided');
    expect(judgeConformity(10.055, limits, 0.01)).toBe('undecided');
    expect(judgeConformity(10.065, limits, 0.01)).toBe('not-conforming');
    expect(judgeConformity(9.93, limits, 0.01)).toBe('not-conforming');
    expect(judgeConformity(10.05, limits, 0)).toBe('conforming');
    expect(judgeConformity(12, { min: 9.95 }, 0.01)).toBe('conforming');
  });

  it('never proves both, and a wider guard band never decides more', () => {
    const numbers = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        numbers,
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (value, a, b) => {
          const [narrow, wide] = a < b ? [a, b] : [b, a];
          const limits = { min: -50, max: 50 };
          const wider = judgeConformity(value, limits, wide);
          expect(wider === 'undecided' || wider === judgeConformity(value, limits, narrow)).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });

  it('refuses limits and guard bands that decide nothing', () => {
    expect(() => judgeConformity(1, {}, 0)).toThrow('limits');
    expect(() => judgeConformity(1, { min: 2, max: 1 }, 0)).toThrow('below');
    expect(() => acceptance({ min: 0, max: 1 }, 0.6)).toThrow('guard band');
    expect(() => acceptance({ min: 0, max: 1 }, NaN)).toThrow('guardBand');
  });
});
