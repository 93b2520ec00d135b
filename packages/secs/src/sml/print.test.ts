import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../test/errors.ts';
import { A, B, BOOLEAN, F4, I8, J, L, U1, U4, W } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { itemToSml } from './print.ts';

const item = L(
  U4(3001, 3002),
  A('line 1\r\nsay "hi"'),
  J("it's"),
  B(0, 255),
  BOOLEAN(true, false),
  L(),
  L(F4(0.1), I8(-5)),
  U1(),
);

describe('itemToSml', () => {
  it('indents lists by two spaces', () => {
    expect(itemToSml(item)).toBe(
      [
        '<L [8]',
        '  <U4 3001 3002>',
        '  <A "line 1" 0x0D 0x0A "say " 0x22 "hi" 0x22>',
        '  <J "it\'s">',
        '  <B 0x00 0xFF>',
        '  <BOOLEAN TRUE FALSE>',
        '  <L [0]>',
        '  <L [2]',
        '    <F4 0.1>',
        '    <I8 -5>',
        '  >',
        '  <U1>',
        '>',
      ].join('\n'),
    );
  });

  it('puts everything in one line when asked', () => {
    expect(itemToSml(L(U4(1), L(A('x'), L()), A('')), { singleLine: true })).toBe(
      '<L [3] <U4 1> <L [2] <A "x"> <L [0]>> <A "">>',
    );
  });

  it('writes what the reader of secs4net takes', () => {
    expect(itemToSml(item, { dialect: 'secs4net', singleLine: true })).toBe(
      [
        '<L [8]',
        '  <U4 [2] 3001 3002>',
        `  <A [16] 'line 1' 0x0D 0x0A 'say "hi"'>`,
        "  <J [4] 'it' 0x27 's'>",
        '  <B [2] 0x00 0xFF>',
        '  <BOOLEAN [2] True False>',
        '  <L [0]',
        '  >',
        '  <L [2]',
        '    <F4 [1] 0.1>',
        '    <I8 [1] -5>',
        '  >',
        '  <U1 [0]>',
        '>',
      ].join('\n'),
    );
  });

  it('writes bytes beyond ASCII as numbers and other characters as they are', () => {
    expect(itemToSml(A('25 µm\u007f €'))).toBe('<A "25 " 0xB5 "m" 0x7F " €">');
    expect(itemToSml(W('日本'))).toBe('<W "日本">');
    expect(itemToSml(W(8, Uint8Array.of(0x93, 0xfa, 0x41)))).toBe('<W 0x0008 0x93 0xFA "A">');
    expect(itemToSml(W(2, Uint8Array.of(0xff)))).toBe('<W 0x0002 0xFF>');
  });

  it('refuses a list that contains itself', () => {
    const items: Item[] = [];
    const list: Item = { format: 'L', value: items };
    items.push(list);
    expect(thrownBy(() => itemToSml(list))).toMatchObject({ kind: 'range', code: 'secs-item-depth' });
  });
});
