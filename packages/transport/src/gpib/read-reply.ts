import type { MessageEnd, Turn } from '@fourwire/core';
import { pause } from '../stream/pause.ts';
import type { AdapterLine } from './adapter-line.ts';
import { Fence } from './fence.ts';

/** How long the line is silent behind a mark until it is asked whether the read is over, in milliseconds. */
const settleMs = 20;

/** How much longer than the adapter its answer may take on the way, in milliseconds. */
const marginMs = 250;

/** The shortest time from one `++read` to the next, so that an adapter that gives up at once is not flooded. */
const shortestSliceMs = 50;

const read = '++read eoi\n';

/** One reply of an instrument while it comes in. */
class Reply implements MessageEnd {
  readonly #end: MessageEnd;
  readonly #mark: number | undefined;
  /** What earlier reads brought. */
  #kept = new Uint8Array();
  /** How long the message is by the caller's own rule, once that is known. */
  #length = -1;
  /** Whether the last byte may be the adapter's mark. */
  marked = false;

  constructor(end: MessageEnd, mark: number | undefined) {
    this.#end = end;
    this.#mark = mark;
  }

  get bytes(): Uint8Array {
    return this.#kept;
  }

  /** Finds the reply whose end is certain without asking: the caller's rule and the mark agree. */
  find(bytes: Uint8Array): number {
    this.marked = bytes.at(-1) === this.#mark;
    if (!this.marked) return -1;
    return this.#fits(this.#with(bytes.subarray(0, -1))) ? bytes.length : -1;
  }

  /** Takes a whole reply with its mark. */
  takeMarked(bytes: Uint8Array): Uint8Array {
    return this.#with(bytes.subarray(0, -1));
  }

  /**
   * Takes what a read that is over has brought.
   *
   * @param timedOut - whether the read ended because the instrument was silent
   * @returns the reply when it is complete; otherwise it is kept and another read goes on
   */
  take(bytes: Uint8Array, timedOut: boolean): Uint8Array | undefined {
    const all = this.#with(bytes);
    this.#kept = all;
    // EOI comes with a byte, so a mark alone is data.
    if (this.#mark !== undefined && all.length > 1 && all.at(-1) === this.#mark) return all.subarray(0, -1);
    // An instrument that sends no EOI ends its message by its own rule.
    const ended = this.#mark === undefined && !timedOut && bytes.length > 0;
    return ended || this.#fits(all) ? all : undefined;
  }

  #fits(bytes: Uint8Array): boolean {
    if (bytes.length === 0) return false;
    if (this.#length < 0) this.#length = this.#end.find(bytes);
    return this.#length === bytes.length;
  }

  #with(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#kept.length + bytes.length);
    all.set(this.#kept);
    all.set(bytes, this.#kept.length);
    return all;
  }
}

/** Finds a fence, and the longest silence between two chunks before it. */
class TimedFence implements MessageEnd {
  readonly #fence: Fence;
  readonly #now: () => number;
  #last: number | undefined;
  silenceMs = 0;

  constructor(fence: Fence, now: () => number) {
    this.#fence = fence;
    this.#now = now;
  }

  find(bytes: Uint8Array): number {
    const now = this.#now();
    this.silenceMs = Math.max(this.silenceMs, now - (this.#last ?? now));
    this.#last = now;
    return this.#fence.find(bytes);
  }
}

/**
 * Reads one reply of the addressed instrument, up to EOI. Data may hold the byte that is the mark, except right behind
 * the end that `end` finds: text with a line feed and the mark in its middle cannot be told apart. A read of the adapter ends silently after at most a second without a
 * byte, so it is repeated until the reply is complete or the turn is interrupted; the next never begins before the
 * last is known to be over.
 *
 * @param mark - what the adapter puts behind data that ended with EOI, if it does
 */
export async function readReply(
  line: AdapterLine,
  fence: Fence,
  mark: number | undefined,
  end: MessageEnd,
  turn: Turn,
): Promise<Uint8Array> {
  const { clock } = line;
  const reply = new Reply(end, mark);
  for (;;) {
    const from = clock.monotonic();
    await line.send(mark === undefined ? read + Fence.question : read, turn);
    if (mark !== undefined) {
      const whole = await line.receive(reply, turn, () =>
        reply.marked ? settleMs : fence.readMs + marginMs,
      );
      if (whole !== undefined) return reply.takeMarked(whole);
      await line.send(Fence.question, turn);
    }
    const over = new TimedFence(fence, () => clock.monotonic());
    const bytes = fence.before(await line.receive(over, turn));
    const complete = reply.take(bytes, over.silenceMs > fence.readMs * 0.9);
    if (complete !== undefined) return complete;
    const early = from + shortestSliceMs - clock.monotonic();
    if (early > 0) await pause(clock, early, turn);
  }
}
