import { describe, expect, it } from 'vitest';
import { parseReading } from './reading.ts';

describe('parseReading', () => {
  it.each([
    ['+1.040564E-06A', 1.040564e-6, 'A'],
    ['+1.73730000E+00 VDC', 1.7373, 'VDC'],
    ['9.91E37 VDC', Number.NaN, 'VDC'],
    ['-9.9E+37', Number.NEGATIVE_INFINITY, undefined],
    ['50 %', 50, '%'],
    ['#H1F', 31, undefined],
    ['NAN', Number.NaN, undefined],
  ])('reads %j as %d %s', (text, value, unit) => {
    expect(parseReading(text)).toEqual({ value, unit, text });
  });

  it.each(['', '1.04E', '1.04E-', '0MANUFACTURE', '1.2.3V', '1 2', 'VDC'])('refuses %j', (text) => {
    expect(() => parseReading(text)).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });

  it('refuses a multiplier rather than drop it', () => {
    expect(() => parseReading('1.5 MV')).toThrow(expect.objectContaining({ code: 'scpi-suffix-unknown' }));
  });
});
