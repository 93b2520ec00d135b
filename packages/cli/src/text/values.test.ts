import {
  FourwireError,
  array,
  boolean,
  bytes,
  integer,
  oneOf,
  optionalField,
  quantity,
  record,
  table,
  text,
} from '@fourwire/core';
import type { ValueSchema } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue } from './format-value.ts';
import { parseValue } from './parse-value.ts';

const point = record({ x: quantity('um'), note: optionalField(text()) });
const sweep = table({ value: quantity('V') });

function kindOfRefusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return FourwireError.from(error).kind;
  }
}

describe('parseValue', () => {
  it.each<readonly [string, ValueSchema, string, unknown]>([
    ['a number', quantity('Cel'), '-20.5', -20.5],
    ['a number with an exponent', quantity('A'), '1e-6', 1e-6],
    ['a count', integer(), '3', 3],
    ['a truth value', boolean(), 'off', false],
    ['a truth value in capitals', boolean(), 'ON', true],
    ['a truth value as instruments say it', boolean(), '1', true],
    ['a number with its unit', quantity('Cel'), '85 °C', 85],
    ['a number in another unit', quantity('Cel'), '358.15K', 85],
    ['a word in other capitals', oneOf(['dcVoltage', 'diode']), 'DCVoltage', 'dcVoltage'],
    ['a word', oneOf(['contact', 'separation']), 'contact', 'contact'],
    ['a text that looks like a number', text(), '007', '007'],
    ['bytes', bytes(), '/wA=', new Uint8Array([255, 0])],
    ['a list', array(integer()), '[1, 2]', [1, 2]],
    ['a record', point, '{"x": 5}', { x: 5 }],
    ['bytes in a record', record({ body: bytes() }), '{"body": "AQI="}', { body: new Uint8Array([1, 2]) }],
    ['a table', sweep, '{"value": [1, 2]}', { value: Float64Array.of(1, 2) }],
  ])('reads %s', (_what, schema, given, value) => {
    expect(parseValue(schema, given, 'x')).toEqual(value);
  });

  it.each<readonly [string, ValueSchema, string, string]>([
    ['a word for a number', quantity('Cel'), 'warm', 'x must be a number in °C; got "warm".'],
    ['an empty text for a number', quantity('Cel'), '', 'x must be a number in °C; got "".'],
    ['hexadecimal', integer(), '0x10', 'x must be a whole number; got "0x10".'],
    [
      'a number out of range',
      quantity('Cel', { max: 180 }),
      '200',
      'x 200 °C refused, allowed 180 °C or less.',
    ],
    ['a word for a truth value', boolean(), 'maybe', 'x must be true or false; got "maybe".'],
    ['a decimal comma', quantity('Cel'), '23,5', 'x must be a number with a decimal point; write 23.5.'],
    [
      'a unit of something else',
      quantity('Cel'),
      '5 V',
      'x is in °C: V does not fit; write it in K, °C, °F.',
    ],
    ['another word', oneOf(['on', 'off']), 'up', 'x must be one of on, off; got "up".'],
    ['no base64', bytes(), 'a-', 'x must be bytes (a Uint8Array); got "a-".'],
    ['no JSON', point, 'x=5', 'x must be JSON, for example [1, 2] or {"name": 1};'],
    ['an unknown field', point, '{"x": 5, "z": 1}', 'x.z is not known; known are x, note.'],
    ['a column of words', sweep, '{"value": ["a"]}', 'x.value must be a Float64Array; got ["a"].'],
  ])('refuses %s', (_what, schema, given, message) => {
    expect(() => parseValue(schema, given, 'x')).toThrow(message);
  });

  it('never fails with anything but kind range', () => {
    const schemas = fc.constantFrom<ValueSchema>(
      quantity('V'),
      integer(),
      bytes(),
      array(point),
      point,
      sweep,
    );
    const given = fc.oneof(fc.string(), fc.json());
    fc.assert(
      fc.property(schemas, given, (schema, one) => {
        expect(kindOfRefusal(() => parseValue(schema, one, 'x'))).toBeOneOf([undefined, 'range']);
      }),
      { seed: 1 },
    );
  });
});

describe('formatValue', () => {
  it.each<readonly [string, ValueSchema, unknown, string]>([
    ['a number with its unit', quantity('Cel'), 25, '25 °C\n'],
    ['a 32-bit float without the digits it does not have', quantity('Cel'), Math.fround(23.1), '23.1 °C\n'],
    ['a double with all its digits', quantity('V'), 0.1234567890123, '0.1234567890123 V\n'],
    ['a truth value', boolean(), true, 'true\n'],
    ['an empty list', array(text()), [], '(none)\n'],
    ['a list', array(text()), ['A', 'B'], 'A\nB\n'],
    ['a list of records', array(point), [{ x: 1, note: 'n' }, { x: 2 }], 'x     note\n1 µm  n\n2 µm\n'],
    ['a record', point, { x: 1.5 }, 'x  1.5 µm\n'],
    ['a table', sweep, { value: Float64Array.of(1, 2.5) }, 'value (V)\n1\n2.5\n'],
    ['bytes', bytes(), new Uint8Array([255, 0]), '/wA=\n'],
    ['a text with a line end', text(), 'a\r\nb', 'a\\x0d\\x0ab\n'],
  ])('shows %s', (_what, schema, value, shown) => {
    expect(formatValue(schema, value)).toBe(shown);
  });

  it('shows numbers that read back as the same 32-bit float', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(formatValue(quantity('1'), value)))).toBe(value === 0 ? 0 : value);
      }),
      { seed: 1 },
    );
  });
});
