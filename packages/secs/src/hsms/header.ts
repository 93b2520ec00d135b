import { FourwireError } from '@fourwire/core';
import { messageName } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';

/** The bytes of a header. */
export const hsmsHeaderBytes = 10;

/** The kinds of frames by their SType. 8 and from 10 on are not used by HSMS. Source: SEMI E37; sheet hsms.md section 1. */
export const hsmsTypes = {
  data: 0,
  selectRequest: 1,
  selectResponse: 2,
  deselectRequest: 3,
  deselectResponse: 4,
  linktestRequest: 5,
  linktestResponse: 6,
  rejectRequest: 7,
  separateRequest: 9,
} as const;

/** The session id of control frames in HSMS-SS. Peers send others: accept any. */
export const controlSessionId = 0xffff;

/**
 * The 10 bytes before the body of a frame, field by field. What `byte2` and `byte3` mean depends on `sType`: in data
 * frames W-bit with stream, and function (see `dataHeader` and `messageOf`); in control frames 0 and the status or
 * reason, but Reject.req has in `byte2` the SType or PType that it rejects. Source: SEMI E37; sheet hsms.md section 1.
 */
export interface HsmsHeader {
  /** The device id (0 to 32,767) in data frames. */
  readonly sessionId: number;
  readonly byte2: number;
  readonly byte3: number;
  /** How the body is coded; 0 is SECS-II and the only one in use. */
  readonly pType: number;
  /** One of {@link hsmsTypes}, or what the peer sent instead. */
  readonly sType: number;
  /** The number of the transaction, 0 to 4,294,967,295, chosen by the side that opened it. */
  readonly systemBytes: number;
}

/** The header of a data frame for `message`. */
export function dataHeader(
  sessionId: number,
  message: Omit<SecsMessage, 'item'>,
  systemBytes: number,
): HsmsHeader {
  const byte2 = message.reply ? message.stream | 0x80 : message.stream;
  return { sessionId, byte2, byte3: message.function, pType: 0, sType: hsmsTypes.data, systemBytes };
}

/** The header of a control frame; `byte3` is a status or reason, `byte2` the type that a Reject.req rejects. */
export function controlHeader(
  sType: number,
  systemBytes: number,
  { sessionId = controlSessionId, byte2 = 0, byte3 = 0 }: Partial<HsmsHeader> = {},
): HsmsHeader {
  return { sessionId, byte2, byte3, pType: 0, sType, systemBytes };
}

/** Stream, function and W-bit of the header of a data frame. */
export function messageOf(header: HsmsHeader): Omit<SecsMessage, 'item'> {
  return { stream: header.byte2 & 0x7f, function: header.byte3, reply: (header.byte2 & 0x80) !== 0 };
}

/** The 10 bytes of a header, also for the body of a stream 9 message. Kind `range` when a field does not fit. */
export function encodeHsmsHeader(header: HsmsHeader): Uint8Array {
  const bytes = Buffer.allocUnsafe(hsmsHeaderBytes);
  writeHsmsHeader(bytes, 0, header);
  return bytes;
}

/**
 * The header in the 10 bytes from `start` on, for example in the body of a stream 9 message. Kind `protocol`, code
 * `hsms-header`, when there are fewer.
 */
export function decodeHsmsHeader(bytes: Uint8Array, start = 0): HsmsHeader {
  if (bytes.length - start < hsmsHeaderBytes) {
    const message = `HSMS byte ${start}: a header takes 10 bytes, ${bytes.length - start} are left.`;
    throw new FourwireError('protocol', 'hsms-header', message, { details: { offset: start } });
  }
  const at = start + 6;
  return {
    sessionId: (bytes[start]! << 8) | bytes[start + 1]!,
    byte2: bytes[start + 2]!,
    byte3: bytes[start + 3]!,
    pType: bytes[start + 4]!,
    sType: bytes[start + 5]!,
    systemBytes: ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0,
  };
}

/** @internal */
export function writeHsmsHeader(bytes: Uint8Array, at: number, header: HsmsHeader): void {
  const { sessionId, byte2, byte3, pType, sType, systemBytes } = header;
  // One test for the common case: a field that is too big, negative or no whole number is not its own low bits.
  const fits =
    (sessionId & 0xffff) === sessionId &&
    (byte2 & 0xff) === byte2 &&
    (byte3 & 0xff) === byte3 &&
    (pType & 0xff) === pType &&
    (sType & 0xff) === sType &&
    systemBytes >>> 0 === systemBytes;
  if (!fits) throw headerError(header);
  bytes[at] = sessionId >> 8;
  bytes[at + 1] = sessionId;
  bytes[at + 2] = byte2;
  bytes[at + 3] = byte3;
  bytes[at + 4] = pType;
  bytes[at + 5] = sType;
  bytes[at + 6] = systemBytes >>> 24;
  bytes[at + 7] = systemBytes >>> 16;
  bytes[at + 8] = systemBytes >>> 8;
  bytes[at + 9] = systemBytes;
}

const typeNames: Readonly<Record<number, string>> = {
  [hsmsTypes.selectRequest]: 'Select.req',
  [hsmsTypes.selectResponse]: 'Select.rsp',
  [hsmsTypes.deselectRequest]: 'Deselect.req',
  [hsmsTypes.deselectResponse]: 'Deselect.rsp',
  [hsmsTypes.linktestRequest]: 'Linktest.req',
  [hsmsTypes.linktestResponse]: 'Linktest.rsp',
  [hsmsTypes.rejectRequest]: 'Reject.req',
  [hsmsTypes.separateRequest]: 'Separate.req',
};

/** What a frame is, for people: `S1F3 W`, `Select.rsp 0`, `SType 8`. */
export function hsmsName(header: HsmsHeader): string {
  if (header.pType !== 0) return `PType ${header.pType}, SType ${header.sType}`;
  if (header.sType === hsmsTypes.data) return messageName(messageOf(header));
  const name = typeNames[header.sType] ?? `SType ${header.sType}`;
  const hasStatus = /rsp|Reject/.test(name) && header.sType !== hsmsTypes.linktestResponse;
  return hasStatus ? `${name} ${header.byte3}` : name;
}

function headerError(header: HsmsHeader): FourwireError {
  const fields = Object.entries(header).map(([name, value]) => `${name} ${String(value)}`);
  const message = `HSMS: a header field is out of range (sessionId 0 to 65535, byte2, byte3, pType and sType 0 to 255, systemBytes 0 to 4294967295): ${fields.join(', ')}.`;
  return new FourwireError('range', 'hsms-header', message, { details: { ...header } });
}
