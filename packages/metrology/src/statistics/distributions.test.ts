import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fisherAbove, studentFactor, studentWithin } from './distributions.ts';

describe('studentFactor', () => {
  // JCGM 100:2008 (GUM), table G.2.
  it.each([
    [1, 0.95, 12.71],
    [1, 0.9973, 235.8],
    [2, 0.6827, 1.32],
    [4, 0.95, 2.78],
    [9, 0.9545, 2.32],
    [10, 0.99, 3.17],
    [20, 0.95, 2.09],
    [50, 0.9973, 3.16],
    [100, 0.9545, 2.025],
    [Infinity, 0.95, 1.96],
    [Infinity, 0.9973, 3],
  ])('with %d degrees of freedom at %d is the one of the GUM', (freedom, probability, expected) => {
    expect(studentFactor(probability, freedom)).toBeCloseTo(expected, expected > 100 ? 0 : 2);
  });

  it('undoes the probability for any degrees of freedom, whole or not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        (freedom, p) => {
          expect(studentWithin(studentFactor(p, freedom), freedom)).toBeCloseTo(p, 9);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('fisherAbove', () => {
  // NIST/SEMATECH e-Handbook, 1.3.6.7.3: upper critical values of the F distribution.
  it.each([
    [1, 1, 161.448, 0.05],
    [2, 10, 4.103, 0.05],
    [5, 5, 5.05, 0.05],
    [9, 18, 2.456, 0.05],
    [10, 20, 3.368, 0.01],
    [1, 30, 2.881, 0.1],
  ])('with %d and %d degrees of freedom at %d is %d', (numerator, denominator, f, p) => {
    expect(fisherAbove(f, numerator, denominator)).toBeCloseTo(p, 3);
  });

  it('is the square of t with one degree of freedom above', () => {
    expect(fisherAbove(2.776_445_105 ** 2, 1, 4)).toBeCloseTo(0.05, 9);
    expect(fisherAbove(0, 3, 4)).toBe(1);
    expect(fisherAbove(1e12, 9, 18)).toBeLessThan(1e-40);
  });
});
