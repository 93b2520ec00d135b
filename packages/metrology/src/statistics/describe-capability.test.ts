import { expect, it } from 'vitest';
import { capability } from './capability.ts';
import { describeCapability } from './describe-capability.ts';
import { repeatedMeasurement } from './repeated.ts';

it('says all that the numbers say, with units, and what cannot be said', () => {
  const values = [10, 10.01, 9.99, 10.02, 9.98, 10, 10.1];
  const limits = { max: 10.05 };
  const text = describeCapability({
    title: 'Lid height',
    unit: 'mm',
    values,
    limits,
    capability: capability(values, limits),
    mean: repeatedMeasurement(values),
  });
  expect(text).toContain('no lower limit to 10.05 mm');
  expect(text).toContain('7, of which 1 outside');
  expect(text).toMatch(/mean {7}10\.0143 mm ± 0\.0\d+ mm \(k = 2\.45\)/);
  expect(text).toMatch(/Cp {2}not defined {3}Cpk 0\.\d\d/);
  const bars = text.split('\n').filter((line) => /#|\d$/.test(line) && /^ +[\d.]+ /.test(line));
  expect(bars.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)).toBe(7);
});
