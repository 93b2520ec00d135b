import { describe, expect, it } from 'vitest';
import { parseQuantity } from './parse-quantity.ts';
import type { Unit } from './units.ts';

describe('parseQuantity', () => {
  it.each<[string, Unit, number]>([
    ['85', 'Cel', 85],
    ['-.5', 'Cel', -0.5],
    ['−20', 'Cel', -20],
    ['85 °C', 'Cel', 85],
    ['85C', 'Cel', 85],
    ['358.15 K', 'Cel', 85],
    ['77°F', 'Cel', 25],
    ['3 C', 'C', 3],
    ['2 K', 'K', 2],
    ['100mV', 'V', 0.1],
    ['100 µV', 'V', 1e-4],
    ['100 μV', 'V', 1e-4],
    ['4.7 kΩ', 'Ohm', 4700],
    ['10 MOhm', 'Ohm', 1e7],
    ['2 nF', 'pF', 2000],
    ['5 min', 's', 300],
    ['1e3 um', 'mm', 1],
    ['40 %', '%', 40],
    ['7', '1', 7],
  ])('takes %s in %s', (text, unit, value) => {
    expect(parseQuantity(text, unit, 'it')).toBe(value);
  });

  it.each(['', 'hot', 'NaN', 'Infinity', '0x10', '1e400', '23,5', '1 2', '--5', '1.2.3'])(
    'finds no number in "%s"',
    (text) => {
      expect(parseQuantity(text, 'Cel', 'it')).toBeUndefined();
    },
  );

  it.each<[string, Unit, string]>([
    ['5 V', 'Cel', 'oven/setpoint is in °C: V does not fit; write it in K, °C, °F.'],
    [
      '5 parsec',
      'm',
      'oven/setpoint is in m: "parsec" is no unit that is known; write it in m, mm, µm, nm, in, mil.',
    ],
    ['5 V', '1', 'oven/setpoint has no unit: V does not fit; write it in %, ppm.'],
    // A difference of 2 °C is 2 K, a temperature of 2 °C is 275.15 K: nobody can tell which is meant.
    ['2 °C', 'K', 'oven/setpoint is in K: °C does not fit; write it in K.'],
  ])('refuses %s in %s', (text, unit, message) => {
    expect(() => parseQuantity(text, unit, 'oven/setpoint')).toThrow(message);
  });
});
