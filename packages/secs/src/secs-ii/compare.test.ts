import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryItem } from '../../test/arbitrary-item.ts';
import { sameItem, sameValue } from './compare.ts';
import { A, B, BOOLEAN, F4, F8, I2, I8, J, L, U1, U2, U4, U8, W } from './constructors.ts';
import type { Item } from './item.ts';

describe('sameItem', () => {
  it('compares format and value, NaN being equal to NaN', () => {
    expect(sameItem(L(U4(1), F8(Number.NaN)), L(U4(1), F8(Number.NaN)))).toBe(true);
    expect(sameItem(U4(1), U2(1))).toBe(false);
    expect(sameItem(U4(1), U4(1, 1))).toBe(false);
    expect(sameItem(L(A('x'), A('y')), L(A('x'), A('z')))).toBe(false);
    expect(sameItem(L(A('x')), L())).toBe(false);
    expect(sameItem(L(), A(''))).toBe(false);
    expect(sameItem(W(2, Uint8Array.of(1)), W(3, Uint8Array.of(1)))).toBe(false);
    expect(sameItem(BOOLEAN(true), BOOLEAN(false))).toBe(false);
  });

  it('is true for an item and a copy of it', () => {
    fc.assert(
      fc.property(arbitraryItem, (item) => {
        expect(sameItem(item, structuredClone(item))).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('compares items nested 100,000 deep', () => {
    const nested = (innermost: Item): Item => {
      let item = innermost;
      for (let depth = 0; depth < 100_000; depth++) item = { format: 'L', value: [item] };
      return item;
    };
    expect(sameItem(nested(U1(1)), nested(U1(1)))).toBe(true);
    expect(sameItem(nested(U1(1)), nested(U1(2)))).toBe(false);
  });
});

describe('sameValue', () => {
  it('compares numbers of any format by value', () => {
    expect(sameValue(U2(3001), U4(3001))).toBe(true);
    expect(sameValue(I8(-5n), I2(-5))).toBe(true);
    expect(sameValue(U4(5), U8(5n))).toBe(true);
    expect(sameValue(U1(5), B(5))).toBe(true);
    expect(sameValue(F4(0.5), F8(0.5))).toBe(true);
    expect(sameValue(F8(0.5), U8(0n))).toBe(false);
    expect(sameValue(U2(3001), U4(3002))).toBe(false);
    expect(sameValue(F8(2 ** 63), U8(2n ** 63n))).toBe(true);
    expect(sameValue(F8(2 ** 63), U8(2n ** 63n + 1n))).toBe(false);
    expect(sameValue(L(U1(1), A('x')), L(U4(1), J('x')))).toBe(true);
  });

  it('keeps text, numbers, truth values and lists apart', () => {
    expect(sameValue(A('1'), U1(1))).toBe(false);
    expect(sameValue(A(''), U4())).toBe(false);
    expect(sameValue(L(), U4())).toBe(false);
    expect(sameValue(BOOLEAN(true), U1(1))).toBe(false);
    expect(sameValue(U1(), U4())).toBe(true);
  });
});
