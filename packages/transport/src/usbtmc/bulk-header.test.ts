import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FourwireError } from '@fourwire/core';
import { hex, toHex } from '../../test/scripted-service.ts';
import { decodeHeader, encodeMessage, encodeRequest, encodeTrigger, nextTag } from './bulk-header.ts';

function tagOrKind(bytes: Uint8Array): unknown {
  try {
    return decodeHeader(bytes).tag;
  } catch (error) {
    return FourwireError.is(error) ? error.kind : error;
  }
}

describe('bulk headers', () => {
  it('are those of the USB488 text (sections 3.2.2 and 3.3.1)', () => {
    expect(toHex(encodeMessage(1, Buffer.from('*IDN?\n'), true))).toBe(
      '01 01 FE 00 06 00 00 00 01 00 00 00 2A 49 44 4E 3F 0A 00 00',
    );
    expect(toHex(encodeRequest(2, 100))).toBe('02 02 FD 00 64 00 00 00 00 00 00 00');
    expect(toHex(encodeTrigger(3))).toBe('80 03 FC 00 00 00 00 00 00 00 00 00');
    expect(decodeHeader(hex('02 02 FD 00 17 00 00 00 01 00 00 00 58 59'))).toEqual({
      tag: 2,
      size: 23,
      endOfMessage: true,
      termCharSeen: false,
    });
  });

  it('ask for a termination character, and mark a message that goes on', () => {
    expect(toHex(encodeRequest(255, 0x10000, 10))).toBe('02 FF 00 00 00 00 01 00 02 0A 00 00');
    expect(toHex(encodeMessage(4, Uint8Array.of(1, 2, 3, 4), false))).toBe(
      '01 04 FB 00 04 00 00 00 00 00 00 00 01 02 03 04',
    );
  });

  it('count bTag from 1 to 255 and never 0', () => {
    let tag = 0;
    const seen = Array.from({ length: 256 }, () => (tag = nextTag(tag)));
    expect(seen.slice(0, 2)).toEqual([1, 2]);
    expect(seen.slice(-3)).toEqual([254, 255, 1]);
  });

  it('are refused with the position when they are wrong', () => {
    for (const [text, position] of [
      ['02 02 FD 00 17 00 00 00 01 00 00', 11],
      ['7F 02 FD 00 17 00 00 00 01 00 00 00', 0],
      ['02 02 FC 00 17 00 00 00 01 00 00 00', 1],
      ['02 00 FF 00 17 00 00 00 01 00 00 00', 1],
    ] as const)
      expect(() => decodeHeader(hex(text))).toThrow(
        expect.objectContaining({ kind: 'protocol', code: 'usbtmc-reply-invalid', details: { position } }),
      );
  });

  it('come back from what was sent, and arbitrary bytes give a header or a protocol error', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 255 }),
        (data, tag) => {
          const bytes = encodeMessage(tag, data, true);
          expect(bytes.length % 4).toBe(0);
          bytes[0] = 2;
          expect(decodeHeader(bytes)).toMatchObject({ tag, size: data.length, endOfMessage: true });
        },
      ),
      { seed: 1 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect([bytes[1], 'protocol']).toContain(tagOrKind(bytes));
      }),
      { seed: 1 },
    );
  });
});
