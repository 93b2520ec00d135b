import type { MessageEnd } from '@fourwire/core';
import type { RecordRoom } from '../rpc/record-reader.ts';

/**
 * What stands before the data in the reply to a read: six words of ONC RPC with an empty verifier, then error, reason
 * and length.
 */
const headBytes = 36;

/** For a terminator behind an announced length, and for padding. */
const spareBytes = 64;

const nothing = new Uint8Array(0);

/** By how much memory grows for a message of unknown length: what is not touched costs nothing. */
const growth = 4;

/**
 * Gathers a message that comes in pieces. As room for the replies it has each put where its data continues the
 * message, so that data are copied once, from the socket; what the reply's head overwrites meanwhile is put back.
 */
export class MessageBuffer implements RecordRoom {
  readonly #end: MessageEnd;
  readonly #maximum: number;
  #hinted = false;
  #bytes = nothing;
  #length = 0;
  /** What the head of a reply overwrote. */
  #covered: Uint8Array | undefined;

  /**
   * @param end - may know how long the message will be; its end is found otherwise
   * @param maximum - how many bytes an announced length is believed
   */
  constructor(end: MessageEnd, maximum: number) {
    this.#end = end;
    this.#maximum = maximum;
  }

  /** How long the message is so far. */
  get length(): number {
    return this.#length;
  }

  reserve(length: number): Uint8Array {
    this.#makeRoom(this.#length + length);
    this.#covered ??= this.#bytes.slice(this.#length, this.#length + headBytes);
    return this.#bytes.subarray(this.#length);
  }

  /** Adds data, which may lie where they belong already. */
  append(data: Uint8Array): void {
    if (this.#covered !== undefined) this.#bytes.set(this.#covered, this.#length);
    this.#covered = undefined;
    const at = headBytes + this.#length;
    this.#makeRoom(at + data.length);
    const inPlace = data.buffer === this.#bytes.buffer && data.byteOffset === at;
    if (!inPlace) this.#bytes.set(data, at);
    this.#length += data.length;
  }

  /** The message, which is the caller's to keep. */
  take(): Uint8Array {
    const message = this.#bytes.subarray(headBytes, headBytes + this.#length);
    return this.#bytes.length > 2 * (this.#length + headBytes) ? message.slice() : message;
  }

  #makeRoom(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const expected = this.#expected();
    const enough = expected === 0 ? 0 : headBytes + expected + spareBytes;
    const wanted = enough >= needed ? enough : Math.max(needed, growth * this.#bytes.length);
    const grown = new Uint8Array(wanted);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }

  /** How long the message will be, if that is known from what there is of it. */
  #expected(): number {
    if (this.#length > 0 && !this.#hinted && this.#end.expected === undefined) {
      this.#hinted = true;
      this.#end.find(this.#bytes.subarray(headBytes, headBytes + this.#length));
    }
    return Math.min(this.#end.expected ?? 0, this.#maximum);
  }
}
