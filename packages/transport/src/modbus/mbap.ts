import { crc16 } from './crc16.ts';

/** Transaction id, protocol id and length: what stands before unit and PDU on Modbus TCP. */
const headerBytes = 6;

/** Unit and PDU: an exception is the shortest, 254 bytes the longest that the standard allows. */
const shortest = 3;
const longest = 254;

const nothing = new Uint8Array(0);

/** An RTU frame as it travels on TCP: with a header in front and without its CRC. */
export function toMbap(frame: Uint8Array, transaction: number): Uint8Array {
  const length = frame.length - 2;
  // What sockets take without making it anew is a Buffer.
  const adu = Buffer.allocUnsafe(headerBytes + length);
  adu[0] = transaction >> 8;
  adu[1] = transaction;
  adu[2] = 0;
  adu[3] = 0;
  adu[4] = 0;
  adu[5] = length;
  // Frames are short: a loop is faster than a view of a part.
  for (let index = 0; index < length; index++) adu[headerBytes + index] = frame[index] ?? 0;
  return adu;
}

/** A frame that came over TCP. */
export interface MbapFrame {
  readonly transaction: number;
  /** The bytes as received. */
  readonly adu: Uint8Array;
  /** The same without the header and with the CRC of an RTU frame. */
  readonly rtu: Uint8Array;
}

/** Cuts a TCP stream into Modbus frames, whatever pieces it comes in. */
export class MbapReader {
  #rest: Uint8Array = nothing;

  /** Whether a frame has begun that has not ended. */
  get isUnfinished(): boolean {
    return this.#rest.length > 0;
  }

  /**
   * Takes what arrived and calls `each` for every frame that is complete.
   *
   * @returns false when the stream holds something that is no frame: nothing after it can be made out
   */
  push(chunk: Uint8Array, each: (frame: MbapFrame) => void): boolean {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= headerBytes) {
      const [protocol, length] = [word(bytes, at + 2), word(bytes, at + 4)];
      if (protocol !== 0 || length < shortest || length > longest) return false;
      const end = headerBytes + length;
      if (bytes.length - at < end) break;
      const frame = Buffer.allocUnsafe(end + 2);
      for (let index = 0; index < end; index++) frame[index] = bytes[at + index] ?? 0;
      const crc = crc16(frame, headerBytes, end);
      frame[end] = crc;
      frame[end + 1] = crc >> 8;
      at += end;
      each({ transaction: word(frame, 0), adu: frame.subarray(0, end), rtu: frame.subarray(headerBytes) });
    }
    this.#rest = at === bytes.length ? nothing : Buffer.from(bytes.subarray(at));
    return true;
  }
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
