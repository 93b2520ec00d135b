import { seededRandom } from '@fourwire/core';
import { expect, it } from 'vitest';
import { GaugeModel } from './gauge-model.ts';

it('measures a batch whose parts spread as they were told to, the same with the same seed', () => {
  const sizes = (): number[] => {
    const model = new GaugeModel({ random: seededRandom(3) });
    return Array.from({ length: 400 }, () => {
      model.measure({ nominal: 10, spread: 0.004 });
      return model.shown;
    });
  };
  const values = sizes();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399);
  expect(mean).toBeCloseTo(10, 3);
  expect(deviation).toBeCloseTo(0.004, 3);
  expect(sizes()).toEqual(values);
});

it('keeps within its travel, and stays where it is stuck', () => {
  const model = new GaugeModel({ random: seededRandom(1) });
  model.position = 40;
  expect(model.shown).toBe(25);
  model.stuck = true;
  model.position = 3;
  expect(model.shown).toBe(25);
  model.stuck = false;
  expect(model.shown).toBe(3);
});

it('judges by its limits, and forgets them with its zero when it is switched off', () => {
  const model = new GaugeModel({ random: seededRandom(1) });
  expect(model.judgement).toBeUndefined();
  model.tolerance = { low: 1, high: 2 };
  const judged = [0.5, 1.5, 2.5].map((position) => {
    model.position = position;
    return model.judgement;
  });
  expect(judged).toEqual(['low', 'good', 'high']);
  model.setValue(7);
  model.restart();
  expect([model.shown, model.judgement]).toEqual([2.5, undefined]);
});
