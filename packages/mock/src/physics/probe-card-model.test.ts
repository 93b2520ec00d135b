import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProbeCardModel } from './probe-card-model.ts';

function card(seed: number | string = 'card'): ProbeCardModel {
  return new ProbeCardModel({ random: seededRandom(seed) });
}

describe('ProbeCardModel', () => {
  it('has tips within its planarity, decided by the seed', () => {
    for (const height of card().tipHeights) expect(Math.abs(height)).toBeLessThanOrEqual(5);
    expect(card().tipHeights).toEqual(card().tipHeights);
    expect(card(1).tipHeights).not.toEqual(card(2).tipHeights);
  });

  it('has no contact above the pad, and all of it well below the last tip', () => {
    const probes = card();
    for (const needle of [0, 1, 2, 3]) {
      expect(probes.resistance(needle, -6)).toBe(Number.POSITIVE_INFINITY);
      expect(probes.resistance(needle, 50)).toBeGreaterThan(0.3);
      expect(probes.resistance(needle, 50)).toBeLessThan(1);
    }
    expect(probes.resistance(4, 50)).toBe(Number.POSITIVE_INFINITY);
  });

  it('never gets worse with more overtravel', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -10_000, max: 100_000 }).map((milli) => milli / 1000),
        fc.integer({ min: 0, max: 20_000 }).map((milli) => milli / 1000),
        (seed, overtravel, more) => {
          const probes = card(seed);
          expect(probes.resistance(0, overtravel + more)).toBeLessThanOrEqual(
            probes.resistance(0, overtravel),
          );
        },
      ),
      { seed: 1 },
    );
  });

  it('touches for the first time at a height that varies from touchdown to touchdown by a few µm', () => {
    const probes = card();
    const tip = probes.tipHeights[0] ?? 0;
    const found = Array.from({ length: 200 }, () => {
      probes.land();
      let overtravel = tip;
      while (probes.resistance(0, overtravel) === Number.POSITIVE_INFINITY) overtravel += 0.1;
      return overtravel - tip;
    });
    expect(Math.max(...found)).toBeGreaterThan(3);
    expect(Math.max(...found)).toBeLessThan(5);
    expect(Math.min(...found)).toBeLessThan(0.5);
  });

  it('grows dirty with use, clean again with cleaning, and misses now and then', () => {
    const probes = card();
    const fresh = probes.resistance(0, 20);
    for (let landing = 0; landing < 20_000; landing++) probes.land();
    const worn = probes.resistance(0, 20);
    expect(worn).toBeGreaterThan(fresh);
    probes.clean();
    expect(probes.resistance(0, 20)).toBeLessThan(worn);
    expect(probes.touchdowns).toBe(20_000);
    expect(probes.dirt).toBeCloseTo(2000, 6);
  });

  it('misses about as often as it should', () => {
    const probes = new ProbeCardModel({ random: seededRandom(3), parameters: { openProbability: 0.05 } });
    let misses = 0;
    for (let landing = 0; landing < 2000; landing++) {
      probes.land();
      if (!Number.isFinite(probes.resistance(0, 60))) misses++;
    }
    expect(misses).toBeGreaterThan(70);
    expect(misses).toBeLessThan(150);
  });
});
