import { decodeHeader, headerBytes } from './message.ts';
import type { HislipHeader } from './message.ts';

/** A message as it came, or the header of one that was too long to be kept. */
export interface IncomingMessage extends HislipHeader {
  /** Empty where the message is too long. */
  readonly payload: Uint8Array;
  readonly tooLong: boolean;
}

const nothing = new Uint8Array(0);

/**
 * Cuts what a client sends, in chunks of any size, into messages. A message stays in front until it is taken, so that
 * a channel may leave it unread. A payload above the limit is never kept: what comes of it is thrown away.
 */
export class MessageReader {
  /** The longest payload that is kept, in bytes. */
  limit: number;
  #chunks: Uint8Array[] = [];
  readonly #head = Buffer.alloc(headerBytes);
  #headFilled = 0;
  #header: HislipHeader | undefined;
  #parts: Uint8Array[] = [];
  #gathered = 0;
  #next: IncomingMessage | undefined;
  /** Bytes of a payload that are still to be thrown away. */
  #toSkip = 0;
  #malformed = false;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Takes bytes; they are the reader's from now on. */
  push(chunk: Uint8Array): void {
    if (chunk.length > 0 && !this.#malformed) this.#chunks.push(chunk);
  }

  /** Whether a header without the prologue came; nothing can be read any more. */
  get malformed(): boolean {
    this.#advance();
    return this.#malformed;
  }

  /** The header of the message in front, of which the payload may still be on its way. */
  get header(): HislipHeader | undefined {
    this.#advance();
    return this.#header;
  }

  /** The message in front, when all of it is there. */
  get next(): IncomingMessage | undefined {
    this.#advance();
    return this.#next;
  }

  /** Takes the message in front away. */
  take(): void {
    const message = this.#next;
    if (message === undefined) return;
    if (message.tooLong) this.#toSkip = Number(message.length);
    this.#next = undefined;
    this.#header = undefined;
    this.#headFilled = 0;
    this.#parts = [];
    this.#gathered = 0;
  }

  #advance(): void {
    while (this.#next === undefined && !this.#malformed) {
      const chunk = this.#chunks[0];
      if (chunk === undefined) return;
      const used = this.#consume(chunk);
      if (used === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(used);
    }
  }

  /** Uses as much of a chunk as the message in front needs. */
  #consume(chunk: Uint8Array): number {
    if (this.#toSkip > 0) {
      const skipped = Math.min(this.#toSkip, chunk.length);
      this.#toSkip -= skipped;
      return skipped;
    }
    if (this.#header === undefined) {
      const part = chunk.subarray(0, headerBytes - this.#headFilled);
      this.#head.set(part, this.#headFilled);
      this.#headFilled += part.length;
      if (this.#headFilled === headerBytes) this.#begin();
      return part.length;
    }
    const part = chunk.subarray(0, Number(this.#header.length) - this.#gathered);
    this.#parts.push(part);
    this.#gathered += part.length;
    this.#completeIfWhole(this.#header);
    return part.length;
  }

  #begin(): void {
    const header = decodeHeader(this.#head);
    if (header === undefined) {
      this.#malformed = true;
      this.#chunks = [];
      return;
    }
    this.#header = header;
    if (header.length > BigInt(this.limit)) this.#next = { ...header, payload: nothing, tooLong: true };
    else this.#completeIfWhole(header);
  }

  #completeIfWhole(header: HislipHeader): void {
    if (this.#gathered < Number(header.length)) return;
    const [only] = this.#parts;
    const payload = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    this.#next = { ...header, payload, tooLong: false };
  }
}
