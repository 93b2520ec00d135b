import { describe, expect, it } from 'vitest';
import { dacNumbers } from './arbitrary.ts';

describe('dacNumbers', () => {
  it('takes both ends and zero', () => {
    const samples = Float64Array.of(-1, -0.5, 0, 0.5, 1, 0.25, -0.25, 1e-9);
    expect([...dacNumbers(samples)]).toEqual([-32_767, -16_383, 0, 16_384, 32_767, 8192, -8192, 0]);
  });

  it.each([
    [Float64Array.of(0, 0, 0), 'number of samples'],
    [Float64Array.of(0, 0, 0, 0, 0, 0, 0, 1.01), 'samples[7]'],
    [Float64Array.of(0, Number.NaN, 0, 0, 0, 0, 0, 0), 'samples[1]'],
  ])('refuses what the generator cannot give out', (samples, argument) => {
    expect(() => dacNumbers(samples)).toThrow(argument);
  });
});
