import { FourwireError } from '@fourwire/core';

/** How long every header is, in bytes. */
export const headerBytes = 12;

const devDepMsgOut = 1;
const requestDevDepMsgIn = 2;
const triggerMessage = 128;

const lastOfMessage = 0x01;
const termCharEnabled = 0x02;

/** What the header of a bulk-IN transfer says (USBTMC 1.0 tables 8 to 10). */
export interface BulkInHeader {
  /** bTag of the request that it answers. */
  readonly tag: number;
  /** How many message bytes follow the header, padding not counted. */
  readonly size: number;
  /** Whether the message ends with this transfer. */
  readonly endOfMessage: boolean;
  /** Whether its last byte is the requested termination character. */
  readonly termCharSeen: boolean;
}

/** The bTag after `tag`: 1 to 255 and round again, never 0. */
export function nextTag(tag: number): number {
  return (tag % 255) + 1;
}

/** DEV_DEP_MSG_OUT: header, `data` and padding to a multiple of four (USBTMC 1.0 table 3). */
export function encodeMessage(tag: number, data: Uint8Array, endOfMessage: boolean): Uint8Array<ArrayBuffer> {
  const bytes = header(devDepMsgOut, tag, data.length, Math.ceil(data.length / 4) * 4);
  bytes[8] = endOfMessage ? lastOfMessage : 0;
  bytes.set(data, headerBytes);
  return bytes;
}

/** REQUEST_DEV_DEP_MSG_IN for up to `size` bytes (USBTMC 1.0 table 4), ended by `termChar` too where it is given. */
export function encodeRequest(tag: number, size: number, termChar?: number): Uint8Array<ArrayBuffer> {
  const bytes = header(requestDevDepMsgIn, tag, size, 0);
  if (termChar !== undefined) bytes.set([termCharEnabled, termChar], 8);
  return bytes;
}

/** TRIGGER (USB488 1.0 table 2). */
export function encodeTrigger(tag: number): Uint8Array<ArrayBuffer> {
  return header(triggerMessage, tag, 0, 0);
}

/**
 * The header of a DEV_DEP_MSG_IN transfer.
 *
 * @throws FourwireError of kind `protocol`, code `usbtmc-reply-invalid`, when these bytes do not begin with one
 */
export function decodeHeader(bytes: Uint8Array): BulkInHeader {
  const [message = 0, tag = 0, inverse = 0] = bytes;
  if (bytes.length < headerBytes)
    throw invalid(`has ${bytes.length} bytes, less than a header`, bytes.length);
  if (message !== requestDevDepMsgIn) throw invalid(`has the MsgID ${message} instead of 2`, 0);
  if (tag === 0 || (tag ^ inverse) !== 0xff)
    throw invalid(`has the bTag ${tag} with the inverse ${inverse}`, 1);
  const attributes = bytes[8] ?? 0;
  return {
    tag,
    size: new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true),
    endOfMessage: (attributes & lastOfMessage) !== 0,
    termCharSeen: (attributes & termCharEnabled) !== 0,
  };
}

function header(message: number, tag: number, size: number, room: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes + room);
  bytes.set([message, tag, ~tag & 0xff]);
  new DataView(bytes.buffer).setUint32(4, size, true);
  return bytes;
}

function invalid(what: string, position: number): FourwireError {
  return new FourwireError('protocol', 'usbtmc-reply-invalid', `The device's bulk-IN transfer ${what}.`, {
    details: { position },
  });
}
