import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../test/errors.ts';
import { A, B, BOOLEAN, F4, F8, I1, I2, I4, I8, J, L, U1, U2, U4, U8, W } from './constructors.ts';
import type { Item } from './item.ts';

describe('constructors', () => {
  it('take values one by one, as an array and as a typed array', () => {
    expect(U4()).toEqual({ format: 'U4', value: [] });
    expect(U4(1, 2)).toEqual({ format: 'U4', value: [1, 2] });
    expect(U4([1, 2])).toEqual(U4(1, 2));
    expect(U4([])).toEqual(U4());
    expect(F8(Float64Array.of(0.5, 2))).toEqual(F8(0.5, 2));
    expect(I8(1, -2n)).toEqual({ format: 'I8', value: [1n, -2n] });
    expect(U8(BigUint64Array.of(5n))).toEqual(U8(5));
    expect(B(1, 255)).toEqual({ format: 'B', value: Uint8Array.of(1, 255) });
    expect(B([1, 255])).toEqual(B(Buffer.from([1, 255])));
    expect(BOOLEAN(true, false)).toEqual(BOOLEAN([true, false]));
    expect(L(A('x'), L())).toEqual(L([A('x'), L()]));
    expect(L()).toEqual({ format: 'L', value: [] });
    expect(J('ABC')).toEqual({ format: 'J', value: 'ABC' });
    expect(W('µ')).toEqual(W(2, Uint8Array.of(0xc2, 0xb5)));
  });

  it('keep what they were given apart from what the caller changes later', () => {
    const numbers = [1];
    const bytes = Uint8Array.of(1);
    const items: Item[] = [A('x')];
    const made = [U1(numbers), B(bytes), W(0, bytes), L(items)];
    numbers[0] = 2;
    bytes[0] = 2;
    items.push(A('y'));
    expect(made).toEqual([U1(1), B(1), W(0, Uint8Array.of(1)), L(A('x'))]);
  });

  it('round to what 4 bytes hold', () => {
    expect(F4(0.1, Infinity).value).toEqual([Math.fround(0.1), Infinity]);
  });

  it('accept the ends of each range and refuse what lies beyond', () => {
    for (const [make, min, max] of [
      [I1, -128, 127],
      [I2, -32_768, 32_767],
      [I4, -2_147_483_648, 2_147_483_647],
      [U1, 0, 255],
      [U2, 0, 65_535],
      [U4, 0, 4_294_967_295],
    ] as const) {
      expect(make(min, max).value).toEqual([min, max]);
      for (const wrong of [min - 1, max + 1, 0.5, Number.NaN, Infinity]) {
        expect(thrownBy(() => make(0, wrong))).toMatchObject({ kind: 'range', code: 'secs-item-value' });
      }
    }
    for (const [make, min, max] of [
      [I8, -(2n ** 63n), 2n ** 63n - 1n],
      [U8, 0n, 2n ** 64n - 1n],
    ] as const) {
      expect(make(min, max).value).toEqual([min, max]);
      for (const wrong of [min - 1n, max + 1n, 0.5, 2 ** 53]) {
        expect(thrownBy(() => make(wrong))).toMatchObject({ kind: 'range', code: 'secs-item-value' });
      }
    }
  });

  it('say which value is wrong and what it may be', () => {
    expect(thrownBy(() => U2(1, 70_000)).message).toBe(
      'U2: value [1] must be a whole number from 0 to 65535, not 70000.',
    );
    expect(thrownBy(() => B(256)).message).toContain('value [0] must be a whole number from 0 to 255');
    expect(thrownBy(() => F4(1e39)).message).toContain('4 bytes');
    expect(thrownBy(() => BOOLEAN('x' as never)).message).toContain('true or false, not "x"');
    expect(thrownBy(() => A(5 as never)).message).toBe('A: text must be a string, not 5.');
    expect(thrownBy(() => W(-1, new Uint8Array(0))).message).toContain('encoding');
    expect(thrownBy(() => L(A('x'), 5 as never)).message).toBe('L: child [1] must be an item, not number.');
    expect(thrownBy(() => L(null as never)).message).toBe('L: child [0] must be an item, not null.');
  });
});
