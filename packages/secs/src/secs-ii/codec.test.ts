import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryItem } from '../../test/arbitrary-item.ts';
import { errorOf, thrownBy } from '../../test/errors.ts';
import { fromHex, toHex } from '../../test/hex.ts';
import { itemVectors } from '../../test/item-vectors.ts';
import { itemFromSml } from '../sml/parse.ts';
import { sameItem } from './compare.ts';
import { A, B, F4, F8, I8, J, L, U1, U2, U4, U8, W } from './constructors.ts';
import { decodeItem } from './decode.ts';
import { encodeItem } from './encode.ts';
import type { Item } from './item.ts';
import { utf8Text } from './text-codec.ts';

describe('items of the sheets', () => {
  it.each(itemVectors)('%s', (sml, hex) => {
    const item = itemFromSml(sml);
    expect(toHex(encodeItem(item))).toBe(hex);
    expect(decodeItem(fromHex(hex))).toEqual(item);
  });

  it('takes two length bytes from 256 on and three from 65536 on', () => {
    expect(toHex(encodeItem(B(new Uint8Array(255))).subarray(0, 2))).toBe('21 ff');
    expect(toHex(encodeItem(A('x'.repeat(256))).subarray(0, 4))).toBe('42 01 00 78');
    const big = encodeItem(B(new Uint8Array(70_000)));
    expect(toHex(big.subarray(0, 5))).toBe('23 01 11 70 00');
    expect(big).toHaveLength(70_004);
    expect(toHex(encodeItem(L(Array.from({ length: 300 }, () => L()))).subarray(0, 5))).toBe(
      '02 01 2c 01 00',
    );
  });

  it('reads lengths that are longer than they need be', () => {
    expect(decodeItem(fromHex('b3 00 00 04 00 00 00 05'))).toEqual(U4(5));
    expect(decodeItem(fromHex('02 00 01 43 00 00 01 78'))).toEqual(L(A('x')));
  });

  it('reads any byte but 0 as true', () => {
    expect(decodeItem(fromHex('25 04 ff 00 01 7f'))).toEqual({
      format: 'BOOLEAN',
      value: [true, false, true, true],
    });
  });

  it('keeps the format of an item without values', () => {
    for (const format of [
      'A',
      'J',
      'B',
      'BOOLEAN',
      'I1',
      'I2',
      'I4',
      'I8',
      'U1',
      'U2',
      'U4',
      'U8',
      'F4',
      'F8',
    ]) {
      const empty = itemFromSml(`<${format}>`);
      expect(encodeItem(empty)).toHaveLength(2);
      expect(decodeItem(encodeItem(empty))).toEqual(empty);
    }
    expect(decodeItem(fromHex('49 00'))).toEqual(W(0, new Uint8Array(0)));
  });

  it('puts the number of the encoding before localized text', () => {
    expect(toHex(encodeItem(W('é')))).toBe('49 04 00 02 c3 a9');
    expect(decodeItem(fromHex('49 04 00 08 82 a0'))).toEqual(W(8, Uint8Array.of(0x82, 0xa0)));
  });
});

