import { FourwireError } from '@fourwire/core';
import { prefixBytes, readFrame } from './frame.ts';
import type { HsmsFrame } from './frame.ts';
import { hsmsHeaderBytes } from './header.ts';

/**
 * Header and body of the largest message that is accepted unless said otherwise: 16 MiB + 14, enough for a body that
 * is one item of the greatest length. Source: sheet hsms.md section 5.
 */
export const defaultMaxMessageBytes = 0x100_0000 + 14;

/** Limits of a {@link HsmsFrameReader}. */
export interface HsmsFrameReaderOptions {
  /** The longest header and body that are accepted, 10 to 4,294,967,295 bytes; 16 MiB + 14 unless set. */
  readonly maxMessageBytes?: number | undefined;
}

/**
 * Cuts a stream of bytes into HSMS frames: `push` what arrives, in pieces of any size, then call `next` until it
 * returns `undefined`.
 *
 * A frame that lies in one piece is not copied: its body is a part of the piece, to be decoded (or copied) before the
 * piece's memory is used again. A frame in several pieces is put together in memory of its own, which is only asked for
 * once its length is known to be allowed.
 *
 * @example
 * ```ts
 * socket.on('data', (chunk) => {
 *   reader.push(chunk);
 *   for (let frame = reader.next(); frame !== undefined; frame = reader.next()) handle(frame);
 * });
 * ```
 */
export class HsmsFrameReader {
  readonly #maxMessageBytes: number;
  #piece: Uint8Array = new Uint8Array(0);
  /** How much of the piece was taken. */
  #taken = 0;
  readonly #waiting: Uint8Array[] = [];
  /** The length prefix as far as it came, when it did not come whole. */
  #prefix = 0;
  #prefixCount = 0;
  /** The frame that is put together, without its prefix, and how much of it is there. */
  #frame: Uint8Array | undefined;
  #filled = 0;
  #failure: FourwireError | undefined;

  /** Kind `range`, code `hsms-max-message`, for a limit that is none. */
  constructor(options: HsmsFrameReaderOptions = {}) {
    const { maxMessageBytes = defaultMaxMessageBytes } = options;
    if (
      !Number.isInteger(maxMessageBytes) ||
      maxMessageBytes < hsmsHeaderBytes ||
      maxMessageBytes > 0xffff_ffff
    ) {
      const message = `maxMessageBytes must be a whole number from 10 to 4294967295, not ${maxMessageBytes}.`;
      throw new FourwireError('range', 'hsms-max-message', message);
    }
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** Bytes of an unfinished frame that are held once `next` has returned `undefined`; 0 between frames. T8 runs while it is not 0. */
  get pendingBytes(): number {
    return this.#frame === undefined ? this.#prefixCount : prefixBytes + this.#filled;
  }

  /** Takes bytes as they came. They must stay as they are until `next` has returned `undefined`. */
  push(piece: Uint8Array): void {
    this.#waiting.push(piece);
    if (this.#taken === this.#piece.length) this.#nextPiece();
  }

  /**
   * The next whole frame, `undefined` when more bytes are needed for one. Kind `protocol`, code `hsms-length`, when a
   * length prefix is below 10 or above the limit: nothing can be read from then on (every later call throws the same),
   * so close the connection.
   */
  next(): HsmsFrame | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    do {
      const frame = this.#fromPiece();
      if (frame !== undefined) return frame;
    } while (this.#nextPiece());
    return undefined;
  }

  #fromPiece(): HsmsFrame | undefined {
    const piece = this.#piece;
    if (this.#frame === undefined && this.#prefixCount === 0 && piece.length - this.#taken >= prefixBytes) {
      const start = this.#taken + prefixBytes;
      const end = start + this.#checked(readUint32(piece, this.#taken));
      if (end <= piece.length) {
        this.#taken = end;
        return readFrame(piece, start, end);
      }
    }
    while (this.#frame === undefined && this.#taken < piece.length) {
      this.#prefix = this.#prefix * 0x100 + piece[this.#taken++]!;
      if (++this.#prefixCount === prefixBytes) this.#begin(this.#checked(this.#prefix));
    }
    return this.#frame === undefined ? undefined : this.#fill(this.#frame);
  }

  #begin(length: number): void {
    this.#frame = Buffer.allocUnsafe(length);
    this.#filled = 0;
    this.#prefix = 0;
    this.#prefixCount = 0;
  }

  #fill(frame: Uint8Array): HsmsFrame | undefined {
    const end = Math.min(this.#taken + frame.length - this.#filled, this.#piece.length);
    const part = this.#piece.subarray(this.#taken, end);
    frame.set(part, this.#filled);
    this.#filled += part.length;
    this.#taken = end;
    if (this.#filled < frame.length) return undefined;
    this.#frame = undefined;
    return readFrame(frame, 0, frame.length);
  }

  #nextPiece(): boolean {
    const piece = this.#waiting.shift();
    if (piece === undefined) return false;
    this.#piece = piece;
    this.#taken = 0;
    return true;
  }

  #checked(length: number): number {
    if (length >= hsmsHeaderBytes && length <= this.#maxMessageBytes) return length;
    const message = `HSMS: a length of ${length} bytes, allowed are ${hsmsHeaderBytes} to ${this.#maxMessageBytes}.`;
    const details = { length, maxMessageBytes: this.#maxMessageBytes };
    this.#failure = new FourwireError('protocol', 'hsms-length', message, { retry: 'reopen', details });
    throw this.#failure;
  }
}

function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
