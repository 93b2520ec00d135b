import { FourwireError, seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeatedStageModel } from './heated-stage-model.ts';

function stage(): HeatedStageModel {
  return new HeatedStageModel({ random: seededRandom(1) });
}

describe('HeatedStageModel', () => {
  it('reaches 63 % of the step in 20 s and never passes the setpoint', () => {
    const heater = stage();
    heater.setpoint = 150;
    heater.advance(20);
    expect(heater.temperature).toBeCloseTo(25 + 125 * (1 - Math.exp(-1)), 9);
    heater.advance(1e6);
    expect(heater.temperature).toBe(150);
  });

  it('gives the same for one long step and for many short ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 25, max: 250 }),
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }),
        (setpoint, steps) => {
          const [once, often] = [stage(), stage()];
          for (const heater of [once, often]) heater.setpoint = setpoint;
          once.advance(steps.reduce((sum, step) => sum + step, 0));
          for (const step of steps) often.advance(step);
          expect(often.temperature).toBeCloseTo(once.temperature, 9);
          expect(often.reading).toBeCloseTo(once.reading, 9);
        },
      ),
      { seed: 1 },
    );
  });

  it('cools to room temperature and no further', () => {
    const heater = stage();
    heater.setpoint = 150;
    heater.advance(200);
    heater.setpoint = 10;
    heater.advance(1000);
    expect(heater.temperature).toBeCloseTo(25, 6);
    heater.setpoint = undefined;
    heater.advance(1000);
    expect(heater.temperature).toBeCloseTo(25, 6);
  });

  it('shows noise within half a kelvin, new every second', () => {
    const heater = stage();
    const seen = new Set<number>();
    for (let second = 0; second < 100; second++) {
      heater.advance(1);
      seen.add(heater.reading);
      expect(Math.abs(heater.reading - heater.temperature)).toBeLessThanOrEqual(0.5);
      expect(heater.reading).toBe(heater.reading);
    }
    expect(seen.size).toBe(100);
    expect(() => heater.advance(Number.NaN)).toThrow(FourwireError);
  });
});
