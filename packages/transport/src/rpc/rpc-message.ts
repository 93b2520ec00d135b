import { FourwireError } from '@fourwire/core';
import { getWord, putWord, writeXdr, XdrReader, xdrLength } from './xdr.ts';
import type { XdrItem } from './xdr.ts';

/** Whom a call is for. */
export interface RpcProgram {
  readonly program: number;
  readonly version: number;
}

/** Length of the record mark that stands before each fragment on TCP, and nowhere on UDP. */
export const markBytes = 4;

/** Bit of the record mark that says that the record ends with this fragment. */
export const lastFragment = 0x8000_0000;

const callMessage = 0;
const replyMessage = 1;
const rpcVersion = 2;
const [accepted, denied] = [0, 1];
const success = 0;
/** Length of a call's head. */
const callBytes = 40;

/** Values of accept_stat (RFC 5531, section 9). */
const refusals: Readonly<Record<number, string>> = {
  1: 'program unavailable',
  2: 'program version not supported',
  3: 'procedure unavailable',
  4: 'arguments not understood',
  5: 'system error',
};

/** Values of reject_stat (RFC 5531, section 9). */
const denials: Readonly<Record<number, string>> = {
  0: 'RPC version not supported',
  1: 'authentication refused',
};

/**
 * A call of ONC RPC 2 without credentials (RFC 5531) as one record of TCP, record mark included.
 *
 * @throws FourwireError of kind `range`, code `xdr-number`, for an argument that does not fit
 */
export function encodeRecord(
  xid: number,
  { program, version }: RpcProgram,
  procedure: number,
  args: readonly XdrItem[],
): Uint8Array {
  // A Buffer of the pool, since that is what a socket takes without another object around it.
  const record = Buffer.allocUnsafe(markBytes + callBytes + xdrLength(args));
  putWord(record, 0, lastFragment | (record.length - markBytes));
  putWord(record, 4, xid);
  putWord(record, 8, callMessage);
  putWord(record, 12, rpcVersion);
  putWord(record, 16, program);
  putWord(record, 20, version);
  putWord(record, 24, procedure);
  // Flavour and length, of the credentials and of the verifier.
  record.fill(0, 28, markBytes + callBytes);
  writeXdr(record, markBytes + callBytes, args);
  return record;
}

/** The same as {@link encodeRecord} as a datagram of UDP. */
export function encodeDatagram(
  xid: number,
  program: RpcProgram,
  procedure: number,
  args: readonly XdrItem[],
): Uint8Array {
  return encodeRecord(xid, program, procedure, args).subarray(markBytes);
}

/** The id of the call that a message answers; `undefined` when it is no reply. */
export function replyXid(message: Uint8Array): number | undefined {
  if (message.length < 8) return undefined;
  return getWord(message, 4) === replyMessage ? getWord(message, 0) : undefined;
}

/**
 * Opens a reply, without its record mark.
 *
 * @returns its results
 * @throws FourwireError of kind `protocol`: `rpc-refused`, when the server did not carry the call out; `rpc-reply` or
 * `xdr-truncated`, when it is no reply
 */
export function openReply(message: Uint8Array): XdrReader {
  const xdr = new XdrReader(message, 4);
  const type = xdr.word();
  const state = xdr.word();
  if (type !== replyMessage || (state !== accepted && state !== denied)) {
    throw new FourwireError('protocol', 'rpc-reply', 'What came is no reply of ONC RPC.');
  }
  if (state === denied) throw refused(denials, xdr.word());
  xdr.word();
  xdr.opaque();
  const outcome = xdr.word();
  if (outcome !== success) throw refused(refusals, outcome);
  return xdr;
}

function refused(texts: Readonly<Record<number, string>>, code: number): FourwireError {
  const text = texts[code] ?? 'a reason of its own';
  return new FourwireError(
    'protocol',
    'rpc-refused',
    `The server does not carry out the call: ${text} (${code}).`,
    { device: { code, text } },
  );
}
