import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dewPoint, saturationPressure, saturationTemperature } from './humid-air.ts';

describe('dewPoint', () => {
  it.each([
    [85, 85, 81],
    [40, 93, 38.6],
    [25, 50, 13.9],
  ])(
    'of air at %d °C and a relative humidity of %d is %d °C, as the thermal sheet A3 says',
    (temperature, humidity, expected) => {
      expect(dewPoint(temperature, humidity)).toBeCloseTo(expected, 1);
    },
  );

  it('never exceeds the temperature and is the temperature at 100 %RH', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -70, max: 180 }),
        fc.integer({ min: 1, max: 100 }),
        (temperature, humidity) => {
          expect(dewPoint(temperature, humidity)).toBeLessThanOrEqual(temperature + 1e-9);
          expect(dewPoint(temperature, 100)).toBeCloseTo(temperature, 9);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('saturationPressure', () => {
  it('leaves 19 % of the relative humidity when sealed air is heated from 20 to 50 °C', () => {
    expect(saturationPressure(20) / saturationPressure(50)).toBeCloseTo(0.19, 2);
  });

  it.each([
    [20, -0.062],
    [50, -0.05],
    [85, -0.04],
  ])('changes relative humidity at %d °C by %d for each K', (temperature, expected) => {
    const change = saturationPressure(temperature) / saturationPressure(temperature + 1) - 1;
    expect(change).toBeCloseTo(expected, 2);
  });

  it('rises with the temperature and is undone by saturationTemperature', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -80_000, max: 180_000 }).map((milli) => milli / 1000),
        (temperature) => {
          expect(saturationPressure(temperature + 0.1)).toBeGreaterThan(saturationPressure(temperature));
          expect(saturationTemperature(saturationPressure(temperature))).toBeCloseTo(temperature, 9);
        },
      ),
      { seed: 1 },
    );
  });
});
