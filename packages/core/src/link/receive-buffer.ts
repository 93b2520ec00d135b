import { FourwireError } from '../errors/fourwire-error.ts';
import type { MessageEnd } from './message-end.ts';
import type { Turn } from './turn.ts';

const smallest = 1024;

/**
 * From this size on a message is handed out in the memory it was received in, instead of as a copy: text of a length that
 * nobody announced later, since the memory that grew for it is worth keeping.
 */
const large = { text: 65_536, data: smallest };

/**
 * Gathers what a stream delivers, in chunks of any size, and hands out whole messages. Grows up to a stated maximum,
 * so that a peer that never ends its message is refused with an error and not with an exhausted heap.
 */
export class ReceiveBuffer {
  readonly maximum: number;
  #bytes = new Uint8Array(smallest);
  #start = 0;
  #end = 0;
  #waiting:
    | {
        end: MessageEnd;
        turn: Turn;
        resolve: (message: Uint8Array) => void;
        reject: (error: FourwireError) => void;
      }
    | undefined;

  /** @param maximum - the longest message in bytes */
  constructor(maximum: number) {
    this.maximum = maximum;
  }

  /** How many bytes wait to be read. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Takes what arrived. */
  push(chunk: Uint8Array): void {
    const waiting = this.#waiting;
    if (waiting === undefined) {
      this.#append(chunk);
      // Nobody reads: what a peer sends unasked must not grow without bound either.
      if (this.length > this.maximum) this.discard();
      return;
    }
    try {
      const message =
        this.length === 0 ? this.#takeFrom(chunk, waiting.end) : this.#takeWith(chunk, waiting.end);
      if (message === undefined) return;
      this.#release(waiting.turn);
      waiting.turn.received(message);
      waiting.resolve(message);
    } catch (error) {
      this.#release(waiting.turn);
      waiting.reject(FourwireError.from(error));
    }
  }

  /** The next message. One reader at a time; the turn's interruption rejects it. */
  // On every exchange's way: one promise, not two.
  read(end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      turn.check();
      turn.touched = true;
      const message = this.#take(end);
      if (message !== undefined) {
        turn.received(message);
        resolve(message);
        return;
      }
      this.#waiting = { end, turn, resolve, reject };
      turn.onInterrupt((error) => {
        this.#waiting = undefined;
        // What there is of the message helps to see what went wrong.
        if (this.length > 0) turn.lastReceived = this.#bytes.subarray(this.#start, this.#end);
        reject(error);
      });
    });
  }

  /**
   * The peer ended the stream: completes the read that waits, where that is how its message ends.
   *
   * @returns false when a read still waits, for what will not come
   */
  hungUp(): boolean {
    const waiting = this.#waiting;
    if (waiting === undefined) return true;
    const length = waiting.end.atHangUp?.(this.#bytes.subarray(this.#start, this.#end)) ?? -1;
    if (length < 0) return false;
    const message = this.#cut(length);
    this.#release(waiting.turn);
    waiting.turn.received(message);
    waiting.resolve(message);
    return true;
  }

  /** Drops what arrived and was not read; gives it back for the trace. */
  discard(): Uint8Array {
    const dropped = this.#bytes.slice(this.#start, this.#end);
    this.#start = 0;
    this.#end = 0;
    if (this.#bytes.length > 1_048_576) this.#bytes = new Uint8Array(smallest);
    return dropped;
  }

  #release(turn: Turn): void {
    this.#waiting = undefined;
    turn.onInterrupt(undefined);
  }

  /** The message at the front of what lies here. */
  #take(end: MessageEnd): Uint8Array | undefined {
    if (this.#end === this.#start) return undefined;
    const length = this.#find(this.#bytes.subarray(this.#start, this.#end), end);
    if (length >= 0) return this.#cut(length, end);
    this.#expect(end);
    return undefined;
  }

  #takeWith(chunk: Uint8Array, end: MessageEnd): Uint8Array | undefined {
    this.#append(chunk);
    return this.#take(end);
  }

  /** As {@link #take} where nothing lies here: nothing of the chunk is copied before it is known to where. */
  #takeFrom(chunk: Uint8Array, end: MessageEnd): Uint8Array | undefined {
    const length = this.#find(chunk, end);
    if (length >= 0) {
      if (length < chunk.length) this.#append(chunk.subarray(length));
      return copyOf(chunk.subarray(0, length), end);
    }
    this.#expect(end);
    this.#append(chunk);
    return undefined;
  }

  /** Where the message at the front of `bytes` ends, or -1. */
  #find(bytes: Uint8Array, end: MessageEnd): number {
    const length = end.find(bytes);
    if ((length < 0 ? Math.max(bytes.length, end.expected ?? 0) : length) <= this.maximum) return length;
    this.discard();
    throw new FourwireError(
      'protocol',
      'message-too-long',
      `The peer sends more than the ${this.maximum} bytes allowed for one message.`,
    );
  }

  /** Makes room at once for a message that has announced its length. */
  #expect(end: MessageEnd): void {
    const { expected = 0 } = end;
    const from = alignment(end);
    const isAligned = expected < large.data || this.#start % 8 === from;
    if (isAligned && expected <= this.#bytes.length - this.#start) return;
    // With some room to spare: a terminator may follow what is announced.
    const needed = from + expected + smallest;
    this.#move(needed <= this.#bytes.length ? this.#bytes : new Uint8Array(needed), from);
  }

  #cut(length: number, end?: MessageEnd): Uint8Array {
    const from = this.#start;
    const to = from + length;
    const message = this.#bytes.subarray(from, to);
    const isLarge = length >= (end?.dataAt === undefined ? large.text : large.data);
    if (isLarge && length * 2 >= this.#bytes.length) {
      const rest = this.#bytes.subarray(to, this.#end);
      this.#bytes = new Uint8Array(Math.max(smallest, rest.length));
      this.#bytes.set(rest);
      this.#start = 0;
      this.#end = rest.length;
      return message;
    }
    this.#start = to;
    if (this.#start === this.#end) {
      this.#start = 0;
      this.#end = 0;
    }
    return copyOf(message, end);
  }

  #append(chunk: Uint8Array): void {
    this.#makeRoom(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  #makeRoom(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const needed = this.length + count;
    // Moving a small rest to the front is cheaper than growing; growing doubles, so copying stays linear.
    this.#move(
      needed * 2 <= this.#bytes.length ? this.#bytes : new Uint8Array(Math.max(smallest, needed * 2)),
    );
  }

  #move(target: Uint8Array<ArrayBuffer>, to = 0): void {
    const length = this.length;
    if (length > 0) target.set(this.#bytes.subarray(this.#start, this.#end), to);
    this.#bytes = target;
    this.#start = to;
    this.#end = to + length;
  }
}

/** Where in memory a message begins whose data lie at a multiple of 8. */
function alignment({ dataAt = 0 }: MessageEnd): number {
  return -dataAt & 7;
}

/** A message in memory of its own. */
function copyOf(message: Uint8Array, end: MessageEnd | undefined): Uint8Array {
  const from = end === undefined ? 0 : alignment(end);
  const copy = new Uint8Array(from + message.length);
  copy.set(message, from);
  return from === 0 ? copy : copy.subarray(from);
}
