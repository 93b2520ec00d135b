import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aluminiumWedge, goldBall, weldQuality } from './bond-window.ts';

describe('weldQuality', () => {
  const window = goldBall.first;
  const { optimum } = window;

  it('is 1 at the optimum and less on every side', () => {
    expect(weldQuality(optimum, window)).toBe(1);
    expect(weldQuality(aluminiumWedge.second.optimum, aluminiumWedge.second)).toBe(1);
    for (const key of ['force', 'power', 'time', 'temperature'] as const) {
      for (const factor of [0.7, 1.3]) {
        expect(weldQuality({ ...optimum, [key]: optimum[key] * factor }, window)).toBeLessThan(0.85);
      }
    }
  });

  it('has its optimum within the ranges of the reference machine (wire-bonder sheet 2)', () => {
    const ranges = [
      [goldBall.first, [25, 35], [200, 300], [200, 200], [75, 150]],
      [goldBall.second, [25, 35], [250, 350], [200, 200], [75, 150]],
      [aluminiumWedge.first, [30, 38], [375, 400], [100, 100], [25, 25]],
      [aluminiumWedge.second, [41, 42.5], [420, 450], [100, 100], [25, 25]],
    ] as const;
    for (const [{ optimum: best }, ...limits] of ranges) {
      for (const [index, value] of [best.force, best.power, best.time, best.temperature].entries()) {
        const [low, high] = limits[index] ?? [Number.NaN, Number.NaN];
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
      }
    }
  });

  it('falls steadily away from the optimum and stays between 0 and 1', () => {
    const factor = fc.integer({ min: 0, max: 4000 }).map((milli) => milli / 1000);
    fc.assert(
      fc.property(factor, (off) => {
        const at = (part: number): number => weldQuality({ ...optimum, power: optimum.power * part }, window);
        expect(at(off)).toBeGreaterThanOrEqual(0);
        expect(at(off)).toBeLessThanOrEqual(1);
        expect(at(1 + (off - 1) * 1.1)).toBeLessThanOrEqual(at(off));
      }),
      { seed: 1 },
    );
  });

  it('does not mind a few kelvin at room temperature', () => {
    const { first } = aluminiumWedge;
    expect(weldQuality({ ...first.optimum, temperature: 22 }, first)).toBeGreaterThan(0.99);
  });
});
