import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CombDrive } from './comb-drive.ts';

const volts = fc.integer({ min: 0, max: 200_000 }).map((milli) => milli / 1000);

describe('CombDrive', () => {
  it('has twice the rest capacitance of the golden comb, which counts one side of each gap pair (probe sheet 6.1)', () => {
    expect(new CombDrive({ fringe: 0 }).capacitance({}) * 1e12).toBeCloseTo(2 * 2.6563, 3);
  });

  it('is drawn in by N ε0 h V² / (g k)', () => {
    const expected = (100 * 8.8541878128e-12 * 30e-6 * 100) / 2e-6 / 3.9478;
    expect(new CombDrive().displacement(10) / expected).toBeCloseTo(1, 12);
  });

  it('has a C-V curve that is a parabola, even in the voltage, and level at the stop', () => {
    fc.assert(
      fc.property(volts, (voltage) => {
        const comb = new CombDrive();
        const rise = comb.capacitance({ voltage }) - comb.capacitance({});
        expect(comb.capacitance({ voltage: -voltage })).toBe(comb.capacitance({ voltage }));
        expect(comb.capacitance({ voltage: voltage + 1 })).toBeGreaterThanOrEqual(
          comb.capacitance({ voltage }),
        );
        expect(comb.displacement(voltage)).toBeLessThanOrEqual(20e-6);
        const unit = comb.capacitance({ voltage: 1 }) - comb.capacitance({});
        const stop = new CombDrive({ overlap: 220e-6 }).capacitance({}) - comb.capacitance({});
        expect(rise * 1e18).toBeCloseTo(Math.min(unit * voltage ** 2, stop) * 1e18, 3);
      }),
      { seed: 1 },
    );
    expect(new CombDrive({ stiffness: 0.1 }).displacement(200)).toBe(20e-6);
  });

  it('has its minimum at the trapped voltage', () => {
    const comb = new CombDrive({ trappedVoltage: 0.3 });
    expect(comb.capacitance({ voltage: 1.3 })).toBeCloseTo(comb.capacitance({ voltage: -0.7 }), 20);
    expect(comb.displacement(0.3)).toBe(0);
  });

  it('shows its defects', () => {
    const at = { temperature: 25 };
    expect(new CombDrive({}, 'stuck').displacement(50)).toBe(0);
    expect(new CombDrive({}, 'broken-spring').displacement(10)).toBeCloseTo(
      2 * new CombDrive().displacement(10),
      15,
    );
    expect(new CombDrive({}, 'open').capacitance({})).toBe(0);
    expect(new CombDrive({}, 'leaky').resistance(at)).toBeCloseTo(1e6, -1);
    expect(new CombDrive({}, 'short').resistance(at)).toBeCloseTo(2, 6);
    expect(new CombDrive().resistance({ temperature: 35 })).toBeCloseTo(5e11, 0);
  });
});
