import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  array,
  boolean,
  bytes,
  checkValue,
  convert,
  describeLimits,
  integer,
  isUnit,
  oneOf,
  optionalField,
  quantity,
  record,
  table,
  text,
} from '../index.ts';
import type { Unit, ValueSchema } from '../index.ts';

describe('checkValue', () => {
  const cases: readonly (readonly [string, ValueSchema, unknown, string | undefined])[] = [
    ['a number in range', quantity('Cel', { min: -70, max: 180 }), 25, undefined],
    [
      'a number above',
      quantity('Cel', { min: -70, max: 180 }),
      210,
      'x 210 °C refused, allowed -70 to 180 °C',
    ],
    ['a number at the limit', quantity('Cel', { max: 180 }), 180, undefined],
    ['NaN', quantity('Cel'), Number.NaN, 'x must be a number in °C; got NaN'],
    ['a text for a number', quantity('V'), '5', 'x must be a number in V; got "5"'],
    ['a fraction for a count', integer(), 1.5, 'x must be a whole number; got 1.5'],
    ['a number for a truth value', boolean(), 0, 'x must be true or false; got 0'],
    ['a word', oneOf(['off', 'auto']), 'auto', undefined],
    ['another word', oneOf(['off', 'auto']), 'on', 'x must be one of off, auto; got "on"'],
    ['a long text', text({ maxLength: 3 }), 'four', 'x must have at most 3 characters; got 4'],
    ['a text of another form', text({ pattern: '[A-Z]+' }), 'a', 'x must look like [A-Z]+; got "a"'],
    ['bytes', bytes(), new Uint8Array(3), undefined],
    ['no bytes', bytes(), [1, 2], 'x must be bytes (a Uint8Array); got [1,2]'],
    ['an item that is wrong', array(integer()), [1, 'b'], 'x[1] must be a whole number; got "b"'],
    ['too few items', array(integer(), { minItems: 2 }), [1], 'x must have at least 2 items; got 1'],
    [
      'a number at an end that is not allowed',
      quantity('K', { above: 0 }),
      0,
      'x 0 K refused, allowed above 0 K',
    ],
    ['a number above it', quantity('K', { above: 0, max: 5 }), 0.01, undefined],
    [
      'a number too far above it',
      quantity('K', { above: 0, max: 5 }),
      6,
      'x 6 K refused, allowed above 0 to 5 K',
    ],
    [
      'a field that is missing',
      record({ a: integer({ min: 1, max: 8 }) }),
      {},
      'x.a is missing; it must be a whole number, 1 to 8',
    ],
    [
      'a word that is missing',
      record({ a: oneOf(['b', 'c']) }),
      {},
      'x.a is missing; it must be one of b, c',
    ],
    ['a record that is missing', record({ a: record({}) }), {}, 'x.a is missing'],
    ['a field that may be left out', record({ a: optionalField(integer()) }), {}, undefined],
    ['a field too many', record({ a: integer() }), { a: 1, b: 2 }, 'x.b is not known; known are a'],
    [
      'a field that is wrong',
      record({ a: record({ b: boolean() }) }),
      { a: { b: 1 } },
      'x.a.b must be true or false; got 1',
    ],
    ['columns', table({ a: quantity('V') }), { a: new Float64Array(2) }, undefined],
    [
      'columns of two lengths',
      table({ a: quantity('V'), b: quantity('A') }),
      { a: new Float64Array(2), b: new Float64Array(3) },
      'x.b has 3 rows where the first column has 2',
    ],
  ];

  it.each(cases)('judges %s', (_name, schema, value, problem) => {
    expect(checkValue(schema, value, 'x')).toBe(problem);
  });

  it('holds the narrower of two ranges', () => {
    const schema = quantity('Cel', { min: -70, max: 180 });
    expect(checkValue(schema, 150, 'setpoint', { max: 130 })).toBe(
      'setpoint 150 °C refused, allowed -70 to 130 °C',
    );
    expect(describeLimits(schema, { min: -80 })).toBe('-70 to 180 °C');
  });

  it('survives anything', () => {
    const schema = record({ a: array(oneOf(['x'])), b: table({ c: quantity('1') }) });
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const problem = checkValue(schema, value, 'x');
        expect(problem === undefined || typeof problem === 'string').toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('convert', () => {
  it.each([
    [25, 'Cel', 'K', 298.15],
    [212, '[degF]', 'Cel', 100],
    [1, 'gf', 'cN', 0.980_665],
    [2.54, 'mm', '[mil_i]', 100],
    [60, 'K/min', 'K/s', 1],
  ] as const)('turns %s %s into %s', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBeCloseTo(expected, 9);
  });

  it('refuses units of different quantities', () => {
    expect(() => convert(1, 'V', 'A')).toThrow('Cannot convert V to A');
  });

  it('comes back to where it began', () => {
    const pairs: readonly (readonly [Unit, Unit])[] = [
      ['Cel', '[degF]'],
      ['um', '[in_i]'],
      ['gf', 'mN'],
      ['h', 'ms'],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        ([a, b], value) => {
          expect(convert(convert(value, a, b), b, a)).toBeCloseTo(value, 6);
        },
      ),
      { seed: 1 },
    );
  });

  it('knows its own units only', () => {
    expect([isUnit('Cel'), isUnit('toString'), isUnit('furlong')]).toEqual([true, false, false]);
  });
});
