import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SampleClock } from './sample-clock.ts';

/** Samples taken and time run after some steps. */
function after(steps: readonly number[], period = 1): { samples: number; time: number; longest: number } {
  const clock = new SampleClock(period);
  let [time, longest] = [0, 0];
  const run = (seconds: number): void => {
    time += seconds;
    longest = Math.max(longest, seconds);
  };
  for (const step of steps) clock.advance(step, () => {}, run);
  return { samples: clock.samples, time, longest };
}

describe('SampleClock', () => {
  it('samples at the start and then once a period', () => {
    expect(after([0]).samples).toBe(0);
    expect(after([0.5]).samples).toBe(1);
    expect(after([1]).samples).toBe(1);
    expect(after([1.5]).samples).toBe(2);
    expect(after([3600], 5).samples).toBe(720);
  });

  it('meets the same samples however time is cut up, and loses none of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200_000 }),
        fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1 }),
        (ms, parts) => {
          const whole = parts.reduce((sum, part) => sum + part, 0);
          const cut = after(parts.map((part) => (ms * part) / whole / 1000));
          expect(cut.samples).toBe(Math.ceil(ms / 1000));
          expect(cut.time).toBeCloseTo(ms / 1000, 9);
          expect(cut.longest).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
      { seed: 1 },
    );
  });

  it('keeps its beat over a week of odd steps', () => {
    expect(after(Array.from({ length: 100_000 }, () => 0.1)).samples).toBe(10_000);
  });
});
