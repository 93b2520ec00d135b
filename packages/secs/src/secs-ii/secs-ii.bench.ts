import { bench, describe } from 'vitest';
import { plainDecode, plainEncode } from '../../test/plain-codec.ts';
import { A, F4, L, U4 } from './constructors.ts';
import { decodeItem } from './decode.ts';
import { encodeItem } from './encode.ts';
import type { Item } from './item.ts';

/** Status values as a machine reports them: a third each of counters, measured values and short texts. */
function statusValues(count: number): Item {
  const makers = [(n: number) => U4(n), (n: number) => F4(n / 7), (n: number) => A(`Unit-${n}`)];
  return L(Array.from({ length: count }, (_, n) => makers[n % 3]!(n)));
}

/** The same data as bare values, which is what JSON would be used with. */
function bareValues(item: Item): unknown {
  if (item.format === 'L') return item.value.map(bareValues);
  return item.format === 'A' ? item.value : (item.value as readonly unknown[])[0];
}

describe.each([1_000, 100_000])('%i items', (count) => {
  const item = statusValues(count);
  const bytes = plainEncode(item);
  const json = JSON.stringify(item);
  const values = bareValues(item);
  const bareJson = JSON.stringify(values);

  describe('encode and decode', () => {
    bench('encodeItem, decodeItem', () => void decodeItem(encodeItem(item)));
    bench('plain codec', () => void plainDecode(plainEncode(item)));
    bench('JSON of the items', () => void JSON.parse(JSON.stringify(item)));
    bench('JSON of bare values, without their formats', () => void JSON.parse(JSON.stringify(values)));
  });

  describe('encode', () => {
    bench('encodeItem', () => void encodeItem(item));
    bench('plain codec', () => void plainEncode(item));
    bench('JSON.stringify of the items', () => void JSON.stringify(item));
    bench('JSON.stringify of bare values', () => void JSON.stringify(values));
  });

  describe('decode', () => {
    bench('decodeItem', () => void decodeItem(bytes));
    bench('plain codec', () => void plainDecode(bytes));
    bench('JSON.parse of the items', () => void JSON.parse(json));
    bench('JSON.parse of bare values', () => void JSON.parse(bareJson));
  });
});
