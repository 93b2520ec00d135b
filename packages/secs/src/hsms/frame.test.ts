import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryMessage } from '../../test/arbitrary-item.ts';
import { thrownBy } from '../../test/errors.ts';
import { fromHex, toHex } from '../../test/hex.ts';
import { hsmsTranscripts } from '../../test/hsms-transcripts.ts';
import { secsMessage } from '../messages/message.ts';
import { A, F4, L, U1, U2, U4 } from '../secs-ii/constructors.ts';
import { utf8Text } from '../secs-ii/text-codec.ts';
import { messageFromSml, messageToSml } from '../sml/messages.ts';
import { decodeDataFrame, encodeDataFrame, encodeFrame } from './frame.ts';
import { HsmsFrameReader } from './frame-reader.ts';
import type { HsmsFrame } from './frame.ts';
import { controlHeader, dataHeader, hsmsName, hsmsTypes } from './header.ts';

const messages = hsmsTranscripts.filter((frame) => /^S\d+F/.test(frame.name));

function only(bytes: Uint8Array): HsmsFrame {
  const reader = new HsmsFrameReader();
  reader.push(bytes);
  const frame = reader.next();
  expect(reader.next()).toBeUndefined();
  if (frame === undefined) throw new TypeError('no frame');
  return frame;
}

describe('captured frames', () => {
  it.each(hsmsTranscripts)('$name from the $from side', ({ name, hex }) => {
    const { header, body } = only(fromHex(hex));
    expect(hsmsName(header)).toBe(name);
    expect(toHex(encodeFrame(header, body))).toBe(hex);
  });

  it.each(messages)('$name from the $from side as a message', ({ hex }) => {
    const frame = only(fromHex(hex));
    const message = decodeDataFrame(frame);
    expect(toHex(encodeDataFrame(frame.header.sessionId, message, frame.header.systemBytes))).toBe(hex);
    expect(messageFromSml(messageToSml(message))).toEqual(message);
  });

  it('say what the sheet says they say', () => {
    const named = (name: string) =>
      decodeDataFrame(only(fromHex(hsmsTranscripts.find((frame) => frame.name === name)!.hex)));
    expect(named('S1F3 W')).toEqual(secsMessage('S1F3 W', L(U2(3001), U2(3002))));
    expect(named('S1F4')).toEqual(secsMessage('S1F4', L(F4(152.5), U4(123_456))));
    expect(named('S6F11 W')).toEqual(
      secsMessage('S6F11 W', L(U1(1), U2(5001), L(L(U1(100), L(F4(152.5), U4(123_456)))))),
    );
    expect(named('S1F1 W')).toEqual(secsMessage('S1F1 W'));
  });
});

describe('frames', () => {
  it('give every message back', () => {
    const property = fc.property(
      arbitraryMessage,
      fc.integer({ min: 0, max: 0xffff_ffff }),
      (message, systemBytes) => {
        const frame = only(encodeDataFrame(7, message, systemBytes));
        expect(frame.header).toEqual(dataHeader(7, message, systemBytes));
        expect(decodeDataFrame(frame)).toEqual(message);
      },
    );
    fc.assert(property, { seed: 1 });
  });

  it('count header and body in their length', () => {
    expect(toHex(encodeFrame(controlHeader(hsmsTypes.linktestRequest, 0x20)))).toBe(
      '00 00 00 0a ff ff 00 00 00 05 00 00 00 20',
    );
    expect(encodeDataFrame(0, secsMessage('S7F3 W', L(A('x'.repeat(100_000)))), 1)).toHaveLength(
      14 + 2 + 4 + 100_000,
    );
  });

  it('use the text codec that they are given', () => {
    const message = secsMessage('S10F3 W', A('25 µm €'));
    const frame = only(encodeDataFrame(0, message, 1, { text: utf8Text }));
    expect(decodeDataFrame(frame, { text: utf8Text })).toEqual(message);
  });

  it('take an empty list for what it is', () => {
    expect(decodeDataFrame(only(encodeDataFrame(0, secsMessage('S1F1 W', L()), 1))).item).toEqual(L());
    expect(decodeDataFrame(only(encodeDataFrame(0, secsMessage('S1F1 W'), 1))).item).toBeUndefined();
  });

  it('refuse streams, functions and session ids that do not fit', () => {
    const message = { stream: 128, function: 1, reply: false };
    expect(thrownBy(() => encodeDataFrame(0, message, 1))).toMatchObject({
      kind: 'range',
      code: 'secs-message',
    });
    expect(thrownBy(() => encodeDataFrame(0, { ...message, stream: 1, function: 256 }, 1)).code).toBe(
      'secs-message',
    );
    expect(thrownBy(() => encodeDataFrame(65_536, secsMessage('S1F1 W'), 1)).code).toBe('hsms-header');
  });

  it('keep the position of a fault in the body', () => {
    const frame = only(fromHex('00 00 00 0f 00 00 81 03 00 00 00 00 00 05 01 01 b1 04 00'));
    expect(thrownBy(() => decodeDataFrame(frame))).toMatchObject({
      kind: 'protocol',
      details: { offset: 2, path: [0] },
    });
  });
});
