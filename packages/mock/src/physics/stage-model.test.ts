import { FourwireError, seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stageClasses, StageModel } from './stage-model.ts';

function stage(): StageModel {
  return new StageModel({ random: seededRandom('stage'), parameters: stageClasses.semiAutomaticXY });
}

describe('StageModel', () => {
  it('takes the time of the profile and of the settling', () => {
    const axis = stage();
    axis.moveTo(10_000);
    expect(axis.remaining).toBeCloseTo(0.3 + 0.04 * Math.LN2 + 0.03, 6);
    axis.advance(0.3);
    expect(axis.busy).toBe(true);
    expect(axis.readout).toBeCloseTo(10_000, 6);
    axis.advance(0.1);
    expect(axis.busy).toBe(false);
    expect(Math.abs(axis.readout - 10_000)).toBeLessThan(0.5);
    axis.advance(10);
    expect(axis.readout).toBe(10_000);
  });

  it('swings by no more than its amplitude, and ends inside the window', () => {
    const axis = stage();
    axis.moveTo(-5000);
    let furthest = 0;
    while (axis.busy) {
      axis.advance(0.001);
      furthest = Math.max(furthest, -5000 - axis.readout);
    }
    expect(furthest).toBeGreaterThan(0.5);
    expect(furthest).toBeLessThanOrEqual(1);
    expect(Math.abs(axis.readout + 5000)).toBeLessThanOrEqual(0.5);
  });

  it('gives the same for one long step and for many short ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 20 }),
        (target, steps) => {
          const [once, often] = [stage(), stage()];
          for (const axis of [once, often]) axis.moveTo(target);
          once.advance(steps.reduce((sum, step) => sum + step, 0) / 1000);
          for (const step of steps) often.advance(step / 1000);
          expect(often.position).toBeCloseTo(once.position, 6);
          expect(often.speed).toBeCloseTo(once.speed, 4);
        },
      ),
      { seed: 1 },
    );
  });

  it('scatters once an arrival and then stands still', () => {
    const axis = stage();
    const errors: number[] = [];
    for (let move = 0; move < 300; move++) {
      axis.moveTo(move % 2 === 0 ? 5000 : 0);
      axis.advance(10);
      const first = axis.position;
      axis.advance(10);
      expect(axis.position).toBe(first);
      errors.push(axis.position - axis.readout);
    }
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(deviation).toBeGreaterThan(0.6);
    expect(deviation).toBeLessThan(0.8);
  });

  it('brakes at its acceleration when stopped, without a step in position or speed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2200 }), (ms) => {
        const axis = stage();
        axis.moveTo(100_000);
        axis.advance(ms / 1000);
        const [position, speed] = [axis.position, axis.speed];
        axis.stop();
        expect(axis.position).toBeCloseTo(position, 6);
        expect(axis.speed).toBeCloseTo(speed, 4);
        axis.advance(1);
        expect(axis.busy).toBe(false);
        const expected = Math.min(100_000, position + speed ** 2 / (2 * 500_000));
        expect(Math.abs(axis.position - expected)).toBeLessThan(5);
      }),
      { seed: 1 },
    );
  });

  it('stops nothing while it stands', () => {
    const axis = stage();
    axis.stop();
    expect(axis.busy).toBe(false);
    expect(axis.readout).toBe(0);
  });

  it('moves on from where it was stopped, at a lower speed if asked', () => {
    const axis = stage();
    axis.moveTo(50_000);
    axis.advance(0.5);
    axis.stop();
    axis.advance(1);
    axis.moveTo(0, 1000);
    axis.advance(1);
    expect(Math.abs(axis.speed)).toBeCloseTo(1000, 6);
    axis.advance(60);
    expect(axis.readout).toBeCloseTo(0, 6);
  });

  it('refuses a target out of travel, a speed it does not have, and a second move at the same time', () => {
    const axis = stage();
    expect(() => axis.moveTo(110_001)).toThrow(/-110000 to 110000/u);
    expect(() => axis.moveTo(Number.NaN)).toThrow(FourwireError);
    expect(() => axis.moveTo(10, 0)).toThrow(/speed/u);
    axis.moveTo(1000);
    expect(() => axis.moveTo(2000)).toThrow(expect.objectContaining({ kind: 'busy', code: 'stage-moving' }));
  });
});
