import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubleText, singleText } from './float-text.ts';

describe('numbers as text', () => {
  it('are as short as can be', () => {
    expect(
      [0.1, -0.1, 1.5, 16_777_216, 3.4028234663852886e38, 1e-45].map((v) => singleText(Math.fround(v))),
    ).toEqual(['0.1', '-0.1', '1.5', '16777216', '3.4028235e+38', '1e-45']);
    expect([0.1, 1e21, -0, Number.NaN, Infinity, -Infinity].map(doubleText)).toEqual([
      '0.1',
      '1e+21',
      '-0',
      'nan',
      'inf',
      '-inf',
    ]);
    expect([-0, Number.NaN, -Infinity].map(singleText)).toEqual(['-0', 'nan', '-inf']);
  });

  it('are read back as the same number', () => {
    const finite = { noNaN: true, noDefaultInfinity: true };
    fc.assert(
      fc.property(fc.double(finite), (value) => {
        expect(Number(doubleText(value))).toBe(value);
      }),
      { seed: 1 },
    );
    fc.assert(
      fc.property(fc.float(finite), (value) => {
        expect(Math.fround(Number(singleText(value)))).toBe(value);
      }),
      { seed: 1 },
    );
  });
});
