import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf, thrownBy } from '../../test/errors.ts';
import { fromHex, toHex } from '../../test/hex.ts';
import { hsmsTranscripts } from '../../test/hsms-transcripts.ts';
import { encodeFrame } from './frame.ts';
import type { HsmsFrame } from './frame.ts';
import { defaultMaxMessageBytes, HsmsFrameReader } from './frame-reader.ts';

const session = fromHex(hsmsTranscripts.map((frame) => frame.hex).join(' '));
const linktest = fromHex('00 00 00 0a ff ff 00 00 00 05 00 00 00 20');

function drain(reader: HsmsFrameReader): HsmsFrame[] {
  const frames: HsmsFrame[] = [];
  for (let frame = reader.next(); frame !== undefined; frame = reader.next()) frames.push(frame);
  return frames;
}

function texts(frames: readonly HsmsFrame[]): string[] {
  return frames.map((frame) => toHex(encodeFrame(frame.header, frame.body)));
}

const expected = hsmsTranscripts.map((frame) => frame.hex);

describe('HsmsFrameReader', () => {
  it('reads a whole session from one piece', () => {
    const reader = new HsmsFrameReader();
    reader.push(session);
    expect(texts(drain(reader))).toEqual(expected);
    expect(reader.pendingBytes).toBe(0);
  });

  it('reads it byte by byte, counting what waits for the rest', () => {
    const reader = new HsmsFrameReader();
    const frames: HsmsFrame[] = [];
    let pending = 0;
    for (const byte of session) {
      reader.push(Uint8Array.of(byte));
      const read = drain(reader);
      frames.push(...read);
      pending = read.length > 0 ? 0 : pending + 1;
      expect(reader.pendingBytes).toBe(pending);
    }
    expect(texts(frames)).toEqual(expected);
  });

  it('reads it cut anywhere, whether or not it is asked in between', () => {
    const cuts = fc.array(fc.record({ length: fc.integer({ min: 0, max: 80 }), drained: fc.boolean() }), {
      maxLength: 200,
    });
    const property = fc.property(cuts, (pieces) => {
      const reader = new HsmsFrameReader();
      const frames: HsmsFrame[] = [];
      let at = 0;
      for (const { length, drained } of pieces) {
        reader.push(session.subarray(at, at + length));
        at += length;
        if (drained) frames.push(...drain(reader));
        else if (length % 3 === 0) frames.push(...[reader.next()].filter((frame) => frame !== undefined));
      }
      reader.push(session.subarray(at));
      frames.push(...drain(reader));
      expect(texts(frames)).toEqual(expected);
      expect(reader.pendingBytes).toBe(0);
    });
    fc.assert(property, { seed: 1, numRuns: 50 });
  });

  it('does not copy the body of a frame that lies in one piece', () => {
    const reader = new HsmsFrameReader();
    const piece = fromHex('00 00 00 0d 00 00 01 12 00 00 00 00 00 04 21 01 00');
    reader.push(piece);
    expect(reader.next()?.body.buffer).toBe(piece.buffer);
  });

  it('joins a frame of megabytes from many pieces', () => {
    const body = new Uint8Array(3_000_000).map((_, index) => index);
    const bytes = encodeFrame({ sessionId: 0, byte2: 7, byte3: 3, pType: 0, sType: 0, systemBytes: 1 }, body);
    const reader = new HsmsFrameReader();
    for (let at = 0; at < bytes.length; at += 65_536) {
      expect(reader.next()).toBeUndefined();
      reader.push(bytes.subarray(at, at + 65_536));
    }
    const frame = reader.next();
    expect(frame?.body.length).toBe(3_000_000);
    expect(Buffer.compare(frame!.body, body)).toBe(0);
  });

  it.each([
    ['a length of 0', '00 00 00 00'],
    ['a length of 9', '00 00 00 09 00 00 81 01 00'],
    ['a length above the limit', '01 00 00 0f'],
    ['a length of 2 GiB', '7f ff ff ff 00 00'],
    ['a length of 4 GiB', 'ff ff ff ff'],
  ])('refuses %s, at once and for good', (_, hex) => {
    const whole = new HsmsFrameReader();
    whole.push(Uint8Array.of(...linktest, ...fromHex(hex)));
    expect(whole.next()).toBeDefined();
    const error = thrownBy(() => whole.next());
    expect(error).toMatchObject({ kind: 'protocol', code: 'hsms-length', retry: 'reopen' });
    whole.push(linktest);
    expect(thrownBy(() => whole.next())).toBe(error);

    const bytewise = new HsmsFrameReader();
    for (const byte of fromHex(hex)) bytewise.push(Uint8Array.of(byte));
    expect(thrownBy(() => bytewise.next()).code).toBe('hsms-length');
  });

  it('accepts the largest message of its limit', () => {
    const reader = new HsmsFrameReader({ maxMessageBytes: 12 });
    reader.push(
      encodeFrame(
        { sessionId: 0, byte2: 1, byte3: 1, pType: 0, sType: 0, systemBytes: 1 },
        Uint8Array.of(1, 0),
      ),
    );
    expect(toHex(reader.next()!.body)).toBe('01 00');
    reader.push(fromHex('00 00 00 0d'));
    expect(thrownBy(() => reader.next()).details).toEqual({ length: 13, maxMessageBytes: 12 });
    expect(defaultMaxMessageBytes).toBe(16 * 1024 * 1024 + 14);
  });

  it('refuses a limit that is none', () => {
    for (const maxMessageBytes of [9, 1.5, 2 ** 32, Number.NaN]) {
      const error = thrownBy(() => new HsmsFrameReader({ maxMessageBytes }));
      expect(error).toMatchObject({ kind: 'range', code: 'hsms-max-message' });
    }
  });

  it('throws nothing but errors of kind protocol on junk', () => {
    const property = fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
      const reader = new HsmsFrameReader({ maxMessageBytes: 40 });
      for (const piece of pieces) reader.push(piece);
      expect(errorOf(() => drain(reader))?.code ?? 'hsms-length').toBe('hsms-length');
    });
    fc.assert(property, { seed: 1 });
  });
});
