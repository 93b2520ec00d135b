import { describe, expect, it } from 'vitest';
import { electrometerValue } from './reading.ts';

describe('a reading of a 6517', () => {
  it.each([
    ['+1.23456E-12', 1.23456e-12],
    ['+1.23456E-12NADC,+4.999SECS,+00012RDNG#', 1.23456e-12],
    ['-2.5E+01NVDC', -25],
    ['+1.0E+14NOHM', 1e14],
    ['+1.5E-9RADC', 1.5e-9],
  ])('%s is %d', (reply, value) => {
    expect(electrometerValue(reply)).toBe(value);
  });

  it('is an overload, and no number, by its state and by its value', () => {
    expect(() => electrometerValue('+9.9E37')).toThrow('Overload');
    expect(() => electrometerValue('+2.1E-2OADC')).toThrow('Overload');
  });

  it('is none while zero check is on', () => {
    expect(() => electrometerValue('+0.00000E+00ZADC')).toThrow(
      expect.objectContaining({ kind: 'state', code: 'zero-check-on' }),
    );
  });

  it('is refused when it is cut short', () => {
    expect(() => electrometerValue('')).toThrow(expect.objectContaining({ kind: 'protocol' }));
    expect(() => electrometerValue('NADC')).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });
});
