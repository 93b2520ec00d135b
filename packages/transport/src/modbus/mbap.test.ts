import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16 } from './crc16.ts';
import { MbapReader, toMbap } from './mbap.ts';
import type { MbapFrame } from './mbap.ts';

/** Unit and PDU with their CRC. */
const rtuFrame = fc.uint8Array({ minLength: 3, maxLength: 254 }).map((body) => {
  const crc = crc16(body, 0, body.length);
  return Uint8Array.of(...body, crc & 0xff, crc >> 8);
});
const cut = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const at = [0, ...cuts.map((one) => one % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
};

describe('Modbus frames on TCP', () => {
  it('come out as they went in, whatever pieces the stream is cut into', () => {
    const frames = fc.array(fc.tuple(rtuFrame, fc.nat({ max: 0xffff })), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(frames, fc.array(fc.nat()), (sent, cuts) => {
        const stream = Uint8Array.from(sent.flatMap(([frame, id]) => [...toMbap(frame, id)]));
        const reader = new MbapReader();
        const received: MbapFrame[] = [];
        for (const chunk of cut(stream, cuts)) {
          // Chunks are the reader's during the call only.
          const lent = chunk.slice();
          expect(reader.push(lent, (frame) => received.push(frame))).toBe(true);
          lent.fill(0xaa);
        }
        expect(received.map(({ rtu, transaction }) => [[...rtu], transaction])).toEqual(
          sent.map(([frame, id]) => [[...frame], id]),
        );
        expect(received.flatMap(({ adu }) => [...adu])).toEqual([...stream]);
      }),
      { seed: 1 },
    );
  });

  it('are never made of junk that is none', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 }), (chunks) => {
        const reader = new MbapReader();
        const sizes: number[] = [];
        chunks.every((chunk) => reader.push(chunk, ({ adu }) => sizes.push(adu.length)));
        expect(sizes.every((size) => size >= 9 && size <= 260)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['another protocol', [0, 1, 0, 1, 0, 6]],
    ['a frame without a function', [0, 1, 0, 0, 0, 1]],
    ['a frame longer than the standard allows', [0, 1, 0, 0, 0, 255]],
    ['text', [...Buffer.from('HTTP/1.1 400')]],
  ])('are told from %s', (_what, bytes) => {
    expect(new MbapReader().push(Uint8Array.from(bytes), () => {})).toBe(false);
  });
});
