import { FourwireError } from '@fourwire/core';

/** Message types of HiSLIP that a client sends or understands (IVI-6.1, table 4; sheet hislip.md, section 2). */
export const messageType = {
  initialize: 0,
  initializeResponse: 1,
  fatalError: 2,
  error: 3,
  asyncLock: 4,
  asyncLockResponse: 5,
  data: 6,
  dataEnd: 7,
  deviceClearComplete: 8,
  deviceClearAcknowledge: 9,
  asyncRemoteLocalControl: 10,
  asyncRemoteLocalResponse: 11,
  trigger: 12,
  interrupted: 13,
  asyncInterrupted: 14,
  asyncMaximumMessageSize: 15,
  asyncMaximumMessageSizeResponse: 16,
  asyncInitialize: 17,
  asyncInitializeResponse: 18,
  asyncDeviceClear: 19,
  asyncServiceRequest: 20,
  asyncStatusQuery: 21,
  asyncStatusResponse: 22,
  asyncDeviceClearAcknowledge: 23,
} as const;

/** The 16 bytes that begin each message (IVI-6.1, section 2.3). */
export interface MessageHeader {
  /** One of {@link messageType}, or any other byte. */
  readonly type: number;
  /** Control code, 0 to 255. */
  readonly control: number;
  /** Message parameter, an unsigned 32-bit number. */
  readonly parameter: number;
  /** Payload length in bytes. Above 2^53 it is not exact, and too long in any case. */
  readonly length: number;
}

/** Length of a header in bytes. */
export const headerBytes = 16;

const prologue = 0x4853;
const high = 0x1_0000_0000;
const nothing = new Uint8Array(0);

/** A header alone, for a payload of `length` bytes that is sent behind it. */
export function encodeHeader(type: number, control: number, parameter: number, length: number): Buffer {
  return putHeader(Buffer.allocUnsafe(headerBytes), type, control, parameter, length);
}

/** A whole message. */
export function encodeMessage(
  type: number,
  control = 0,
  parameter = 0,
  payload: Uint8Array = nothing,
): Buffer {
  const message = Buffer.allocUnsafe(headerBytes + payload.length);
  putHeader(message, type, control, parameter, payload.length);
  message.set(payload, headerBytes);
  return message;
}

function putHeader(target: Buffer, type: number, control: number, parameter: number, length: number): Buffer {
  target.writeUInt16BE(prologue, 0);
  target[2] = type;
  target[3] = control;
  target.writeUInt32BE(parameter, 4);
  target.writeUInt32BE(Math.floor(length / high), 8);
  target.writeUInt32BE(length % high, 12);
  return target;
}

/**
 * Reads the header at `offset`; all 16 bytes must be there.
 *
 * @throws FourwireError of kind `protocol`, code `hislip-header`, when it does not begin with `HS`
 */
export function decodeHeader(bytes: Buffer, offset: number): MessageHeader {
  checkPrologue(bytes, offset);
  return {
    type: bytes.readUInt8(offset + 2),
    control: bytes.readUInt8(offset + 3),
    parameter: bytes.readUInt32BE(offset + 4),
    length: bytes.readUInt32BE(offset + 8) * high + bytes.readUInt32BE(offset + 12),
  };
}

/** @throws FourwireError of kind `protocol`, code `hislip-header`, when the two bytes at `offset` are not `HS`. */
export function checkPrologue(bytes: Buffer, offset: number): void {
  const found = bytes.readUInt16BE(offset);
  if (found === prologue) return;
  throw new FourwireError(
    'protocol',
    'hislip-header',
    `A HiSLIP message begins with the bytes 48 53 ("HS"); at position ${offset} came ${found.toString(16).padStart(4, '0')}.`,
  );
}
