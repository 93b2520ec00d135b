import type { Clock, Timer } from '@fourwire/core';

/** How long, in ms, a message that the asynchronous channel names may be on its way on the synchronous one. */
const patienceMs = 5;
const longestDelayMs = 16;

/** Tries to do something, and says whether it is done; `overdue` when it has waited for longer than a message travels. */
type Attempt = (overdue: boolean) => boolean;

/**
 * Work that waits for the synchronous channel. An instrument does not say when it has done what it was told, so
 * whoever waits for that looks again, less and less often.
 */
export class DeferredWork {
  readonly #clock: Clock;
  readonly #look: () => void;
  #items: { readonly since: number; readonly attempt: Attempt }[] = [];
  #timer: Timer | undefined;
  #delayMs = 0;
  #closed = false;

  /** @param look - called when it is time to look again */
  constructor(clock: Clock, look: () => void) {
    this.#clock = clock;
    this.#look = look;
  }

  /** How much is waiting. */
  get size(): number {
    return this.#items.length;
  }

  /** Does something now, or when it can be done. */
  add(attempt: Attempt): void {
    if (attempt(false)) return;
    this.#items.push({ since: this.#clock.monotonic(), attempt });
    this.lookAgain();
  }

  /** Does what can be done. */
  settle(): void {
    const overdue = this.#clock.monotonic() - patienceMs;
    const items = this.#items;
    this.#items = [];
    this.#items.push(...items.filter(({ since, attempt }) => !attempt(since <= overdue)));
    if (this.size > 0) this.lookAgain();
  }

  /** Looks again soon. */
  lookAgain(): void {
    if (this.#closed) return;
    this.#timer ??= this.#clock.setTimer(this.#delayMs, () => {
      this.#timer = undefined;
      this.#delayMs = Math.min(Math.max(1, 2 * this.#delayMs), longestDelayMs);
      this.#look();
    });
  }

  /** Something has moved: looks more often again from now on. */
  moved(): void {
    this.#delayMs = 0;
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#items = [];
  }
}
