import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { XdrReader, writeXdr, xdrLength } from './xdr.ts';
import type { XdrItem } from './xdr.ts';

function encode(items: readonly XdrItem[]): Uint8Array {
  const bytes = new Uint8Array(xdrLength(items));
  expect(writeXdr(bytes, 0, items)).toBe(bytes.length);
  return bytes;
}

describe('XDR', () => {
  it('has words big-endian, and bytes with their length and padding', () => {
    const items = [1, -1, 0xffff_fffe, Buffer.from('inst0'), new Uint8Array(0), Buffer.from('four')];
    expect(Buffer.from(encode(items)).toString('hex')).toBe(
      '00000001fffffffffffffffe00000005696e7374300000000000000000000004666f7572',
    );
  });

  it('gives back what was written, and says how much is left', () => {
    const item = fc.oneof(fc.integer({ min: 0, max: 0xffff_ffff }), fc.uint8Array({ maxLength: 9 }));
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const xdr = new XdrReader(encode(items));
        const read = items.map((one) => (typeof one === 'number' ? xdr.word() : xdr.opaque().slice()));
        expect(read).toEqual(items);
        expect(xdr.left).toBe(0);
      }),
      { seed: 1 },
    );
  });

  it.each([0.5, Number.NaN, 2 ** 32, -(2 ** 31) - 1])('refuses %d, which is no word', (number) => {
    expect(() => encode([0, number])).toThrow(expect.objectContaining({ kind: 'range', code: 'xdr-number' }));
  });

  it('forgives missing padding at the end, and nothing else that is missing', () => {
    expect(new XdrReader(Uint8Array.of(0, 0, 0, 1, 255)).opaque()).toEqual(Uint8Array.of(255));
    for (const hex of ['', '000001', '00000002ff', 'ffffffffff']) {
      expect(() => new XdrReader(Buffer.from(hex, 'hex')).opaque()).toThrow(
        expect.objectContaining({ kind: 'protocol', code: 'xdr-truncated' }),
      );
    }
  });

  it('ends with a value or an error of kind protocol for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.array(fc.boolean()), (bytes, kinds) => {
        const xdr = new XdrReader(bytes);
        const code = codeOf(() => {
          for (const isWord of kinds) void (isWord ? xdr.word() : xdr.opaque());
        });
        expect(['', 'xdr-truncated']).toContain(code);
      }),
      { seed: 1 },
    );
  });
});
