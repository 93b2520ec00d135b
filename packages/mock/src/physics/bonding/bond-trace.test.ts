import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bondTrace, finalDeformation } from './bond-trace.ts';
import { goldBall } from './bond-window.ts';

const window = goldBall.first;
const { optimum } = window;

describe('bondTrace', () => {
  const trace = bondTrace(25, optimum, window, seededRandom(1));

  it('is deformed by 30 % of the diameter at the optimum (wire-bonder sheet 11)', () => {
    expect(trace.deformation(optimum.time)).toBeCloseTo(7.5, 9);
    expect(finalDeformation(25, optimum, window)).toBeCloseTo(7.5, 9);
  });

  it('deforms more with time, force and power, and never all of the wire', () => {
    const factor = fc.integer({ min: 100, max: 50_000 }).map((milli) => milli / 1000);
    fc.assert(
      fc.property(factor, factor, fc.integer({ min: 0, max: 1000 }), (force, power, time) => {
        const settings = { ...optimum, force: optimum.force * force, power: optimum.power * power, time };
        const now = finalDeformation(25, settings, window);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(22.5);
        expect(finalDeformation(25, { ...settings, time: time + 1 }, window)).toBeGreaterThanOrEqual(now);
        expect(
          finalDeformation(25, { ...settings, force: settings.force * 1.1 }, window),
        ).toBeGreaterThanOrEqual(now);
        expect(
          finalDeformation(25, { ...settings, power: settings.power * 1.1 }, window),
        ).toBeGreaterThanOrEqual(now);
      }),
      { seed: 1 },
    );
  });

  it('has a current that ramps up within 2 ms and droops by 5 to 15 %', () => {
    expect(trace.current(0)).toBe(0);
    expect(trace.current(1) / trace.current(2)).toBeGreaterThan(0.49);
    expect(trace.current(1) / trace.current(2)).toBeLessThan(0.52);
    const left = trace.current(1000) / trace.current(2);
    expect(left).toBeGreaterThan(0.85);
    expect(left).toBeLessThan(0.96);
    expect(trace.current(2)).toBeGreaterThan(80);
    expect(trace.current(2)).toBeLessThan(100);
  });

  it('has a resonance that falls by 50 to 300 Hz', () => {
    for (let seed = 0; seed < 50; seed++) {
      const shift = bondTrace(25, optimum, window, seededRandom(seed)).frequencyShift(5000);
      expect(shift).toBeLessThan(-49);
      expect(shift).toBeGreaterThan(-300);
    }
    expect(Math.abs(trace.frequencyShift(0))).toBe(0);
  });
});
