import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { array, integer, oneOf, optionalField, quantity, record, table } from '../index.ts';
import type { ValueSchema } from '../index.ts';
import { sameValue } from './same-value.ts';

const cases: readonly (readonly [string, boolean, unknown, unknown, (ValueSchema | undefined)?])[] = [
  ['a number and itself', true, 5, 5],
  ['zero and minus zero', true, 0, -0, quantity('V')],
  ['neighbours without a schema', false, 0.1, 0.100_000_001],
  ['neighbours that a 32-bit float cannot tell apart', true, 0.1, 0.100_000_001, quantity('V')],
  ['numbers half a step apart', true, 0.3, 0.35, quantity('V', { resolution: 0.1 })],
  ['numbers further apart', false, 0.3, 0.36, quantity('V', { resolution: 0.1 })],
  ['large counts', false, 5_000_000, 5_000_001, integer()],
  ['NaN and a number', false, Number.NaN, 0, quantity('V')],
  ['a number and a text', false, 5, '5'],
  ['words', false, 'a', 'b', oneOf(['a', 'b'])],
  ['arrays', true, [1, 2.05], [1, 2], array(quantity('V', { resolution: 0.1 }))],
  ['arrays of other lengths', false, [1], [1, 2]],
  ['an array and a record', false, [], {}],
  ['bytes', true, new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ['other bytes', false, new Uint8Array([1, 2]), new Uint8Array([1, 3])],
  [
    'records in another order',
    true,
    { low: 1, high: 2 },
    { high: 2, low: 1.000_000_1 },
    record({ low: quantity('V'), high: quantity('V') }),
  ],
  [
    'a field left out and one undefined',
    true,
    { low: 1, high: undefined },
    { low: 1 },
    record({ low: quantity('V'), high: optionalField(quantity('V')) }),
  ],
  ['a field that is missing', false, { low: 1 }, { low: 1, high: 2 }],
  ['other fields', false, { low: 1 }, { high: 1 }],
  ['nothing and a record', false, null, {}],
  ['tables', true, { t: Float64Array.of(1, 2) }, { t: Float64Array.of(1, 2) }, table({ t: quantity('s') })],
];

describe('sameValue', () => {
  for (const [name, expected, a, b, schema] of cases) {
    it(`${expected ? 'takes' : 'does not take'} for the same: ${name}`, () => {
      expect(sameValue(a, b, schema)).toBe(expected);
      expect(sameValue(b, a, schema)).toBe(expected);
    });
  }

  it('takes any JSON value for the same as its copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sameValue(value, JSON.parse(JSON.stringify(value)))).toBe(true);
      }),
      { seed: 1 },
    );
  });
});
