import type { Random } from '../time/random.ts';

const firstMs = 50;
const longestMs = 1500;

/** Pauses that double from 50 ms to 1.5 s, each shortened at random by up to half so that many links do not try at once. */
export class Backoff {
  readonly #random: Random;
  #pauseMs = firstMs;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Begins again with the shortest pause: what was tried has held. */
  reset(): void {
    this.#pauseMs = firstMs;
  }

  /** The next pause in milliseconds. */
  next(): number {
    const pause = this.#pauseMs * (1 - this.#random.next() / 2);
    this.#pauseMs = Math.min(longestMs, this.#pauseMs * 2);
    return pause;
  }
}
