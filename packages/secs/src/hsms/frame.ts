import { FourwireError } from '@fourwire/core';
import { isMessage, messageLimits, messageName } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import { decodeItem } from '../secs-ii/decode.ts';
import { encodeItemBehind } from '../secs-ii/encode.ts';
import type { ItemCodecOptions } from '../secs-ii/encode.ts';
import { dataHeader, decodeHsmsHeader, hsmsHeaderBytes, messageOf, writeHsmsHeader } from './header.ts';
import type { HsmsHeader } from './header.ts';

/**
 * The bytes of the length prefix, which counts header and body.
 *
 * @internal
 */
export const prefixBytes = 4;
const bodyAt = prefixBytes + hsmsHeaderBytes;

/** One frame as it came. Control frames have no body: one with a body is malformed. */
export interface HsmsFrame {
  readonly header: HsmsHeader;
  readonly body: Uint8Array;
}

/**
 * The bytes of a frame: 4 bytes of length, the header, the body. Kind `range`, code `hsms-header`, when a field of the
 * header does not fit. Source: SEMI E37; sheet hsms.md section 1.
 */
export function encodeFrame(header: HsmsHeader, body?: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(bodyAt + (body?.length ?? 0));
  if (body !== undefined) bytes.set(body, bodyAt);
  return withHead(bytes, header);
}

/**
 * The bytes of a data frame with `message`, made in one buffer so that one write sends it. Errors as in `encodeItem`
 * and `encodeFrame`; code `secs-message` when stream or function is out of range.
 */
export function encodeDataFrame(
  sessionId: number,
  message: SecsMessage,
  systemBytes: number,
  options?: ItemCodecOptions,
): Uint8Array {
  if (!isMessage(message)) {
    throw new FourwireError(
      'range',
      'secs-message',
      `${messageName(message)} cannot be sent: ${messageLimits}.`,
    );
  }
  const { item } = message;
  const bytes = item === undefined ? Buffer.allocUnsafe(bodyAt) : encodeItemBehind(bodyAt, item, options);
  return withHead(bytes, dataHeader(sessionId, message, systemBytes));
}

/** The message of a data frame. Errors as in `decodeItem`; their offset counts from the start of the body. */
export function decodeDataFrame(frame: HsmsFrame, options?: ItemCodecOptions): SecsMessage {
  const item = frame.body.length === 0 ? undefined : decodeItem(frame.body, options);
  return { ...messageOf(frame.header), item };
}

const noBody = new Uint8Array(0);

/**
 * The frame whose header and body are `bytes[start]` to `bytes[end - 1]`; the body stays where it is.
 *
 * @internal
 */
export function readFrame(bytes: Uint8Array, start: number, end: number): HsmsFrame {
  const body = start + hsmsHeaderBytes;
  return { header: decodeHsmsHeader(bytes, start), body: body === end ? noBody : bytes.subarray(body, end) };
}

function withHead(bytes: Buffer, header: HsmsHeader): Uint8Array {
  bytes.writeUInt32BE(bytes.length - prefixBytes, 0);
  writeHsmsHeader(bytes, prefixBytes, header);
  return bytes;
}
