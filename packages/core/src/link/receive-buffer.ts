import { FourwireError } from '../errors/fourwire-error.ts';
import type { MessageEnd } from './message-end.ts';
import type { Turn } from './turn.ts';

const smallest = 1024;

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
  async read(end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    turn.check();
    turn.touched = true;
    const message = this.#take(end);
    if (message !== undefined) {
      turn.received(message);
      return message;
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { end, turn, resolve, reject };
      turn.onInterrupt((error) => {
        this.#waiting = undefined;
        reject(error);
      });
    });
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
    if (length > this.maximum || (length < 0 && this.length > this.maximum)) {
      this.discard();
      throw new FourwireError(
        'protocol',
        'message-too-long',
        `The peer sent more than the ${this.maximum} bytes allowed for one message.`,
      );
    }
    if (length < 0) return undefined;
    const message = this.#bytes.slice(this.#start, this.#start + length);
    this.#start += length;
    if (this.#start === this.#end) {
      this.#start = 0;
      this.#end = 0;
    }
    return message;
  }

  #makeRoom(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const length = this.length;
    const needed = length + count;
    // Moving a small rest to the front is cheaper than growing; growing doubles, so copying stays linear.
    const target =
      needed * 2 <= this.#bytes.length ? this.#bytes : new Uint8Array(Math.max(smallest, needed * 2));
    target.set(this.#bytes.subarray(this.#start, this.#end));
    this.#bytes = target;
    this.#start = 0;
    this.#end = length;
  }
}
