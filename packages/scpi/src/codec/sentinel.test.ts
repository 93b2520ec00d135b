import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromSentinel, toSentinel } from './sentinel.ts';

describe('fromSentinel', () => {
  it.each([
    [9.9e37, Number.POSITIVE_INFINITY],
    [Math.fround(9.9e37), Number.POSITIVE_INFINITY],
    [1e38, Number.POSITIVE_INFINITY],
    [9.9e38, Number.POSITIVE_INFINITY],
    [-9.9e37, Number.NEGATIVE_INFINITY],
    [9.91e37, Number.NaN],
    [Math.fround(9.91e37), Number.NaN],
    [9.910001e37, Number.NaN],
    [Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('%d stands for %d', (value, expected) => {
    expect(fromSentinel(value)).toBe(expected);
  });

  it('leaves every number of a measurable size as it is', () => {
    fc.assert(
      fc.property(fc.double({ min: -9.8e37, max: 9.8e37, noNaN: true }), (value) => {
        expect(fromSentinel(value)).toBe(value);
      }),
      { seed: 1 },
    );
  });

  it('is the reverse of toSentinel', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.5]) {
      expect(fromSentinel(toSentinel(value))).toBe(value);
    }
  });
});
