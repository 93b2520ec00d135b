import { seededRandom } from '@fourwire/core';
import { expect, it } from 'vitest';
import { BalanceModel } from './balance-model.ts';

function balance(): BalanceModel {
  return new BalanceModel({ random: seededRandom(1) });
}

it('settles on what lies on the pan, the same in one step as in many', () => {
  const [one, many] = [balance(), balance()];
  for (const each of [one, many]) {
    each.advance(1);
    each.load = 100;
    each.advance(0);
    expect(each.stable).toBe(false);
  }
  one.advance(1.5);
  for (let step = 0; step < 150; step++) many.advance(0.01);
  expect(many.net).toBeCloseTo(one.net, 9);
  expect([one.net < 100, one.stable, many.stable]).toEqual([true, false, false]);
  one.advance(2);
  for (let step = 0; step < 200; step++) many.advance(0.01);
  expect([one.stable, many.stable, one.reading]).toEqual([true, true, 100]);
});

it('tares and zeroes, within its range', () => {
  const model = balance();
  model.load = 50;
  model.advance(10);
  expect(model.setZero()).toBe('over');
  expect([model.setTare(), model.reading]).toEqual(['done', 0]);
  model.load = 3;
  model.advance(10);
  expect(model.reading).toBe(-47);
  expect([model.setZero(), model.reading, model.tare]).toEqual(['done', 0, 0]);
  model.panRemoved = true;
  model.advance(10);
  expect([model.range, model.setTare(), model.setZero()]).toEqual(['under', 'under', 'under']);
});

it('is over its range, unstable when the bench shakes, and stuck when its sensor is', () => {
  const model = balance();
  model.overloaded = true;
  model.advance(10);
  expect([model.range, model.setTare()]).toEqual(['over', 'over']);
  model.overloaded = false;
  model.advance(10);
  model.vibrating = true;
  model.advance(10);
  expect([model.stable, model.adjust()]).toEqual([false, false]);
  model.vibrating = false;
  model.advance(10);
  model.stuck = true;
  model.load = 10;
  model.advance(10);
  expect([model.stable, model.reading]).toEqual([true, 0]);
});

it('drifts until it is adjusted', () => {
  const model = balance();
  model.driftPerHour = 0.1;
  model.advance(3600);
  expect(model.reading).toBeCloseTo(0.1, 3);
  expect(model.adjust()).toBe(true);
  expect(model.reading).toBe(0);
  model.load = 100;
  model.advance(10);
  expect(model.adjust()).toBe(false);
});
