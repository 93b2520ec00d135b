import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceAfter, moveDuration, speedAfter } from './motion-profile.ts';

const slow = { speed: 50, acceleration: 500 };
const fast = { speed: 100, acceleration: 1000 };
const distance = fc.integer({ min: -200_000, max: 200_000 }).map((milli) => milli / 1000);
const fraction = fc.integer({ min: 0, max: 1000 }).map((milli) => milli / 1000);

describe('moveDuration', () => {
  it.each([
    [slow, 0.1, 0.0283],
    [slow, 1, 0.0894],
    [slow, 5, 0.2],
    [slow, 10, 0.3],
    [slow, 50, 1.1],
    [slow, 150, 3.1],
    [fast, 1, 0.0632],
    [fast, 10, 0.2],
    [fast, 150, 1.6],
  ])('with %o over %d mm is %d s (probe sheet 1)', (limits, millimetres, seconds) => {
    expect(moveDuration(millimetres, limits)).toBeCloseTo(seconds, 4);
  });
});

describe('distanceAfter', () => {
  it('starts at nothing, ends at the distance and never turns back', () => {
    fc.assert(
      fc.property(distance, fraction, fraction, (length, a, b) => {
        const duration = moveDuration(length, slow);
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)].map((part) =>
          Math.abs(distanceAfter(length, slow, part * duration)),
        );
        expect(earlier).toBeLessThanOrEqual((later ?? 0) + 1e-9);
        expect(later).toBeLessThanOrEqual(Math.abs(length));
        expect(distanceAfter(length, slow, 0)).toBeCloseTo(0, 12);
        expect(distanceAfter(length, slow, duration)).toBe(length);
      }),
      { seed: 1 },
    );
  });

  it('is the integral of the speed, which keeps to the limits', () => {
    fc.assert(
      fc.property(distance, fraction, (length, part) => {
        const step = 1e-6;
        const at = step + part * moveDuration(length, slow);
        const slope =
          (distanceAfter(length, slow, at + step) - distanceAfter(length, slow, at - step)) / (2 * step);
        expect(Math.abs(slope - speedAfter(length, slow, at))).toBeLessThan(0.01);
        expect(Math.abs(speedAfter(length, slow, at))).toBeLessThanOrEqual(slow.speed);
      }),
      { seed: 1 },
    );
  });

  it('is halfway at half time', () => {
    fc.assert(
      fc.property(distance, (length) => {
        expect(distanceAfter(length, slow, moveDuration(length, slow) / 2)).toBeCloseTo(length / 2, 9);
      }),
      { seed: 1 },
    );
  });
});
