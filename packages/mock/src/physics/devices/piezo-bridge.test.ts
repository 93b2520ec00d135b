import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { perfectYield } from '../yield.ts';
import { WaferModel } from '../wafer-model.ts';
import { PiezoBridge } from './piezo-bridge.ts';

describe('PiezoBridge', () => {
  it('has its span at full scale and loses 0.2 % of it for each K', () => {
    const bridge = new PiezoBridge({ offset: 0.001 });
    bridge.pressure = 100_000;
    expect(bridge.output(5, 25)).toBeCloseTo(5 * (0.015 + 0.001), 12);
    bridge.pressure = 0;
    expect(bridge.output(5, 25)).toBeCloseTo(0.005, 12);
    const warm = new PiezoBridge({ offsetCoefficient: 0 });
    warm.pressure = 100_000;
    expect(warm.output(1, 75)).toBeCloseTo(0.9 * 0.015, 12);
  });

  it('rises with pressure and goes with the supply', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: -40, max: 150 }),
        (pressure, temperature) => {
          const bridge = new PiezoBridge({ offset: 0.002 });
          bridge.pressure = pressure;
          const now = bridge.output(1, temperature);
          expect(bridge.output(3, temperature)).toBeCloseTo(3 * now, 12);
          bridge.pressure += 100;
          expect(bridge.output(1, temperature)).toBeGreaterThan(now);
        },
      ),
      { seed: 1 },
    );
  });

  it('shows its defects', () => {
    const [open, short, stuck] = (['open', 'short', 'stuck'] as const).map(
      (defect) => new PiezoBridge({}, defect),
    );
    expect(open?.output(5, 25)).toBe(2.5);
    expect(open?.resistance({ temperature: 25 })).toBe(Number.POSITIVE_INFINITY);
    expect(short?.output(5, 25)).toBe(0);
    if (stuck) stuck.pressure = 50_000;
    expect(stuck?.output(5, 25)).toBe(0);
    expect(stuck?.resistance({ temperature: 35 })).toBeCloseTo(3570, 9);
  });

  it('spreads over a wafer with offsets of a few mV/V', () => {
    const wafer = new WaferModel({
      random: seededRandom('bridges'),
      device: (die) => PiezoBridge.on(die),
      parameters: { yield: perfectYield },
    });
    const offsets = wafer
      .dies()
      .map(({ column, row }) => wafer.device(column, row)?.output(1, 25) ?? Number.NaN);
    expect(Math.max(...offsets.map(Math.abs))).toBeLessThan(0.009);
    expect(new Set(offsets).size).toBe(offsets.length);
    expect(offsets.filter((offset) => Math.abs(offset) < 0.005).length / offsets.length).toBeGreaterThan(
      0.97,
    );
  });
});
