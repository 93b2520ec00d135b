import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BondingModel } from './bonding-model.ts';
import type { BondedWire } from './bonding-model.ts';
import { legTension, pullTest, shearTest } from './bond-tester.ts';
import { goldBall } from './bond-window.ts';
import { breakingLoad } from './bond-wire.ts';

const loop = { span: 1000, height: 250 };

function wires(count: number, seed: number | string = 1, contamination = 0): BondedWire[] {
  const model = new BondingModel({ random: seededRandom(seed) });
  model.contamination = contamination;
  return Array.from({ length: count }, () => {
    model.forced = 'good';
    return model.bond(goldBall.first.optimum, goldBall.second.optimum);
  });
}

describe('legTension', () => {
  it('is half the pull in a high loop, more in a flat one', () => {
    expect(legTension({ span: 0, height: 100 })).toBe(0.5);
    expect(legTension({ span: 1000, height: 500 })).toBeCloseTo(Math.SQRT1_2, 12);
    expect(() => legTension({ span: 1000, height: 0 })).toThrow(/height/u);
  });

  it('falls with the height of the loop', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 1000 }), (span, height) => {
        expect(legTension({ span, height: height + 1 })).toBeLessThan(legTension({ span, height }));
      }),
      { seed: 1 },
    );
  });
});

describe('pullTest', () => {
  it('breaks good wires at the neck, around 0.85 of the breaking load', () => {
    const results = wires(500).map((wire) => pullTest(wire, loop));
    expect(results.filter(({ failure }) => failure === 'a-1').length).toBeGreaterThan(450);
    const mean = results.reduce((sum, { force }) => sum + force, 0) / results.length;
    const expected = (0.85 * breakingLoad({ material: 'gold', diameter: 25 })) / legTension(loop);
    expect(mean / expected).toBeGreaterThan(0.98);
    expect(mean / expected).toBeLessThan(1.01);
    expect(Math.min(...results.map(({ force }) => force))).toBeGreaterThan(0);
  });

  it('lifts bonds that were made on dirty pads, at a lower force', () => {
    const [clean, dirty] = [0, 0.5].map((contamination) =>
      wires(200, 1, contamination).map((wire) => pullTest(wire, loop)),
    );
    const lifts = dirty?.filter(({ failure }) => failure === 'a-3' || failure === 'a-4').length;
    expect(lifts).toBeGreaterThan(190);
    for (const [index, { force }] of (dirty ?? []).entries()) {
      expect(force).toBeLessThanOrEqual(clean?.[index]?.force ?? 0);
    }
  });

  it('gives the same wire the same strength each time', () => {
    const [twice, again] = [wires(5), wires(5)].map((some) => some.map((wire) => pullTest(wire, loop)));
    expect(twice).toEqual(again);
    const [wire] = wires(1);
    expect(wire && pullTest(wire, loop)).toEqual(wire && pullTest(wire, loop));
  });

  it('refuses a wire that is not bonded at both ends', () => {
    const model = new BondingModel({ random: seededRandom(1) });
    for (const outcome of ['non-stick-on-pad', 'wire-break', 'non-stick-on-lead'] as const) {
      model.forced = outcome;
      const wire = model.bond(goldBall.first.optimum, goldBall.second.optimum);
      expect(() => pullTest(wire, loop)).toThrow(expect.objectContaining({ code: 'wire-incomplete' }));
    }
  });
});

describe('shearTest', () => {
  it('shears good balls at 5.5 gf per square mil or more', () => {
    const balls = wires(300);
    const perSquareMil = balls.map((wire) => {
      const squareMils = (Math.PI / 4) * ((wire.ball ?? Number.NaN) / 25.4) ** 2;
      return shearTest(wire).force / 0.980665 / squareMils;
    });
    const mean = perSquareMil.reduce((sum, value) => sum + value, 0) / perSquareMil.length;
    expect(mean).toBeGreaterThan(5.5);
    expect(mean).toBeLessThan(6.5);
    expect(balls.every((wire) => shearTest(wire).failure === 'bond-shear')).toBe(true);
  });

  it('lifts weak ones', () => {
    expect(wires(50, 1, 0.5).every((wire) => shearTest(wire).failure === 'bond-lift')).toBe(true);
  });

  it('refuses a wire without a ball', () => {
    const model = new BondingModel({ random: seededRandom(1) });
    model.forced = 'efo-open';
    const wire = model.bond(goldBall.first.optimum, goldBall.second.optimum);
    expect(() => shearTest(wire)).toThrow(expect.objectContaining({ code: 'wire-without-ball' }));
  });
});
