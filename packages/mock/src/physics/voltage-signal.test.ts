import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodShapes, periodic, singlePulse, steady } from './voltage-signal.ts';

const shapes = fc.constantFrom(...Object.values(periodShapes));

describe('periodic', () => {
  it('stays between its peaks, repeats, and has its mean', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 0, max: 10_000 }), (shape, milliseconds) => {
        const signal = periodic({ frequency: 7, peakToPeak: 2, offset: 0.5, shape });
        const time = milliseconds / 1000;
        expect(Math.abs(signal.at(time) - 0.5)).toBeLessThanOrEqual(1 + 1e-9);
        expect(signal.mean).toBeCloseTo(0.5, 2);
      }),
      { seed: 1 },
    );
    const sine = periodic({ frequency: 7, peakToPeak: 2 });
    expect(sine.at(1 / 28)).toBeCloseTo(1, 9);
    expect(sine.at(1 / 28 + 3 / 7)).toBeCloseTo(1, 9);
  });

  it('passes a level where it says, in the direction that was asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -900, max: 900 }),
        fc.constantFrom('rising' as const, 'falling' as const),
        fc.integer({ min: 0, max: 1_000_000 }),
        (level, edge, after) => {
          const signal = periodic({ frequency: 50, peakToPeak: 2 });
          const found = signal.crossing(level / 1000, edge, after / 1000) ?? Number.NaN;
          expect(found).toBeGreaterThan(after / 1000);
          expect(found - after / 1000).toBeLessThan(1.01 / 50);
          expect(signal.at(found)).toBeCloseTo(level / 1000, 6);
          const rises = signal.at(found + 1e-6) > signal.at(found - 1e-6);
          expect(rises).toBe(edge === 'rising');
        },
      ),
      { seed: 1 },
    );
  });

  it('never passes a level that it does not reach', () => {
    expect(periodic({ frequency: 50, peakToPeak: 2 }).crossing(1.1, 'either', 0)).toBeUndefined();
    expect(steady(1).crossing(1, 'either', 0)).toBeUndefined();
  });
});

describe('singlePulse', () => {
  it('comes once', () => {
    const pulse = singlePulse({ begins: 2, lasts: 0.5, from: 0, to: 3 });
    expect([pulse.at(1.9), pulse.at(2.1), pulse.at(2.6)]).toEqual([0, 3, 0]);
    expect(pulse.crossing(1, 'rising', 0)).toBe(2);
    expect(pulse.crossing(1, 'falling', 0)).toBe(2.5);
    expect(pulse.crossing(1, 'rising', 2)).toBeUndefined();
    expect(pulse.crossing(3.5, 'either', 0)).toBeUndefined();
  });
});
