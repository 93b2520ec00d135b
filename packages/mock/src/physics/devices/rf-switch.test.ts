import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RfSwitch } from './rf-switch.ts';

const bare = { dielectric: 0, roughness: 0 };

describe('RfSwitch', () => {
  it('pulls in where the sheet says (probe sheet 6.4)', () => {
    expect(new RfSwitch(bare).pullInVoltage).toBeCloseTo(22.866, 3);
  });

  it.each([
    [5, 17.97, 35.673],
    [10, 75.3, 36.517],
    [15, 186.03, 38.264],
    [20, 402.51, 42.213],
    [22, 583.18, 46.192],
  ])('at %d V bends by %d nm to %d fF', (voltage, nanometres, femtofarads) => {
    const device = new RfSwitch(bare);
    device.apply(voltage);
    expect(device.displacement * 1e9).toBeCloseTo(nanometres, 2);
    expect(device.capacitance() * 1e15).toBeCloseTo(femtofarads, 3);
  });

  it('releases where the sheet says, and has its capacitance up and down', () => {
    expect(new RfSwitch({ roughness: 0 }).releaseVoltage).toBeCloseTo(0.679, 3);
    expect(new RfSwitch().releaseVoltage).toBeCloseTo(2.994, 3);
    const device = new RfSwitch({ roughness: 0 });
    expect(device.capacitance() * 1e15).toBeCloseTo(35, 1);
    device.apply(30);
    expect(device.capacitance() * 1e12).toBeCloseTo(3.1, 2);
  });

  it('has a hysteresis, the same for both signs', () => {
    for (const sign of [1, -1]) {
      const device = new RfSwitch();
      device.apply(sign * 20);
      expect(device.closed).toBe(false);
      device.apply(sign * 25);
      expect(device.closed).toBe(true);
      expect(device.resistance({ temperature: 25 })).toBe(1);
      device.apply(sign * 10);
      expect(device.closed).toBe(true);
      device.apply(sign * 2.9);
      expect(device.closed).toBe(false);
      expect(device.resistance({ temperature: 25 })).toBe(1e12);
    }
  });

  it('bends further with more voltage, and never beyond a third of the gap before it snaps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23_000 }).map((milli) => milli / 1000),
        (voltage) => {
          const [less, more] = [new RfSwitch(), new RfSwitch()];
          less.apply(voltage);
          more.apply(voltage + 0.1);
          expect(more.displacement).toBeGreaterThan(less.displacement);
          expect(less.closed || less.displacement <= less.effectiveGap / 3).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });

  it('drifts as its dielectric charges, with the same result for one step and for many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40_000, max: 40_000 }).map((milli) => milli / 1000),
        fc.integer({ min: -40_000, max: 40_000 }).map((milli) => milli / 1000),
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 }),
        (before, voltage, steps) => {
          const [once, often] = [new RfSwitch(), new RfSwitch()];
          for (const device of [once, often]) {
            device.apply(before);
            device.advance(300);
            device.apply(voltage);
          }
          once.advance(steps.reduce((sum, step) => sum + step, 0));
          for (const step of steps) often.advance(step);
          expect(often.charge).toBeCloseTo(once.charge, 9);
          expect(often.closed).toBe(once.closed);
        },
      ),
      { seed: 1 },
    );
    const charged = new RfSwitch();
    charged.apply(charged.pullInVoltage);
    charged.advance(100);
    expect(charged.charge).toBeCloseTo(0.5 * (1 - Math.exp(-1)), 9);
  });

  it('opens later than without charge once it is charged, and closes later', () => {
    const device = new RfSwitch();
    device.apply(30);
    device.advance(1000);
    device.apply(0);
    device.apply(device.pullInVoltage + 0.3);
    expect(device.closed).toBe(false);
    device.apply(device.pullInVoltage + 0.6);
    expect(device.closed).toBe(true);
  });

  it('stays down when adhesion holds it', () => {
    const device = new RfSwitch({ adhesion: 1 });
    device.apply(30);
    device.apply(0);
    expect(device.closed).toBe(true);
    expect(device.releaseVoltage).toBe(0);
  });

  it('shows its defects', () => {
    expect(new RfSwitch({}, 'stuck').closed).toBe(true);
    expect(new RfSwitch({}, 'broken-spring').pullInVoltage / new RfSwitch().pullInVoltage).toBeCloseTo(
      Math.SQRT1_2,
      9,
    );
    expect(new RfSwitch({}, 'open').capacitance()).toBe(0);
    expect(new RfSwitch({}, 'short').resistance({ temperature: 25 })).toBeCloseTo(2, 6);
    expect(() => new RfSwitch().advance(-1)).toThrow(FourwireError);
  });
});
