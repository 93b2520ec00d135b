import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bondedBall, breakingLoad, freeAirBall } from './bond-wire.ts';

describe('breakingLoad', () => {
  it('of 25 µm gold is 118 mN or 12.0 gf (wire-bonder sheet 11)', () => {
    const load = breakingLoad({ material: 'gold', diameter: 25 });
    expect(load * 10).toBeCloseTo(118, 0);
    expect(load / 0.980665).toBeCloseTo(12, 1);
  });

  it('grows with the square of the diameter', () => {
    const thin = breakingLoad({ material: 'copper', diameter: 20 });
    expect(breakingLoad({ material: 'copper', diameter: 40 })).toBeCloseTo(4 * thin, 9);
  });
});

describe('freeAirBall and bondedBall', () => {
  it('keep the volume of the wire', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 15, max: 75 }),
        fc.integer({ min: 50, max: 500 }),
        fc.integer({ min: 5, max: 30 }),
        (diameter, tail, height) => {
          const ball = freeAirBall({ material: 'gold', diameter }, tail);
          const flat = bondedBall(ball, height);
          expect((Math.PI / 6) * ball ** 3).toBeCloseTo((Math.PI / 4) * diameter ** 2 * tail, 4);
          expect((Math.PI / 4) * flat ** 2 * height).toBeCloseTo((Math.PI / 6) * ball ** 3, 4);
        },
      ),
      { seed: 1 },
    );
  });
});
