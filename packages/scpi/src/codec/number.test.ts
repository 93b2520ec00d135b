import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNr1, formatNr2, formatNr3, formatNumber } from './number-format.ts';
import { parseBigInteger, parseInteger, parseNumber } from './number.ts';

const finite = fc.double({ min: -9.8e37, max: 9.8e37, noNaN: true });

describe('parseNumber', () => {
  it.each([
    ['12', 12],
    ['+12', 12],
    ['1.', 1],
    ['.5', 0.5],
    ['-1.5e-3', -0.0015],
    ['+1.04530000E+01', 10.453],
    ['  7 \r\n', 7],
    ['#H1F', 31],
    ['#hff', 255],
    ['#Q17', 15],
    ['#B101', 5],
    ['9.9E37', Number.POSITIVE_INFINITY],
    ['+9.90000000E+37', Number.POSITIVE_INFINITY],
    ['-9.90000000E+37', Number.NEGATIVE_INFINITY],
    ['9.91E37', Number.NaN],
    ['+9.910000E+37', Number.NaN],
    ['NAN', Number.NaN],
    ['inf', Number.POSITIVE_INFINITY],
    ['+INF', Number.POSITIVE_INFINITY],
    ['-INF', Number.NEGATIVE_INFINITY],
    ['NINF', Number.NEGATIVE_INFINITY],
    ['INFinity', Number.POSITIVE_INFINITY],
    ['*****', Number.NaN],
  ])('reads %j as %d', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each([
    '',
    ' ',
    '+',
    '.',
    'E5',
    '1E',
    '1.2.3',
    '1,2',
    '1 2',
    '0x10',
    '1_000',
    '#H',
    '#HG',
    '#Q8',
    '#B2',
    '1V',
    'Infinit',
    '0MANUFACTURE',
    '#15HELLO',
  ])('refuses %j', (text) => {
    expect(() => parseNumber(text)).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-number-malformed' }),
    );
  });

  it('refuses to round a register of more than 53 bits', () => {
    expect(() => parseNumber('#HFFFFFFFFFFFFFFFF')).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-integer-too-large' }),
    );
  });

  it('refuses long junk at once', () => {
    expect(() => parseNumber(`${'1'.repeat(1_000_000)}x`)).toThrow(FourwireError);
  });

  it('reads back every number that formatNumber writes', () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(parseNumber(formatNumber(value))).toBe(value + 0);
      }),
      { seed: 1 },
    );
  });
});

describe('parseInteger', () => {
  it.each([
    ['+12', 12],
    ['+1.00000000E+00', 1],
    ['#HC', 12],
    ['-0.000', 0],
  ])('reads %j as %d', (text, value) => {
    expect(parseInteger(text) + 0).toBe(value);
  });

  it.each(['1.5', '9.9E37', 'NAN', '9007199254740993', 'x'])('refuses %j', (text) => {
    expect(() => parseInteger(text)).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });
});

describe('parseBigInteger', () => {
  it('keeps all 64 bits', () => {
    expect(parseBigInteger('#HFFFFFFFFFFFFFFFF')).toBe(18_446_744_073_709_551_615n);
    expect(parseBigInteger(' -9007199254740993\n')).toBe(-9_007_199_254_740_993n);
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (value) => {
        expect(parseBigInteger(String(value))).toBe(value);
      }),
      { seed: 1 },
    );
  });

  it.each(['', '1.0', '1e3', '9'.repeat(129), `#H${'F'.repeat(200)}`])('refuses %j', (text) => {
    expect(() => parseBigInteger(text)).toThrow(expect.objectContaining({ code: 'scpi-integer-malformed' }));
  });
});

describe('formatNumber', () => {
  it.each([
    [0.000_001, '0.000001'],
    [1e-7, '1E-7'],
    [1e21, '1E+21'],
    [-0, '0'],
    [0.1 + 0.2, '0.30000000000000004'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %d', (value) => {
    expect(() => formatNumber(value)).toThrow(
      expect.objectContaining({ kind: 'range', code: 'scpi-value-refused' }),
    );
  });
});

describe('the formats of answers', () => {
  it('write what instruments write', () => {
    expect(formatNr1(12)).toBe('12');
    expect(formatNr1(12, true)).toBe('+12');
    expect(formatNr1(-12, true)).toBe('-12');
    expect(formatNr2(1.5, 2)).toBe('1.50');
    expect(formatNr2(-0, 1, true)).toBe('+0.0');
    expect(formatNr3(1.234e-6)).toBe('+1.23400000E-06');
    expect(formatNr3(-1e100, 2)).toBe('-1.00E+100');
    expect(formatNr3(-0, 1)).toBe('+0.0E+00');
    expect(formatNr3(Number.POSITIVE_INFINITY)).toBe('+9.90000000E+37');
    expect(formatNr2(Number.NEGATIVE_INFINITY, 3)).toBe('-9.90000000E+37');
    expect(formatNr1(Number.NaN)).toBe('+9.91000000E+37');
  });

  it('refuse what NR2 cannot write', () => {
    expect(() => formatNr2(1e21, 1)).toThrow(expect.objectContaining({ kind: 'range' }));
  });

  it('read back within their digits', () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(parseNumber(formatNr3(value, 16))).toBe(value + 0);
      }),
      { seed: 1 },
    );
  });
});
