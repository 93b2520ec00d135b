import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryItem } from '../../test/arbitrary-item.ts';
import { errorOf, thrownBy } from '../../test/errors.ts';
import { sameItem } from '../secs-ii/compare.ts';
import { A, B, BOOLEAN, F4, F8, I1, I4, I8, J, L, U1, U2, U4, U8, W } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { itemFromSml } from './parse.ts';
import { itemToSml } from './print.ts';

const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const anyText = fc.string({ unit: codeUnit });

describe('itemFromSml', () => {
  it.each<[string, Item]>([
    ['<U2 0x10>', U2(16)],
    ['<U2 0b101 +7>', U2(5, 7)],
    ['<B 0x01 255 0b11>', B(1, 255, 3)],
    ['<b 1>', B(1)],
    ['<BOOLEAN 1 0 T F TRUE False 0x00>', BOOLEAN(true, false, true, false, true, false, false)],
    ['<Boolean[1] True>', BOOLEAN(true)],
    ["<A 'ABC'>", A('ABC')],
    ['<A "it\'s" \'"\'>', A('it\'s"')],
    ['<A "A" 0x0D 0x0A "B" 65>', A('A\r\nBA')],
    ['<A[0..10] "ABC">', A('ABC')],
    ['<A [3..] "ABC">', A('ABC')],
    ['<A [ 7 ] "ABC">', A('ABC')],
    ['<A "//no comment * /* here */">', A('//no comment * /* here */')],
    ['<A "two\nlines">', A('two\nlines')],
    ['<A>', A('')],
    ['<J "ABC">', J('ABC')],
    ['<JIS8 [1] "A">', J('A')],
    ['<U8 18446744073709551615>', U8(2n ** 64n - 1n)],
    ['<I8 -9223372036854775808 0xFF>', I8(-(2n ** 63n), 255n)],
    ['<I1 -128>', I1(-128)],
    ['<I4>', I4()],
    ['<F4 0.1 1e3 -.5 nan 0x10>', F4(0.1, 1000, -0.5, Number.NaN, 16)],
    ['<F8 -inf Infinity NaN 1. -0 +2E-2>', F8(-Infinity, Infinity, Number.NaN, 1, -0, 0.02)],
    ['<L[2]<U1 1><L>>', L(U1(1), L())],
    ['<L [99]\n  <U1 1> // one\n  /* two\n lines */ <U1 2>* three\n>', L(U1(1), U1(2))],
    ['<W "日本">', W('日本')],
    ['<W 8 0x93 0xFA "A">', W(8, Uint8Array.of(0x93, 0xfa, 0x41))],
    ['<UNICODE>', W(0, new Uint8Array(0))],
    [' <U4 [3] 1 2 3> ', U4(1, 2, 3)],
  ])('reads %s', (text, item) => {
    expect(itemFromSml(text)).toEqual(item);
  });

  it.each<[string, number, number, string]>([
    ['<U1 256>', 1, 5, 'U1 takes a whole number from 0 to 255, not 256'],
    ['<U4 4294967296>', 1, 5, 'U4 takes'],
    ['<L\n  <U1 1>\n  <I1 1 -129>\n>', 3, 9, 'I1 takes'],
    ['<U4 1.5>', 1, 5, 'U4 takes'],
    ['<U4 toString>', 1, 5, 'U4 takes'],
    ['<U8 18446744073709551616>', 1, 5, 'U8 takes'],
    ['<F4 1e39>', 1, 5, 'a number that 4 bytes can hold'],
    ['<B 0x100>', 1, 4, 'B takes'],
    ['<BOOLEAN yes>', 1, 10, 'true or false'],
    ['<A 256>', 1, 4, 'a byte is'],
    ['<A ABC>', 1, 4, 'text in quotes'],
    ['<A "ABC>', 1, 4, 'never ends'],
    ['<W 70000 "x">', 1, 4, 'the encoding of W'],
    ['<W x>', 1, 4, 'the encoding of W'],
    ['<W 8 "€">', 1, 4, 'takes bytes'],
    ['<U4 "1">', 1, 5, 'a value of U4 or ">"'],
    ['<U4 1', 1, 6, 'the end'],
    ['<L <U1 1>', 1, 10, 'an item, or ">"'],
    ['<L 5>', 1, 4, 'an item, or ">"'],
    ['<Q 1>', 1, 2, 'a format'],
    ['<constructor>', 1, 2, 'a format'],
    ['<>', 1, 2, 'a format'],
    ['<A [x] "A">', 1, 4, 'a size'],
    ['', 1, 1, '"<" and an item'],
    ['U4 1', 1, 1, '"<" and an item'],
    ['<U1 1> <U1 2>', 1, 8, 'expected the end'],
    ['<L /* no end', 1, 4, '">"'],
  ])('refuses %s at line %i, column %i', (text, line, column, words) => {
    const error = thrownBy(() => itemFromSml(text));
    expect(error).toMatchObject({ kind: 'protocol', details: { line, column } });
    expect(error.message).toContain(`SML line ${line}, column ${column}: `);
    expect(error.message).toContain(words);
  });

  it('refuses a nesting of 10,000', () => {
    const error = thrownBy(() => itemFromSml('<L '.repeat(10_000) + '>'.repeat(10_000)));
    expect(error).toMatchObject({ kind: 'protocol', code: 'sml-depth', details: { line: 1 } });
  });

  it('refuses long numbers and long junk without delay', () => {
    for (const text of [`<U8 ${'9'.repeat(200_000)}>`, `<F8 ${'9'.repeat(200_000)}x>`, ' '.repeat(200_000)]) {
      expect(thrownBy(() => itemFromSml(text)).kind).toBe('protocol');
    }
  });

  it('reads back every item that was written, in every layout', () => {
    for (const options of [{}, { singleLine: true }, { dialect: 'secs4net' }] as const) {
      const property = fc.property(arbitraryItem, (item) => {
        expect(sameItem(itemFromSml(itemToSml(item, options)), item)).toBe(true);
      });
      fc.assert(property, { seed: 1 });
    }
  });

  it('reads text with any characters back', () => {
    const property = fc.property(anyText, (text) => {
      expect(itemFromSml(itemToSml(A(text)))).toEqual(A(text));
    });
    fc.assert(property, { seed: 1 });
  });

  it('throws nothing but errors of kind protocol', () => {
    const pieces = [
      '<',
      '>',
      'L',
      'A',
      'U4',
      'W',
      ' ',
      '"',
      "'",
      '[',
      ']',
      '1',
      '0x',
      '-',
      '.',
      '*',
      '/',
      '\n',
      'S1F1',
    ];
    const property = fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
      expect(errorOf(() => itemFromSml(parts.join('')))?.kind ?? 'protocol').toBe('protocol');
    });
    fc.assert(property, { seed: 1, numRuns: 1000 });
  });
});
