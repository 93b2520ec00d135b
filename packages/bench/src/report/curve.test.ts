import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Curve } from './curve.ts';

describe('Curve', () => {
  it('keeps its peaks and its order in bounded memory', () => {
    fc.assert(
      fc.property(fc.nat(49_999), fc.nat(49_999), (high, low) => {
        fc.pre(high !== low);
        const curve = new Curve('p', 'V', 'reading');
        for (let at = 0; at < 50_000; at++) {
          curve.add(at, at === high ? 99 : at === low ? -99 : at % 1000 === 7 ? null : Math.sin(at));
        }
        expect(curve.points.length).toBeLessThanOrEqual(2500);
        const values = curve.points.map((point) => point[1]);
        expect(values).toContain(99);
        expect(values).toContain(-99);
        expect(curve.range).toMatchObject({ low: -99, high: 99 });
        const times = curve.points.map((point) => point[0]);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
      { seed: 1, numRuns: 5 },
    );
  });

  it('gives the last value up to a moment, and nothing in a gap', () => {
    const curve = new Curve('p', 'V', 'reading');
    curve.add(10, 1);
    curve.add(20, null);
    curve.add(25, null);
    curve.add(30, 3);
    expect([5, 10, 19, 20, 29, 30, 99].map((at) => curve.valueAt(at))).toEqual([
      null,
      1,
      1,
      null,
      null,
      3,
      3,
    ]);
    expect(curve.points).toHaveLength(3);
  });

  it('keeps the beginning of a long run as finely as its end', () => {
    const curve = new Curve('p', 'V', 'reading');
    const last = 60_000;
    for (let at = 0; at <= last; at++) curve.add(at, Math.sin(at / 9000));
    const { points, spanMs } = curve;
    expect(spanMs).toBe(128);
    const steps = points.slice(1).map(([at], index) => at - (points[index]?.[0] ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(spanMs);
    for (let at = 0; at <= last; at += 1111)
      expect(Math.abs((curve.valueAt(at) ?? NaN) - Math.sin(at / 9000))).toBeLessThan(0.03);
  });

  it('keeps every value of a short run', () => {
    const curve = new Curve('p', 'V', 'reading');
    for (let at = 0; at < 2500; at++) curve.add(at, at % 7);
    expect(curve.points).toHaveLength(2500);
    expect(curve.spanMs).toBe(0);
  });
});
