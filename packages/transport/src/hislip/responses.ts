import { FourwireError } from '@fourwire/core';
import type { MessageEnd, Turn } from '@fourwire/core';
import { Waiter } from './waiter.ts';

const nothing = new Uint8Array(0);
const none: readonly Uint8Array[] = [];

/** From this size on a response is handed out in the memory it was received in, even where some of that is spare. */
const large = 65_536;

/** What a response that waits counts besides its bytes, so that empty ones are not kept without bound either. */
const overhead = 64;

interface Response {
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** Puts responses together that come in parts, and keeps those that wait to be read. */
export class Responses {
  readonly #maximum: number;
  readonly #delivered: (id: number) => void;
  readonly #reader = new Waiter<Uint8Array>();
  /** How the reader's message ends, which may tell how long it will be. */
  #end: MessageEnd | undefined;
  #turn: Turn | undefined;
  #whole: Response[] = [];
  #wholeBytes = 0;
  #part = nothing;
  #filled = 0;
  #failure: FourwireError | undefined;

  /**
   * @param maximum - how many bytes may wait to be read
   * @param delivered - told the message id of each response that is handed to a reader
   */
  constructor(maximum: number, delivered: (id: number) => void) {
    this.#maximum = maximum;
    this.#delivered = delivered;
  }

  /** Room for the next `length` bytes; `undefined` when they are refused, and then whatever follows is, too. */
  room(length: number, last: boolean): Uint8Array | undefined {
    if (this.#failure !== undefined) return undefined;
    const needed = this.#filled + length;
    if (this.#wholeBytes + needed > this.#maximum) {
      this.refuse(
        new FourwireError(
          'protocol',
          'message-too-long',
          `The peer sends more than the ${this.#maximum} bytes allowed for one message.`,
        ),
      );
      return undefined;
    }
    if (needed > this.#part.length) this.#grow(needed, last);
    return length === this.#part.length ? this.#part : this.#part.subarray(this.#filled, needed);
  }

  /** The bytes for which there was {@link room} have come. */
  filled(length: number, id: number, last: boolean): void {
    this.#filled += length;
    if (!last) return;
    const bytes = this.#cut();
    if (this.#reader.taken) {
      this.#reader.give(this.#hand({ id, bytes }));
      return;
    }
    this.#whole.push({ id, bytes });
    this.#wholeBytes += bytes.length + overhead;
  }

  /** Nothing more is accepted, and reading fails, until {@link discard}. */
  refuse(error: FourwireError): void {
    this.discard();
    this.#failure = error;
    this.#reader.refuse(error);
  }

  /** Drops the response that is not whole. */
  discardPart(): void {
    this.#part = nothing;
    this.#filled = 0;
  }

  /** Drops everything that was not read; gives the whole responses among it. */
  discard(): readonly Uint8Array[] {
    this.discardPart();
    this.#failure = undefined;
    if (this.#whole.length === 0) return none;
    const dropped = this.#whole.map((response) => response.bytes);
    this.#whole = [];
    this.#wholeBytes = 0;
    return dropped;
  }

  /** The next response. */
  // oxlint-disable-next-line typescript/promise-function-async -- on every exchange's way: one promise, not two
  read(end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    const refused = turn.error ?? this.#failure;
    if (refused !== undefined) return Promise.reject(refused);
    turn.touched = true;
    this.#end = end;
    this.#turn = turn;
    const response = this.#whole.shift();
    if (response === undefined) {
      return this.#reader.wait(turn, () => {
        // What there is of the response helps to see what went wrong.
        if (this.#filled > 0) turn.lastReceived = this.#part.slice(0, this.#filled);
      });
    }
    this.#wholeBytes -= response.bytes.length + overhead;
    return Promise.resolve(this.#hand(response));
  }

  #hand({ id, bytes }: Response): Uint8Array {
    this.#delivered(id);
    this.#turn?.received(bytes);
    return bytes;
  }

  #cut(): Uint8Array {
    const [part, length] = [this.#part, this.#filled];
    this.discardPart();
    if (length === part.length) return part;
    return length >= large && length * 2 >= part.length ? part.subarray(0, length) : part.slice(0, length);
  }

  #grow(needed: number, last: boolean): void {
    const received = this.#part.subarray(0, this.#filled);
    const grown = new Uint8Array(
      last ? needed : Math.max(needed, this.#expected(received), 2 * this.#filled),
    );
    grown.set(received);
    this.#part = grown;
  }

  /** How long the whole response will be, as far as the reader can tell from its beginning. */
  #expected(received: Uint8Array): number {
    if (!this.#reader.taken || received.length === 0) return 0;
    this.#end?.find(received);
    return Math.min(this.#end?.expected ?? 0, this.#maximum);
  }
}
