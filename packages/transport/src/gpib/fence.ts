import type { MessageEnd } from '@fourwire/core';

/** The values that `++read_tmo_ms` is set to in turn, in milliseconds: at most 3000 on a Prologix. */
const [shortest, count] = [800, 200];

/**
 * Tells when an adapter has dealt with all it was sent. It works off its lines one after the other, so once it answers
 * a question, every read before that is over and everything that the read brought has arrived. The question is the
 * read time-out, whose value is another after each synchronisation, and then `++eos`: no late answer to an earlier
 * question is taken for the answer, and data that happen to end with the value of the time-out are not either.
 *
 * Unconfirmed: that a line which comes during a read waits for its end in Prologix hardware too, as the sources of the
 * AR488 show it; where data end with the mark, the question is asked after the read only.
 */
export class Fence implements MessageEnd {
  /** Asks; makes no change. */
  static readonly question = '++read_tmo_ms\n++eos\n';
  /** How long a read waits for the next byte before it ends silently, in milliseconds. */
  readonly readMs: number;
  /** Sets the value that the answer will name. */
  readonly setting: string;
  readonly #answer: RegExp;

  /** @param turn - how many fences there were before */
  constructor(turn: number) {
    this.readMs = shortest + (turn % count);
    this.setting = `++read_tmo_ms ${this.readMs}\n`;
    this.#answer = new RegExp(`${this.readMs}\r?\n3\r?\n$`);
  }

  find(bytes: Uint8Array): number {
    return this.#length(bytes) > 0 ? bytes.length : -1;
  }

  /** What came before the answer. */
  before(bytes: Uint8Array): Uint8Array {
    return bytes.subarray(0, bytes.length - this.#length(bytes));
  }

  #length(bytes: Uint8Array): number {
    if (bytes.at(-1) !== 0x0a) return 0;
    const tail = Buffer.from(bytes.subarray(-16)).toString('latin1');
    return this.#answer.exec(tail)?.[0].length ?? 0;
  }
}
