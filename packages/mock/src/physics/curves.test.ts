import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approach, bell, clamp, interpolate, logistic, moveTowards } from './curves.ts';

const value = fc.integer({ min: -500_000, max: 500_000 }).map((milli) => milli / 1000);

describe('approach', () => {
  it('gives the same for one step and for two', () => {
    fc.assert(
      fc.property(
        value,
        value,
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
        (from, to, a, b) => {
          expect(approach(approach(from, to, 20, a), to, 20, b)).toBeCloseTo(
            approach(from, to, 20, a + b),
            9,
          );
        },
      ),
      { seed: 1 },
    );
  });

  it('stays between start and target', () => {
    fc.assert(
      fc.property(value, value, fc.integer({ min: 0, max: 1_000_000 }), (from, to, seconds) => {
        const now = approach(from, to, 20, seconds);
        expect(now).toBeGreaterThanOrEqual(Math.min(from, to) - 1e-9);
        expect(now).toBeLessThanOrEqual(Math.max(from, to) + 1e-9);
      }),
      { seed: 1 },
    );
  });
});

describe('moveTowards', () => {
  it('moves by the distance and stops at the target', () => {
    expect(moveTowards(20, 30, 4)).toBe(24);
    expect(moveTowards(20, -30, 4)).toBe(16);
    expect(moveTowards(20, 22, 4)).toBe(22);
    expect(moveTowards(20, 85, Number.POSITIVE_INFINITY)).toBe(85);
  });
});

describe('interpolate', () => {
  const curve = [
    [-40, 35],
    [0, 155],
    [23, 200],
  ] as const;

  it('meets the points, goes straight between them and level beyond them', () => {
    expect(interpolate(curve, -60)).toBe(35);
    expect(interpolate(curve, -40)).toBe(35);
    expect(interpolate(curve, -20)).toBe(95);
    expect(interpolate(curve, 0)).toBe(155);
    expect(interpolate(curve, 23)).toBe(200);
    expect(interpolate(curve, 90)).toBe(200);
  });

  it('has no value without points', () => {
    expect(interpolate([], 1)).toBeNaN();
  });
});

describe('clamp, logistic and bell', () => {
  it('have the values of their definitions', () => {
    expect([clamp(-1, 0, 5), clamp(3, 0, 5), clamp(9, 0, 5)]).toEqual([0, 3, 5]);
    expect(logistic(0)).toBe(0.5);
    expect(logistic(-11)).toBeCloseTo(1.67e-5, 7);
    expect(bell(30, 30, 0.25)).toBe(1);
    expect(bell(37.5, 30, 0.25)).toBeCloseTo(Math.exp(-0.5), 12);
  });
});
