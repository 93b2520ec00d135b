import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAsciiArray } from './ascii-array.ts';
import { latin1Bytes } from './latin1.ts';
import { formatNr3 } from './number-format.ts';

const parse = (text: string, into?: Float64Array): number[] => [...parseAsciiArray(latin1Bytes(text), into)];

/** A decimal as instruments write it: 1 to 20 digits, a point anywhere, an exponent or none. */
const decimal = fc
  .tuple(
    fc.constantFrom('', '+', '-'),
    fc.stringMatching(/^\d{1,20}$/),
    fc.nat(20),
    fc.option(fc.integer({ min: -40, max: 15 })),
    fc.constantFrom('e', 'E', 'E+'),
  )
  .map(([sign, digits, point, exponent, mark]) => {
    const mantissa = `${digits.slice(0, point)}.${digits.slice(point)}`;
    const power = exponent === null ? '' : `${exponent < 0 ? mark.charAt(0) : mark}${exponent}`;
    return sign + mantissa + power;
  });

describe('parseAsciiArray', () => {
  it.each([
    ['', []],
    ['\n', []],
    ['1', [1]],
    ['1\n', [1]],
    ['+1.5E-3,-2,.5,4.\r\n', [0.0015, -2, 0.5, 4]],
    ['1,2,', [1, 2]],
    ['1,2,\n', [1, 2]],
    ['1;2 ;3', [1, 2, 3]],
    ['1 2\t3 , 4', [1, 2, 3, 4]],
    [' 1,2', [1, 2]],
    ['+1.040564E-06A,+2.362690E+01,+1.00000E+00\n', [1.040564e-6, 23.6269, 1]],
    ['#H1F,NAN,-INF,****,12', [31, Number.NaN, Number.NEGATIVE_INFINITY, Number.NaN, 12]],
    [
      '+9.90000000E+37,-9.9E37,9.91E37,1',
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1],
    ],
    ['1e-300,1e300', [1e-300, Number.POSITIVE_INFINITY]],
    ['123456789012345678,0.1234567890123456789,1', [123_456_789_012_345_680, 0.123_456_789_012_345_68, 1]],
  ])('reads %j', (text, values) => {
    expect(parse(text)).toEqual(values);
  });

  it('rounds every number as Number() does, however it is written', () => {
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1 }), (texts) => {
        expect(parse(texts.join(','))).toEqual(texts.map(Number));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('reads back what instruments write, with any count of digits', () => {
    const value = fc.double({ min: -1e30, max: 1e30, noNaN: true });
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 4, max: 17 }), (values, digits) => {
        const texts = values.map((item) => formatNr3(item, digits));
        expect(parse(`${texts.join(',')}\n`)).toEqual(texts.map(Number));
      }),
      { seed: 1 },
    );
  });

  it('grows when the numbers get shorter along the way', () => {
    const texts = [
      ...Array.from({ length: 1000 }, (_, index) => formatNr3(index)),
      ...Array.from({ length: 50_000 }, (_, index) => String(index % 10)),
    ];
    expect(parse(texts.join(','))).toEqual(texts.map(Number));
  });

  it('fills a target and returns its front part', () => {
    const into = new Float64Array(4);
    const values = parseAsciiArray(latin1Bytes('1,2,3\n'), into);
    expect([...values]).toEqual([1, 2, 3]);
    expect(values.buffer).toBe(into.buffer);
    const exact = new Float64Array(3);
    expect(parseAsciiArray(latin1Bytes('1,2,3\n'), exact)).toBe(exact);
  });

  it.each(['1,2,3', '1,2,3\n'])('refuses %j for a target of two', (text) => {
    expect(() => parse(text, new Float64Array(2))).toThrow(
      expect.objectContaining({ kind: 'range', code: 'scpi-target-too-small' }),
    );
  });

  it.each([
    ['1,,2', 2],
    [',1', 0],
    ['1,abc,2', 2],
    ['1,2,1E', 4],
    ['1,2E,3', 2],
    ['1,+,2', 2],
    ['1,1.2.3,2', 2],
    ['1,2MV,3', 2],
    ['1,2,-', 4],
    ['1,2,,', 4],
  ])('refuses %j at byte %d', (text, position) => {
    let error: unknown;
    try {
      parse(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(FourwireError.is(error) && [error.kind, error.details['position']]).toEqual([
      'protocol',
      position,
    ]);
  });
});
