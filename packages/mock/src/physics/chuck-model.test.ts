import { FourwireError, seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChuckModel } from './chuck-model.ts';

function chuckAt(temperature: number): ChuckModel {
  const chuck = new ChuckModel({ random: seededRandom('chuck') });
  chuck.running = true;
  chuck.setpoint = temperature;
  if (temperature !== 25) chuck.advance(7200);
  return chuck;
}

/** Highest rate of the body in K/min and how far it goes beyond the setpoint. */
function approachTo(chuck: ChuckModel, setpoint: number): { rate: number; overshoot: number } {
  chuck.setpoint = setpoint;
  const direction = Math.sign(setpoint - chuck.body);
  let [rate, overshoot] = [0, 0];
  for (let second = 0; second < 5400; second += 10) {
    const before = chuck.body;
    chuck.advance(10);
    rate = Math.max(rate, direction * (chuck.body - before) * 6);
    overshoot = Math.max(overshoot, direction * (chuck.body - setpoint));
  }
  return { rate, overshoot };
}

describe('ChuckModel', () => {
  it.each([
    [25, 125, 20],
    [125, 25, 13],
    [25, -40, 10],
  ])('goes from %d to %d °C at no more than %d K/min and overshoots by 0.3 to 2 K', (from, to, limit) => {
    const { rate, overshoot } = approachTo(chuckAt(from), to);
    expect(rate).toBeLessThanOrEqual(limit);
    expect(rate).toBeGreaterThan(limit / 2);
    expect(overshoot).toBeGreaterThan(0.3);
    expect(overshoot).toBeLessThan(2);
  });

  it('cools slower below 0 °C', () => {
    const chuck = chuckAt(25);
    chuck.setpoint = -60;
    const rates = [20, -20].map((mark) => {
      while (chuck.body > mark) chuck.advance(1);
      const before = chuck.body;
      chuck.advance(30);
      return before - chuck.body;
    });
    expect(rates[1]).toBeLessThan(0.8 * (rates[0] ?? 0));
  });

  it('settles with the wafer 0.75 % nearer to the room, and the card warmed up by its share', () => {
    const chuck = chuckAt(125);
    expect(chuck.body).toBeCloseTo(125, 2);
    expect(chuck.wafer).toBeCloseTo(124.25, 2);
    expect(chuck.card).toBeCloseTo(55, 1);
    expect(chuck.waferAt(0)).toBe(chuck.wafer);
    expect(chuck.wafer - chuck.waferAt(1)).toBeGreaterThan(1);
    expect(chuck.wafer - chuck.waferAt(1)).toBeLessThan(1.5);
  });

  it.each([
    [40, 0.62],
    [150, 1.5],
  ])('has a rim that is nearer to the room, at %d °C by %d K', (temperature, difference) => {
    const chuck = chuckAt(temperature);
    expect(chuck.wafer - chuck.waferAt(1)).toBeCloseTo(difference, 1);
    expect(chuck.wafer - chuck.waferAt(0.5)).toBeCloseTo(difference / 4, 1);
  });

  it('lets the wafer lag behind the body', () => {
    const chuck = chuckAt(25);
    chuck.setpoint = 125;
    chuck.advance(120);
    expect(chuck.body - chuck.wafer).toBeGreaterThan(5);
    expect(chuck.card).toBeLessThan(27);
  });

  it('gives the same for one long step and for many short ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -60, max: 200 }),
        fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 10 }),
        (setpoint, steps) => {
          const [once, often] = [chuckAt(25), chuckAt(25)];
          for (const chuck of [once, often]) chuck.setpoint = setpoint;
          once.advance(steps.reduce((sum, step) => sum + step, 0) / 1000);
          for (const step of steps) often.advance(step / 1000);
          expect(often.body).toBeCloseTo(once.body, 6);
          expect(often.wafer).toBeCloseTo(once.wafer, 6);
          expect(often.reading).toBeCloseTo(once.reading, 6);
        },
      ),
      { seed: 1, numRuns: 40 },
    );
  });

  it('condenses water once the wafer is below the dew point', () => {
    const chuck = chuckAt(10);
    expect(chuck.condensing).toBe(false);
    chuck.dewPoint = 12;
    expect(chuck.condensing).toBe(true);
  });

  it('goes back to room temperature when it stands', () => {
    const chuck = chuckAt(100);
    chuck.running = false;
    chuck.advance(86_400);
    expect(chuck.body).toBeCloseTo(25, 1);
  });

  it('refuses a radius outside the wafer', () => {
    expect(() => chuckAt(25).waferAt(1.2)).toThrow(FourwireError);
  });
});
