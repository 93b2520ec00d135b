import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../test/scripted-service.ts';
import { decodeHeader, encodeHeader, encodeMessage, headerBytes } from './message.ts';
import { MessageIds } from './message-ids.ts';
import { MessageReader } from './message-reader.ts';
import type { MessageHeader } from './message.ts';

const byte = fc.integer({ min: 0, max: 255 });
const word = fc.integer({ min: 0, max: 0xffff_ffff });

/** What a reader makes of chunks. */
function messagesIn(chunks: readonly Uint8Array[]): { header: MessageHeader; payload: string }[] {
  const found: { header: MessageHeader; payload: string }[] = [];
  const reader = new MessageReader({
    begin: (header) => new Uint8Array(header.length),
    end: (header, payload) => found.push({ header, payload: Buffer.from(payload ?? []).toString('hex') }),
  });
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return found;
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...chunks, bytes.subarray(at)];
}

describe('HiSLIP messages', () => {
  it('are written as in the transcript of the sheet', () => {
    expect(encodeMessage(0, 0, 0x0200_5858, Buffer.from('hislip0'))).toEqual(
      Buffer.from(hex('4853 00 00 02005858 0000000000000007 6869736c697030')),
    );
    expect(encodeMessage(21, 1, 0xffff_ff00)).toEqual(
      Buffer.from(hex('4853 15 01 ffffff00 0000000000000000')),
    );
  });

  it('have 64-bit lengths', () => {
    const header = encodeHeader(7, 0, 0, 9_000_000_000);
    expect(header).toEqual(Buffer.from(hex('4853 07 00 00000000 0000000218711a00')));
    expect(decodeHeader(header, 0).length).toBe(9_000_000_000);
    expect(decodeHeader(Buffer.from(hex('4853 07 00 00000000 ffffffffffffffff')), 0).length).toBe(2 ** 64);
  });

  it('come out as they went in, however the bytes are cut', () => {
    const message = fc.record({
      type: byte,
      control: byte,
      parameter: word,
      payload: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), fc.array(fc.nat(30)), (messages, sizes) => {
        const bytes = Buffer.concat(
          messages.map((one) => encodeMessage(one.type, one.control, one.parameter, one.payload)),
        );
        expect(messagesIn(cut(bytes, sizes))).toEqual(
          messages.map(({ payload, ...header }) => ({
            header: { ...header, length: payload.length },
            payload: Buffer.from(payload).toString('hex'),
          })),
        );
      }),
      { seed: 1 },
    );
  });

  it('are refused with kind protocol at the first wrong byte, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.nat(20)), (bytes, sizes) => {
        const reader = new MessageReader({ begin: () => undefined, end: () => {} });
        let thrown: unknown;
        try {
          for (const chunk of cut(bytes, sizes)) reader.push(Buffer.from(chunk));
        } catch (error) {
          thrown = FourwireError.is(error) ? [error.kind, error.code] : error;
        }
        const wrong = bytes.length >= 2 && (bytes[0] !== 0x48 || bytes[1] !== 0x53);
        expect(thrown).toEqual(wrong ? ['protocol', 'hislip-header'] : undefined);
      }),
      { seed: 1 },
    );
  });

  it('are not looked at after the reader was stopped', () => {
    const found: number[] = [];
    const reader = new MessageReader({
      begin: () => undefined,
      end: ({ type }) => {
        found.push(type);
        reader.stop();
      },
    });
    reader.push(Buffer.concat([encodeMessage(1), encodeMessage(2), Buffer.alloc(headerBytes)]));
    expect(found).toEqual([1]);
  });

  it('are numbered in steps of two, past fffffffe on with 0', () => {
    const ids = new MessageIds();
    expect(ids.last).toBe(0xffff_fefe);
    const taken = Array.from({ length: 130 }, () => ids.take());
    expect(taken.slice(0, 2)).toEqual([0xffff_ff00, 0xffff_ff02]);
    expect(taken.slice(126)).toEqual([0xffff_fffc, 0xffff_fffe, 0, 2]);
    expect(ids.last).toBe(2);
    ids.reset();
    expect([ids.last, ids.take()]).toEqual([0xffff_fefe, 0xffff_ff00]);
  });
});
