import { describe, expect, it } from 'vitest';
import { decodeLocalized, textEncodings } from './localized.ts';

describe('localized text', () => {
  it.each([
    [0, [0x41, 0xe9], 'Aé'],
    [1, [0x65, 0xe5], '日'],
    [2, [0xe6, 0x97, 0xa5], '日'],
    [3, [0x41], 'A'],
    [4, [0x80, 0xe9], '\u0080é'],
    [5, [0xa1], 'ก'],
    [6, [0xa1], 'ก'],
    [8, [0x93, 0xfa], '日'],
    [9, [0xc6, 0xfc], '日'],
    [10, [0xb0, 0xa1], '가'],
    [11, [0xc8, 0xd5], '日'],
    [12, [0xc8, 0xd5], '日'],
    [13, [0xa4, 0xe9], '日'],
  ])('in encoding %i', (encoding, bytes, text) => {
    expect(decodeLocalized({ encoding, bytes: Uint8Array.from(bytes) })).toBe(text);
    expect(textEncodings[encoding]).toBeDefined();
  });

  it('is undefined in an encoding without a decoder and for bytes that do not follow it', () => {
    expect(decodeLocalized({ encoding: 7, bytes: Uint8Array.of(0x41) })).toBeUndefined();
    expect(decodeLocalized({ encoding: 99, bytes: Uint8Array.of(0x41) })).toBeUndefined();
    expect(decodeLocalized({ encoding: 2, bytes: Uint8Array.of(0xff) })).toBeUndefined();
  });
});
