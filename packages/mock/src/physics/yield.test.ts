import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matureYield, perfectYield, YieldMap } from './yield.ts';

const place = fc.integer({ min: -1000, max: 1000 }).map((milli) => milli / 1000);

describe('YieldMap', () => {
  it('has chances between the background and one, highest at the rim', () => {
    const map = new YieldMap({ ...matureYield, clusters: 0 }, seededRandom(1));
    fc.assert(
      fc.property(place, place, (x, y) => {
        expect(map.chance(x, y)).toBeGreaterThanOrEqual(matureYield.background - 1e-12);
        expect(map.chance(x, y)).toBeLessThanOrEqual(1);
      }),
      { seed: 1 },
    );
    expect(map.chance(0, 0)).toBeCloseTo(0.02, 9);
    expect(map.chance(0.99, 0)).toBeGreaterThan(map.chance(0.9, 0));
    expect(map.chance(0.9, 0)).toBeGreaterThan(map.chance(0.8, 0));
  });

  it('has a cluster that is densest in its middle and gone three radii away', () => {
    const one = { ...matureYield, clusters: 1, edge: 0 };
    const map = new YieldMap(one, seededRandom(1));
    const places: { x: number; y: number; chance: number }[] = [];
    for (let x = -1; x <= 1; x += 0.01) {
      for (let y = -1; y <= 1; y += 0.01) places.push({ x, y, chance: map.chance(x, y) });
    }
    const middle = places.reduce((best, next) => (next.chance > best.chance ? next : best));
    expect(middle.chance).toBeCloseTo(1 - 0.98 * 0.3, 1);
    const differences = places.map(({ x, y, chance }) => {
      const radii = Math.hypot(x - middle.x, y - middle.y) / one.clusterRadius;
      return Math.abs(chance - (1 - 0.98 * (1 - 0.7 * Math.exp(-(radii ** 2)))));
    });
    expect(Math.max(...differences)).toBeLessThan(0.06);
  });

  it('draws every kind about as often as its part', () => {
    const map = new YieldMap({ ...matureYield, background: 1 }, seededRandom(1));
    const random = seededRandom(2);
    const counts = new Map<string, number>();
    for (let die = 0; die < 5000; die++) {
      const defect = map.defect(0, 0, random);
      counts.set(defect, (counts.get(defect) ?? 0) + 1);
    }
    for (const [kind, parts] of Object.entries(matureYield.kinds)) {
      expect(Math.abs((counts.get(kind) ?? 0) / 50 - parts)).toBeLessThan(2);
    }
    expect(counts.has('none')).toBe(false);
  });

  it('finds nothing on a perfect wafer', () => {
    const map = new YieldMap(perfectYield, seededRandom(1));
    fc.assert(
      fc.property(place, place, (x, y) => {
        expect(map.chance(x, y)).toBe(0);
      }),
      { seed: 1 },
    );
    expect(map.defect(0.99, 0, seededRandom(2))).toBe('none');
  });
});
