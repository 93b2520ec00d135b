import { endsWith, exactly } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageBuffer } from './message-buffer.ts';

/** The head of a reply to a read with a verifier of this many bytes. */
const head = (verifier: number): number => 36 + verifier;

describe('a message buffer', () => {
  it('puts pieces together, whether they lie in its own memory or not, and whatever came between', () => {
    const piece = fc.record({
      data: fc.uint8Array({ maxLength: 200 }),
      where: fc.constantFrom('elsewhere', 'in place', 'behind a verifier'),
      stray: fc.nat(300),
    });
    const end = fc.constantFrom(0, 100, 1000);
    fc.assert(
      fc.property(fc.array(piece), end, (pieces, expected) => {
        const buffer = new MessageBuffer(expected === 0 ? endsWith() : exactly(expected), 500);
        for (const { data, where, stray } of pieces) {
          // A reply to an earlier call may be put there first.
          if (stray > 100) buffer.reserve(stray).fill(0xee, 0, stray);
          if (where === 'elsewhere') buffer.append(data);
          else {
            const from = head(where === 'in place' ? 0 : 8);
            const room = buffer.reserve(from + data.length);
            room.fill(0xff, 0, from);
            room.set(data, from);
            buffer.append(room.subarray(from, from + data.length));
          }
        }
        expect(buffer.take()).toEqual(new Uint8Array(Buffer.concat(pieces.map(({ data }) => data))));
      }),
      { seed: 1 },
    );
  });

  it('makes room once for a message whose length is known, and believes no more than the maximum', () => {
    const buffer = new MessageBuffer(exactly(10_000), 20_000);
    const memory = buffer.reserve(1036).buffer;
    expect(memory.byteLength).toBeGreaterThanOrEqual(10_036);
    for (let count = 0; count < 10; count++) buffer.append(buffer.reserve(1036).subarray(36, 1036));
    expect(buffer.take().buffer).toBe(memory);
    expect(new MessageBuffer(exactly(1e9), 20_000).reserve(1).buffer.byteLength).toBeLessThan(21_000);
  });

  it('keeps no more memory than twice the message', () => {
    const buffer = new MessageBuffer(exactly(10_000), 20_000);
    buffer.append(Uint8Array.of(1, 2, 3));
    expect(buffer.take().buffer.byteLength).toBe(3);
  });
});
