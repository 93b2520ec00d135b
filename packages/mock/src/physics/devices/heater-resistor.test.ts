import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeaterResistor } from './heater-resistor.ts';

describe('HeaterResistor', () => {
  it('heats itself as in the golden vector (probe sheet 6.3)', () => {
    const heater = new HeaterResistor({ suspensionConductance: 2e-5, gasConductance: 0 });
    const conditions = { temperature: 25, voltage: 0.5 };
    expect(heater.resistance(conditions)).toBeCloseTo(1046.01, 2);
    expect(heater.heaterTemperature(conditions) - 25).toBeCloseTo(11.95, 2);
  });

  it.each([
    [0.1, 5.008e-6],
    [1, 5.08e-6],
    [10, 5.792e-6],
    [100, 1.2273e-5],
    [1e3, 4.5e-5],
    [1e4, 7.7727e-5],
    [1e5, 8.4208e-5],
  ])('at %d Pa loses %d W/K (probe sheet 6.3)', (pressure, expected) => {
    const heater = new HeaterResistor();
    heater.pressure = pressure;
    expect(heater.conductance * 1e6).toBeCloseTo(expected * 1e6, 3);
  });

  it('answers the same to a voltage and to the current that flows then', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2000 }).map((milli) => milli / 1000),
        fc.integer({ min: -40, max: 150 }),
        (voltage, temperature) => {
          const heater = new HeaterResistor();
          const driven = heater.resistance({ temperature, voltage });
          expect(heater.resistance({ temperature, current: voltage / driven }) / driven).toBeCloseTo(1, 9);
        },
      ),
      { seed: 1 },
    );
  });

  it('rises with temperature and voltage, and falls with pressure, as a Pirani gauge must', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -60, max: 200 }),
        fc.integer({ min: 100, max: 2000 }).map((milli) => milli / 1000),
        (temperature, voltage) => {
          const heater = new HeaterResistor();
          heater.pressure = 100;
          const now = heater.resistance({ temperature, voltage });
          expect(heater.resistance({ temperature: temperature + 1, voltage })).toBeGreaterThan(now);
          expect(heater.resistance({ temperature, voltage: voltage * 1.1 })).toBeGreaterThan(now);
          heater.pressure = 200;
          expect(heater.resistance({ temperature, voltage })).toBeLessThan(now);
        },
      ),
      { seed: 1 },
    );
  });

  it('runs away under a current that it cannot get rid of', () => {
    const heater = new HeaterResistor();
    heater.pressure = 0;
    expect(heater.resistance({ temperature: 25, current: 1e-3 })).toBeLessThan(5000);
    expect(heater.resistance({ temperature: 25, current: 2e-3 })).toBe(Number.POSITIVE_INFINITY);
  });

  it('with a negative coefficient falls to half of its cold resistance and no further', () => {
    const heater = new HeaterResistor({ temperatureCoefficient: -1e-3 });
    expect(heater.resistance({ temperature: 25, voltage: 0.5 })).toBeLessThan(1000);
    expect(heater.resistance({ temperature: 25, voltage: 100 })).toBe(500);
  });

  it('is open, short or leaky where the die is', () => {
    const at = { temperature: 25 };
    expect(new HeaterResistor({}, 'open').resistance(at)).toBe(Number.POSITIVE_INFINITY);
    expect(new HeaterResistor({}, 'short').resistance(at)).toBeLessThan(2);
    expect(new HeaterResistor({}, 'leaky').resistance(at)).toBeCloseTo(999, 0);
    expect(new HeaterResistor({}, 'stuck').resistance(at)).toBe(1000);
    expect(new HeaterResistor().capacitance()).toBe(0);
  });
});