describe('encoding and decoding', () => {
  it('gives every item back', () => {
    const property = fc.property(arbitraryItem, (item) => {
      expect(sameItem(decodeItem(encodeItem(item)), item)).toBe(true);
    });
    fc.assert(property, { seed: 1, numRuns: 300 });
  });

  it('gives the bytes back that an encoder with short lengths wrote', () => {
    const property = fc.property(arbitraryItem, (item) => {
      const bytes = encodeItem(item);
      expect(toHex(encodeItem(decodeItem(bytes)))).toBe(toHex(bytes));
    });
    fc.assert(property, { seed: 1 });
  });

  it('refuses junk with an error of kind protocol and its position, or reads it', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const error = errorOf(() => decodeItem(bytes));
      expect(error?.kind ?? 'protocol').toBe('protocol');
      expect(error?.details['offset'] ?? 0).toBeLessThanOrEqual(bytes.length);
    });
    fc.assert(property, { seed: 1, numRuns: 1000 });
  });

  it('refuses every beginning of an item and every item with a byte too many', () => {
    const bytes = encodeItem(L(U4(1, 2), A('name'), L(F8(0.5), B(1)), U8(7), W('x')));
    for (let length = 0; length < bytes.length; length++) {
      expect(thrownBy(() => decodeItem(bytes.subarray(0, length))).code).toBe('secs-item-truncated');
    }
    const error = thrownBy(() => decodeItem(Uint8Array.of(...bytes, 0)));
    expect(error.code).toBe('secs-item-trailing');
    expect(error.details).toMatchObject({ offset: bytes.length, path: [] });
  });

  it('copies bytes, so that the buffer they came in can be used again', () => {
    const buffer = fromHex('01 02 21 02 01 02 49 03 00 02 41');
    const item = decodeItem(buffer);
    buffer.fill(0xee);
    expect(item).toEqual(L(B(1, 2), W('A')));
    const source = Uint8Array.of(1, 2);
    const bytes = encodeItem(B(source));
    source.fill(9);
    expect(toHex(bytes)).toBe('21 02 01 02');
  });

  it('reads bytes that lie inside a bigger buffer', () => {
    const bytes = encodeItem(L(A('PPID'), F4(0.5), I8(-5)));
    const larger = new Uint8Array(bytes.length + 10).fill(0xff);
    larger.set(bytes, 3);
    expect(decodeItem(larger.subarray(3, 3 + bytes.length))).toEqual(decodeItem(bytes));
  });

  it('keeps results apart', () => {
    const first = encodeItem(A('first'));
    encodeItem(A('other'));
    expect(decodeItem(first)).toEqual(A('first'));
  });

  it('handles a list of 150,000 items and a recipe of several megabytes', () => {
    const list = L(Array.from({ length: 150_000 }, (_, index) => U4(index)));
    const decoded = decodeItem(encodeItem(list));
    expect(decoded.format === 'L' && decoded.value.length).toBe(150_000);
    expect(decoded.format === 'L' && decoded.value.every((item, index) => sameItem(item, U4(index)))).toBe(
      true,
    );
    const recipe = new Uint8Array(2_000_000).fill(7);
    const read = decodeItem(encodeItem(L(A('PKG-A'), B(recipe))));
    expect(
      read.format === 'L' && read.value[1]?.format === 'B' && Buffer.compare(read.value[1].value, recipe),
    ).toBe(0);
    expect(toHex(encodeItem(U1(1)))).toBe('a5 01 01');
  });
});

describe('what is refused when reading', () => {
  it.each([
    ['a length beyond the message', '01 02 a5 01 01 41 05 78', 'secs-item-truncated', 5, [1]],
    [
      'a list that claims more children than bytes can follow',
      '03 ff ff ff a5 01 01',
      'secs-item-truncated',
      0,
      [],
    ],
    ['a header that is cut off', '01 01 b3 00', 'secs-item-truncated', 2, [0]],
    ['an empty body', '', 'secs-item-truncated', 0, []],
    ['no length bytes', '01 01 b0 00', 'secs-item-format', 2, [0]],
    ['an unknown format', '01 02 a5 01 01 ed 00', 'secs-item-format', 5, [1]],
    ['half a number', 'b1 06 00 00 00 00 00 00', 'secs-item-length', 0, []],
    ['half an 8-byte number', '01 01 a1 04 00 00 00 00', 'secs-item-length', 2, [0]],
    ['localized text without its encoding', '49 01 00', 'secs-item-length', 0, []],
  ])('%s', (_, hex, code, offset, path) => {
    const error = thrownBy(() => decodeItem(fromHex(hex)));
    expect(error).toMatchObject({ kind: 'protocol', code, details: { offset, path } });
    expect(error.message).toContain(`byte ${offset}`);
  });

  it('a nesting of 10,000', () => {
    const bytes = new Uint8Array(20_002).fill(1);
    bytes[20_001] = 0;
    const error = thrownBy(() => decodeItem(bytes));
    expect(error).toMatchObject({ kind: 'protocol', code: 'secs-item-depth', details: { offset: 128 } });
    expect(thrownBy(() => decodeItem(bytes, { maxDepth: 512 })).details).toMatchObject({ offset: 1024 });
  });

  it('lists that each claim half of what is left, without work for what is not there', () => {
    const bytes = new Uint8Array(4 * 60 + 1_000_000);
    for (let depth = 0; depth < 60; depth++) bytes.set([0x03, 0x03, 0xd0, 0x00], depth * 4);
    expect(thrownBy(() => decodeItem(bytes)).kind).toBe('protocol');
  });
});

