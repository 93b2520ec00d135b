import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockHeader, decodeBlock, readBlock } from './block.ts';
import { latin1, latin1Bytes } from './latin1.ts';
import { encodeBlock } from './samples.ts';

const text = (data: Uint8Array): string => latin1(data);

describe('readBlock', () => {
  it('finds a definite block and says where it ends', () => {
    const { data, end } = readBlock(latin1Bytes('#15HELLO;1\n'));
    expect(text(data)).toBe('HELLO');
    expect(end).toBe(8);
    expect(text(readBlock(latin1Bytes('1,#9000000002a\n,2'), 2).data)).toBe('a\n');
  });

  it('takes an indefinite block to the end, without the one line feed of the terminator', () => {
    expect(text(readBlock(latin1Bytes('#0ab\nc\n')).data)).toBe('ab\nc');
    expect(text(readBlock(latin1Bytes('#0ab\nc')).data)).toBe('ab\nc');
    expect(text(readBlock(latin1Bytes('#0')).data)).toBe('');
  });

  it('takes the long form of Rohde & Schwarz', () => {
    expect(text(readBlock(latin1Bytes('#(0000000005)HELLO')).data)).toBe('HELLO');
  });

  it('takes hexadecimal counts of digits only where asked to', () => {
    const reply = latin1Bytes('#A0000000005HELLO');
    expect(text(readBlock(reply, 0, 'hexadecimal-length').data)).toBe('HELLO');
    expect(() => readBlock(reply)).toThrow(expect.objectContaining({ code: 'scpi-block-malformed' }));
  });

  it('takes the two length bytes of old HP instruments only where asked to', () => {
    const reply = latin1Bytes('#A\u0000\u0005HELLO');
    expect(text(readBlock(reply, 0, 'hp').data)).toBe('HELLO');
    expect(() => readBlock(reply)).toThrow(expect.objectContaining({ code: 'scpi-block-malformed' }));
  });

  it.each([
    '',
    '#',
    '1',
    'HELLO',
    '#H1F',
    '#2',
    '#21',
    '#2a0',
    '#(',
    '#()',
    '#(12',
    '#(1x)',
    `#(${'9'.repeat(16)})`,
  ])('refuses %j', (reply) => {
    expect(() => readBlock(latin1Bytes(reply))).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-block-malformed' }),
    );
  });

  it('says how much of a short block came', () => {
    expect(() => readBlock(latin1Bytes('#210HELLO'))).toThrow(
      expect.objectContaining({
        code: 'scpi-block-short',
        details: { position: 0, announced: 10, received: 5 },
      }),
    );
  });

  it('copies nothing', () => {
    const reply = latin1Bytes('#15HELLO');
    expect(readBlock(reply).data.buffer).toBe(reply.buffer);
  });
});

describe('decodeBlock', () => {
  it('gives back every byte that encodeBlock took, with any terminator', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('', '\n', '\r\n'), (data, terminator) => {
        const reply = Buffer.concat([encodeBlock(data, 'big'), latin1Bytes(terminator)]);
        expect(new Uint8Array(decodeBlock(reply))).toEqual(data);
      }),
      { seed: 1 },
    );
  });

  it('refuses data after the block', () => {
    expect(() => decodeBlock(latin1Bytes('#15HELLO,1\n'))).toThrow(
      expect.objectContaining({ kind: 'protocol', details: { position: 8 } }),
    );
  });
});

describe('blockHeader', () => {
  it('uses the fewest digits, or as many as asked for', () => {
    expect(blockHeader(0)).toBe('#10');
    expect(blockHeader(10_000)).toBe('#510000');
    expect(blockHeader(1200, 9)).toBe('#9000001200');
  });

  it('refuses what nine digits cannot say', () => {
    expect(() => blockHeader(1e9)).toThrow(expect.objectContaining({ kind: 'range' }));
    expect(() => blockHeader(1200, 3)).toThrow(expect.objectContaining({ kind: 'range' }));
    expect(() => blockHeader(1, 10)).toThrow(expect.objectContaining({ kind: 'range' }));
  });
});
