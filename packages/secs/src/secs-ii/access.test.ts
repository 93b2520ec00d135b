import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../test/errors.ts';
import {
  asBigInt,
  asBoolean,
  asBytes,
  asId,
  asIds,
  asList,
  asNumber,
  asNumbers,
  asText,
  isEmptyItem,
} from './access.ts';
import { A, B, BOOLEAN, F4, I2, I8, J, L, U1, U4, U8, W } from './constructors.ts';

describe('reading values out of items', () => {
  it('gives lists, text, bytes and truth values', () => {
    expect(asList(L(A('x')), 'body')).toEqual([A('x')]);
    expect(asList(L(A('x'), A('y')), 'body', 2)).toHaveLength(2);
    expect(asText(A('x'), 'MDLN')).toBe('x');
    expect(asText(J('x'), 'MDLN')).toBe('x');
    expect(asText(W('日本'), 'TEXT')).toBe('日本');
    expect(asBytes(B(1, 2), 'PPBODY')).toEqual(Uint8Array.of(1, 2));
    expect(asBoolean(BOOLEAN(true), 'CEED')).toBe(true);
    expect(asBoolean(B(0), 'CEED')).toBe(false);
    expect(asBoolean(U1(7), 'CEED')).toBe(true);
  });

  it('gives numbers of every number format', () => {
    expect([U4(5), I2(5), B(5), U8(5n), F4(5)].map((item) => asNumber(item, 'x'))).toEqual([5, 5, 5, 5, 5]);
    expect(asNumbers(U8(1, 2), 'x')).toEqual([1, 2]);
    expect(asNumbers(F4(), 'x')).toEqual([]);
    expect(asBigInt(U1(5), 'x')).toBe(5n);
    expect(asBigInt(I8(-(2n ** 63n)), 'x')).toBe(-(2n ** 63n));
  });

  it('gives ids that are the same for every format', () => {
    expect(new Set([U1(5), U4(5), I8(5), B(5)].map((item) => asId(item, 'CEID')))).toEqual(new Set([5]));
    expect(asId(U8(2n ** 60n), 'CEID')).toBe(2n ** 60n);
    expect(asId(A('Lot'), 'SVID')).toBe('Lot');
    expect(asIds(L(U4(1), A('x')), 'SVIDs')).toEqual([1, 'x']);
    expect(asIds(U4(1, 2), 'ALIDs')).toEqual([1, 2]);
    expect(asIds(U4(), 'ALIDs')).toEqual([]);
  });

  it('tells items without a value', () => {
    expect([undefined, L(), A(''), U4(), W(2, new Uint8Array(0))].every(isEmptyItem)).toBe(true);
    expect([L(L()), A(' '), U4(0), BOOLEAN(false), W('x')].some(isEmptyItem)).toBe(false);
  });

  it.each([
    ['S1F14: expected a list of 2, found <L [1]>.', () => asList(L(U4(1)), 'S1F14', 2)],
    ['S1F14: expected a list, found nothing.', () => asList(undefined, 'S1F14')],
    ['COMMACK: expected one number, found <A "x">.', () => asNumber(A('x'), 'COMMACK')],
    ['COMMACK: expected one number, found <U1>.', () => asNumber(U1(), 'COMMACK')],
    ['SV: expected one number, found <U8 18446744073709551615>.', () => asNumber(U8(2n ** 64n - 1n), 'SV')],
    ['SV: expected numbers, found <BOOLEAN TRUE>.', () => asNumbers(BOOLEAN(true), 'SV')],
    ['MDLN: expected text (A, J or a W with a known encoding), found <B 0x01>.', () => asText(B(1), 'MDLN')],
    [
      'TEXT: expected text (A, J or a W with a known encoding), found <W [1]> in encoding 7.',
      () => asText(W(7, Uint8Array.of(120)), 'TEXT'),
    ],
    ['PPBODY: expected bytes (B), found <A "x">.', () => asBytes(A('x'), 'PPBODY')],
    ['CEED: expected one truth value (BOOLEAN), found <B 0x01 0x00>.', () => asBoolean(B(1, 0), 'CEED')],
    ['LENGTH: expected one whole number, found <F4 1.5>.', () => asBigInt(F4(1.5), 'LENGTH')],
    ['LENGTH: expected one whole number, found <A "5">.', () => asBigInt(A('5'), 'LENGTH')],
    ['SVID: expected one id (text or a whole number), found <L [0]>.', () => asId(L(), 'SVID')],
    [
      'SVIDs [1]: expected one id (text or a whole number), found <L [0]>.',
      () => asIds(L(U1(1), L()), 'SVIDs'),
    ],
    [
      'SVIDs: expected ids (a list, or an array of whole numbers), found <F4 1>.',
      () => asIds(F4(1), 'SVIDs'),
    ],
  ])('%s', (message, action) => {
    expect(thrownBy(action)).toMatchObject({ kind: 'protocol', code: 'secs-item-unexpected', message });
  });

  it('shows only the beginning of a long value', () => {
    const { message } = thrownBy(() => asNumber(B(new Uint8Array(1_000_000)), 'ACKC7'));
    expect(message).toContain('and 999980 more');
    expect(message.length).toBeLessThan(200);
    const text = thrownBy(() => asNumber(W(9, new Uint8Array(1_000_000)), 'x')).message;
    expect(text.length).toBeLessThan(300);
  });
});