describe('what is refused when writing', () => {
  const long = { format: 'B', value: new Uint8Array(0x100_0000) } as const;
  it.each<[string, Item, string, number[]]>([
    [
      'a number too big for its format',
      L(U1(1), { format: 'U2', value: [1, 65_536] }),
      'secs-item-value',
      [1],
    ],
    ['a number too small', { format: 'I1', value: [-129] }, 'secs-item-value', []],
    ['a fraction', { format: 'U4', value: [1.5] }, 'secs-item-value', []],
    ['NaN as a whole number', { format: 'U4', value: [Number.NaN] }, 'secs-item-value', []],
    ['a double too big for 4 bytes', { format: 'F4', value: [1e39] }, 'secs-item-value', []],
    ['a bigint too big', { format: 'U8', value: [2n ** 64n] }, 'secs-item-value', []],
    ['a hole', { format: 'F8', value: Array<number>(1) }, 'secs-item-value', []],
    ['values of another type', { format: 'BOOLEAN', value: [1] as never }, 'secs-item-value', []],
    ['a string among numbers', { format: 'U1', value: ['5'] as never }, 'secs-item-value', []],
    ['a number as text', { format: 'A', value: 5 as never }, 'secs-item-value', []],
    ['an array as bytes', { format: 'B', value: [5] as never }, 'secs-item-value', []],
    [
      'an encoding beyond two bytes',
      { format: 'W', value: { encoding: 65_536, bytes: new Uint8Array(0) } },
      'secs-item-value',
      [],
    ],
    ['a character beyond Latin-1', L(A('a'), L(A('price €'))), 'secs-item-text', [1, 0]],
    ['an item that is none', { format: 'L', value: [U1(1), undefined as never] }, 'secs-item-format', [1]],
    ['an unknown format', { format: 'X', value: [] } as never, 'secs-item-format', []],
    ['more bytes than a length can say', L(long), 'secs-item-length', [0]],
  ])('%s', (_, item, code, path) => {
    expect(thrownBy(() => encodeItem(item))).toMatchObject({ kind: 'range', code, details: { path } });
  });

  it('more children than a length can say', () => {
    const items = Array<Item>(0x100_0000);
    expect(thrownBy(() => encodeItem({ format: 'L', value: items })).code).toBe('secs-item-length');
  });

  it('a list that contains itself', () => {
    const items: Item[] = [];
    const list: Item = { format: 'L', value: items };
    items.push(list);
    expect(thrownBy(() => encodeItem(list))).toMatchObject({ kind: 'range', code: 'secs-item-depth' });
    expect(encodeItem(U1(1))).toHaveLength(3);
  });

  it('a limit of nesting that is none', () => {
    for (const maxDepth of [0, 1.5, 513, Number.NaN]) {
      expect(thrownBy(() => encodeItem(L(), { maxDepth })).code).toBe('secs-max-depth');
      expect(thrownBy(() => decodeItem(fromHex('01 00'), { maxDepth })).code).toBe('secs-max-depth');
    }
    expect(thrownBy(() => encodeItem(L(L()), { maxDepth: 1 })).code).toBe('secs-item-depth');
    expect(toHex(encodeItem(L(L()), { maxDepth: 2 }))).toBe('01 01 01 00');
  });
});

describe('text codecs', () => {
  const options = { text: utf8Text };

  it('turn the text of A and J into bytes and back', () => {
    const bytes = encodeItem(L(A('25 µm €'), J('ア')), options);
    expect(toHex(bytes)).toBe('01 02 41 0a 32 35 20 c2 b5 6d 20 e2 82 ac 45 03 e3 82 a2');
    expect(decodeItem(bytes, options)).toEqual(L(A('25 µm €'), J('ア')));
  });

  it('fail with the position when they refuse', () => {
    const error = thrownBy(() => decodeItem(fromHex('01 01 41 01 ff'), options));
    expect(error).toMatchObject({
      kind: 'protocol',
      code: 'secs-item-text',
      details: { offset: 2, path: [0] },
    });
    expect(error.cause).toBeInstanceOf(TypeError);
    const refusing = { ...utf8Text, encode: () => thrower() };
    expect(thrownBy(() => encodeItem(L(A('x')), { text: refusing })).details).toEqual({ path: [0] });
  });

  it('may encode items themselves', () => {
    const nested = { ...utf8Text, encode: (text: string) => encodeItem(A(text)) };
    expect(toHex(encodeItem(L(U2(1), A('x')), { text: nested }))).toBe('01 02 a9 02 00 01 41 03 41 01 78');
  });
});

function thrower(): never {
  throw new FourwireError('range', 'test', 'refused');
}
