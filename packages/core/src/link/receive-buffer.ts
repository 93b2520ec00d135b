import { FourwireError } from '../errors/fourwire-error.ts';
import type { MessageEnd } from './message-end.ts';
import type { Turn } from './turn.ts';

const smallest = 1024;

/** From this size on a message is handed out in the memory it was received in, instead of as a copy. */
const large = 65_536;

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
    this.#makeRoom(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
    const waiting = this.#waiting;
    if (waiting === undefined) {
      // Nobody reads: what a peer sends unasked must not grow without bound either.
      if (this.length > this.maximum) this.discard();
      return;
    }
    try {
      const message = this.#take(waiting.end);
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

  #take(end: MessageEnd): Uint8Array | undefined {
    if (this.#end === this.#start) return undefined;
    const length = end.find(this.#bytes.subarray(this.#start, this.#end));
    const needed = length < 0 ? Math.max(this.length, end.expected ?? 0) : length;
    if (needed > this.maximum) {
      this.discard();
      throw new FourwireError(
        'protocol',
        'message-too-long',
        `The peer sends more than the ${this.maximum} bytes allowed for one message.`,
      );
    }
    if (length < 0) {
      // With some room to spare: a terminator may follow what is announced.
      if (needed > this.#bytes.length - this.#start) this.#move(new Uint8Array(needed + smallest));
      return undefined;
    }
    return this.#cut(length);
  }

  #cut(length: number): Uint8Array {
    const from = this.#start;
    const to = from + length;
    if (length >= large && length * 2 >= this.#bytes.length) {
      const message = this.#bytes.subarray(from, to);
      const rest = this.#bytes.subarray(to, this.#end);
      this.#bytes = new Uint8Array(Math.max(smallest, rest.length));
      this.#bytes.set(rest);
      this.#start = 0;
      this.#end = rest.length;
      return message;
    }
    this.#start = to;
    const message = this.#bytes.slice(from, to);
    if (this.#start === this.#end) {
      this.#start = 0;
      this.#end = 0;
    }
    return message;
  }

  #makeRoom(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const needed = this.length + count;
    // Moving a small rest to the front is cheaper than growing; growing doubles, so copying stays linear.
    this.#move(
      needed * 2 <= this.#bytes.length ? this.#bytes : new Uint8Array(Math.max(smallest, needed * 2)),
    );
  }

  #move(target: Uint8Array<ArrayBuffer>): void {
    const length = this.length;
    target.set(this.#bytes.subarray(this.#start, this.#end));
    this.#bytes = target;
    this.#start = 0;
    this.#end = length;
  }
}
