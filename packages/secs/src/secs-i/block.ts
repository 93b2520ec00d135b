import { FourwireError } from '@fourwire/core';
import type { SecsMessage } from '../messages/message.ts';

/** Handshake bytes. Source: SEMI E4; sheet secs-i.md section 2. */
export const handshake = { enq: 0x05, eot: 0x04, ack: 0x06, nak: 0x15 } as const;

/** The bytes of a block's header. */
const blockHeaderBytes = 10;
/** The most data that one block carries. */
export const blockDataBytes = 244;
/** Length byte, checksum. */
export const shortestBlock = blockHeaderBytes;
export const longestBlock = blockHeaderBytes + blockDataBytes;
const checksumBytes = 2;
const mostBlocks = 32_767;

/** A block without its length byte and checksum. */
export interface Block {
  /** The equipment's id, whatever the direction. */
  readonly deviceId: number;
  /** R-bit: whether it goes to the host. */
  readonly toHost: boolean;
  readonly head: Omit<SecsMessage, 'item'>;
  /** E-bit: whether it is the last of its message. */
  readonly last: boolean;
  readonly number: number;
  readonly systemBytes: number;
  /** The header as it is on the line. */
  readonly header: Uint8Array;
  readonly data: Uint8Array;
}

/** What every block of a message has in common. */
export interface BlockAddress {
  readonly deviceId: number;
  readonly toHost: boolean;
  readonly systemBytes: number;
}

/** The ten bytes of a header. */
export function encodeBlockHeader(
  { deviceId, toHost, systemBytes }: BlockAddress,
  head: Omit<SecsMessage, 'item'>,
  number: number,
  last: boolean,
): Uint8Array {
  const bytes = new Uint8Array(blockHeaderBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, (toHost ? 0x8000 : 0) | deviceId);
  view.setUint8(2, (head.reply ? 0x80 : 0) | head.stream);
  view.setUint8(3, head.function);
  view.setUint16(4, (last ? 0x8000 : 0) | number);
  view.setUint32(6, systemBytes);
  return bytes;
}

/**
 * The blocks of a message as they go onto the line: length byte, header, data, checksum.
 *
 * @throws FourwireError of kind `range`, code `secs-i-length`, for a body that needs more than 32,767 blocks
 */
export function encodeBlocks(
  address: BlockAddress,
  head: Omit<SecsMessage, 'item'>,
  body: Uint8Array,
): readonly Uint8Array[] {
  const count = Math.max(1, Math.ceil(body.length / blockDataBytes));
  if (count > mostBlocks) {
    const most = mostBlocks * blockDataBytes;
    const text = `A message on SECS-I has at most ${most} bytes; this one has ${body.length}.`;
    throw new FourwireError('range', 'secs-i-length', text);
  }
  return Array.from({ length: count }, (_, index) => {
    const data = body.subarray(index * blockDataBytes, (index + 1) * blockDataBytes);
    const header = encodeBlockHeader(address, head, index + 1, index === count - 1);
    const bytes = new Uint8Array(1 + header.length + data.length + checksumBytes);
    bytes[0] = header.length + data.length;
    bytes.set(header, 1);
    bytes.set(data, 1 + header.length);
    const sum = checksum(bytes.subarray(1, bytes.length - checksumBytes));
    new DataView(bytes.buffer).setUint16(bytes.length - checksumBytes, sum);
    return bytes;
  });
}

/** The block in header, data and checksum; undefined when the checksum is wrong. */
export function decodeBlock(bytes: Uint8Array): Block | undefined {
  const end = bytes.length - checksumBytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (checksum(bytes.subarray(0, end)) !== view.getUint16(end)) return undefined;
  const [first, numbered] = [view.getUint16(0), view.getUint16(4)];
  return {
    deviceId: first & 0x7fff,
    toHost: (first & 0x8000) !== 0,
    head: {
      stream: view.getUint8(2) & 0x7f,
      function: view.getUint8(3),
      reply: (view.getUint8(2) & 0x80) !== 0,
    },
    last: (numbered & 0x8000) !== 0,
    number: numbered & 0x7fff,
    systemBytes: view.getUint32(6),
    header: bytes.slice(0, blockHeaderBytes),
    data: bytes.slice(blockHeaderBytes, end),
  };
}

/** The sum of all bytes modulo 65536. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum & 0xffff;
}
