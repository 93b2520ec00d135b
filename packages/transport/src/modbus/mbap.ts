import { crc16 } from './crc16.ts';

/** Transaction id, protocol id and length: what stands before unit and PDU on Modbus TCP. */
const headerBytes = 6;

/** Unit and PDU: an exception is the shortest, 254 bytes the longest that the standard allows. */
const shortest = 3;
const longest = 254;

/** An RTU frame as it travels on TCP: with a header in front and without its CRC. */
export function toMbap(frame: Uint8Array, transaction: number): Uint8Array {
  const length = frame.length - 2;
  const adu = new Uint8Array(headerBytes + length);
  adu[0] = transaction >> 8;
  adu[1] = transaction & 0xff;
  adu[5] = length;
  adu.set(frame.subarray(0, length), headerBytes);
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
  #rest = new Uint8Array(0);

  /**
   * Takes what arrived and calls `each` for every frame that is complete.
   *
   * @returns false when the stream holds something that is no frame: nothing after it can be made out
   */
  push(chunk: Uint8Array, each: (frame: MbapFrame) => void): boolean {
    const bytes = this.#rest.length === 0 ? chunk : joined(this.#rest, chunk);
    let at = 0;
    while (bytes.length - at >= headerBytes) {
      const [protocol, length] = [word(bytes, at + 2), word(bytes, at + 4)];
      if (protocol !== 0 || length < shortest || length > longest) return false;
      const size = headerBytes + length;
      if (bytes.length - at < size) break;
      const frame = new Uint8Array(size + 2);
      frame.set(bytes.subarray(at, at + size));
      const crc = crc16(frame, headerBytes, size);
      frame[size] = crc & 0xff;
      frame[size + 1] = crc >> 8;
      at += size;
      each({
        transaction: word(frame, 0),
        adu: frame.subarray(0, size),
        rtu: frame.subarray(headerBytes),
      });
    }
    this.#rest = bytes.slice(at);
    return true;
  }
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
