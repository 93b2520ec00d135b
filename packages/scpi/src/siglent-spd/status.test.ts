import { describe, expect, it } from 'vitest';
import { readStatus } from './status.ts';

describe('readStatus', () => {
  it.each([
    ['0x10', [true, false], [false, false], undefined, false],
    ['0x36\n', [true, true], [false, true], 'independent', true],
    ['0xC', [false, false], [false, false], 'series', false],
    ['0x29', [false, true], [true, false], 'parallel', true],
  ] as const)('reads %j', (reply, on, limiting, pairing, fourWire) => {
    expect(readStatus(reply)).toEqual({ on, limiting, pairing, fourWire });
  });

  it.each(['', '16', '0x', '0xG', 'CH1'])('refuses %j', (reply) => {
    expect(() => readStatus(reply)).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-reply-malformed' }),
    );
  });
});
