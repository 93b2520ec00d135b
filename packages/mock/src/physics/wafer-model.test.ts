import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeaterResistor } from './devices/heater-resistor.ts';
import { gapSpread } from './die.ts';
import { WaferModel } from './wafer-model.ts';

function wafer(seed: number | string = 'W01'): WaferModel<HeaterResistor> {
  return new WaferModel({ random: seededRandom(seed), device: (die) => HeaterResistor.on(die) });
}

const column = fc.integer({ min: -25, max: 25 });

describe('WaferModel', () => {
  it('has whole dies only, the centre one in the middle', () => {
    const dies = wafer().dies();
    expect(dies.length).toBeGreaterThan(1000);
    expect(dies.length).toBeLessThan(1240);
    for (const die of dies)
      expect(Math.hypot(Math.abs(die.x) + 2500, Math.abs(die.y) + 2500)).toBeLessThanOrEqual(97_000);
    expect(wafer().die(0, 0)).toMatchObject({ column: 0, row: 0, x: 0, y: 0, radius: 0 });
    // The far corner of die 18, 5 is at (92.5, 27.5) mm, inside the 97 mm that are left; that of 18, 6 is not.
    expect(wafer().die(18, 5)).toBeDefined();
    expect(wafer().die(18, -5)).toBeDefined();
    expect(wafer().die(18, 6)).toBeUndefined();
    expect(wafer().die(20, 0)).toBeUndefined();
    expect(wafer().die(0.5, 0)).toBeUndefined();
    expect(wafer().device(20, 0)).toBeUndefined();
  });

  it('finds the die at a place', () => {
    expect(wafer().dieAt(-1000, 2400)).toMatchObject({ column: 0, row: 0 });
    expect(wafer().dieAt(10_100, -4000)).toMatchObject({ column: 2, row: -1 });
    expect(wafer().dieAt(99_000, 0)).toBeUndefined();
  });

  it('makes the same die from the same seed, in whatever order it is asked', () => {
    const backwards = wafer();
    for (const die of wafer().dies().toReversed()) backwards.device(die.column, die.row);
    fc.assert(
      fc.property(column, column, (x, y) => {
        const [one, other] = [wafer().die(x, y), backwards.die(x, y)];
        expect(other?.defect).toBe(one?.defect);
        expect(other?.vary('gap', gapSpread)).toBe(one?.vary('gap', gapSpread));
        expect(backwards.device(x, y)?.parameters).toEqual(wafer().device(x, y)?.parameters);
      }),
      { seed: 1 },
    );
    expect(wafer(2).die(0, 0)?.vary('gap', gapSpread)).not.toBe(wafer(3).die(0, 0)?.vary('gap', gapSpread));
  });

  it('keeps a device with its state', () => {
    const lot = wafer();
    expect(lot.device(1, 1)).toBe(lot.device(1, 1));
    expect(lot.device(1, 1)).not.toBe(lot.device(1, 2));
  });

  it('spreads a parameter over wafers, over the radius and from die to die', () => {
    const factors = wafer()
      .dies()
      .map((die) => ({ radius: die.radius, factor: die.vary('gap', gapSpread) }));
    const mean = (from: number, to: number): number => {
      const some = factors.filter(({ radius }) => radius >= from && radius < to);
      return some.reduce((sum, { factor }) => sum + factor, 0) / some.length;
    };
    const [centre, rim] = [mean(0, 0.4), mean(0.8, 1)];
    expect(rim - centre).toBeGreaterThan(0.01);
    expect(rim - centre).toBeLessThan(0.02);
    const wafers = Array.from(
      { length: 200 },
      (_, seed) => wafer(seed).die(0, 0)?.vary('gap', gapSpread) ?? 0,
    );
    const deviation = Math.sqrt(wafers.reduce((sum, factor) => sum + (factor - 1) ** 2, 0) / wafers.length);
    expect(deviation).toBeGreaterThan(0.025);
    expect(deviation).toBeLessThan(0.039);
  });

  it('has more defects at the rim than in the middle', () => {
    const dies = Array.from({ length: 5 }, (_, seed) => wafer(seed).dies()).flat();
    const share = (from: number, to: number): number => {
      const some = dies.filter(({ radius }) => radius >= from && radius < to);
      return some.filter(({ defect }) => defect !== 'none').length / some.length;
    };
    expect(share(0.9, 1)).toBeGreaterThan(1.5 * share(0, 0.85));
    expect(share(0, 1)).toBeLessThan(0.15);
  });
});
