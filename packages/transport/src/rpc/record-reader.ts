import { FourwireError } from '@fourwire/core';
import { lastFragment, markBytes } from './rpc-message.ts';

/** Memory in which a record is put together that does not come in one piece. */
export interface RecordRoom {
  /** Gives at least `length` bytes. What was written to what it gave before is kept. */
  reserve(length: number): Uint8Array;
}

/**
 * Cuts a TCP stream of ONC RPC, in chunks of any size, into records (RFC 5531, section 11): each of one or more
 * fragments with a mark of four bytes. A record that lies whole in a chunk is not copied.
 */
export class RecordReader {
  /** Where the next record goes; a room of its own unless given. A record that was begun stays where it is. */
  room: RecordRoom | undefined;
  readonly #maximum: number;
  readonly #take: (record: Uint8Array) => void;
  #mark = 0;
  #markLength = 0;
  /** How much of the fragment is still to come. */
  #left = 0;
  /** The memory of the record under way, and where more of it comes from. */
  #record: Uint8Array | undefined;
  #place: RecordRoom | undefined;
  #length = 0;
  #stopped = false;

  /**
   * @param maximum - the longest record in bytes
   * @param take - is given each record, for the time of the call
   */
  constructor(maximum: number, take: (record: Uint8Array) => void) {
    this.#maximum = maximum;
    this.#take = take;
  }

  /** Ignores whatever else comes, also the rest of the chunk that is being read. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Takes what arrived.
   *
   * @throws FourwireError of kind `protocol`, code `rpc-record-too-long`; nothing may be pushed after that
   */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.#stopped) {
      at = this.#markLength < markBytes ? this.#takeMark(chunk, at) : this.#takeFragment(chunk, at);
    }
  }

  #takeMark(chunk: Uint8Array, at: number): number {
    this.#mark = ((this.#mark << 8) | (chunk[at] as number)) >>> 0;
    this.#markLength++;
    if (this.#markLength < markBytes) return at + 1;
    this.#left = this.#mark & ~lastFragment;
    const length = this.#length + this.#left;
    if (length > this.#maximum) {
      throw new FourwireError(
        'protocol',
        'rpc-record-too-long',
        `The peer announces a record of at least ${length} bytes; ${this.#maximum} are allowed.`,
      );
    }
    // A fragment may be empty, and the chunk may end here.
    return this.#left === 0 ? this.#takeFragment(chunk, at + 1) : at + 1;
  }

  #takeFragment(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#left);
    const part = chunk.subarray(at, end);
    this.#left -= part.length;
    const whole = this.#left === 0 && this.#mark >= lastFragment;
    if (whole && this.#length === 0) {
      this.#markLength = 0;
      this.#take(part);
      return end;
    }
    this.#keep(part);
    if (this.#left === 0) this.#markLength = 0;
    if (whole) this.#give();
    return end;
  }

  #keep(part: Uint8Array): void {
    const needed = this.#length + part.length + this.#left;
    if (this.#record === undefined || this.#record.length < needed) {
      this.#place ??= this.room ?? new GrowingRoom();
      this.#record = this.#place.reserve(needed);
    }
    this.#record.set(part, this.#length);
    this.#length += part.length;
  }

  #give(): void {
    const record = (this.#record as Uint8Array).subarray(0, this.#length);
    this.#record = undefined;
    this.#place = undefined;
    this.#length = 0;
    this.#take(record);
  }
}

/** Memory that doubles when it is full. */
class GrowingRoom implements RecordRoom {
  #bytes = new Uint8Array(0);

  reserve(length: number): Uint8Array {
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    return this.#bytes;
  }
}
