import type { Clock } from '@fourwire/core';
import { Vxi11Refusal, vxi11Errors } from './vxi11-errors.ts';

/** The exclusive lock of one instrument, held by a link or by nobody (sheet vxi11.md, section 3). */
export class DeviceLock<Link> {
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #holder: Link | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes it, waiting for another's up to `ms`. Refused with 11 when it stays taken, or is this link's already. */
  async take(link: Link, ms: number): Promise<void> {
    if (this.#holder === link) throw new Vxi11Refusal(vxi11Errors.lockedByOther);
    await this.pass(link, ms);
    this.#holder = link;
  }

  /** Gives it back. Refused with 12 when this link does not hold it. */
  release(link: Link): void {
    if (this.#holder !== link) throw new Vxi11Refusal(vxi11Errors.noLock);
    this.#free();
  }

  /** The link has gone. */
  forget(link: Link): void {
    if (this.#holder === link) this.#free();
  }

  /** Waits up to `ms` until no other link holds it. Refused with 11 otherwise. */
  async pass(link: Link, ms: number): Promise<void> {
    const until = this.#clock.monotonic() + ms;
    while (this.#holder !== undefined && this.#holder !== link) {
      const rest = until - this.#clock.monotonic();
      if (rest <= 0) throw new Vxi11Refusal(vxi11Errors.lockedByOther);
      await this.#change(rest);
    }
  }

  #free(): void {
    this.#holder = undefined;
    for (const wake of this.#waiting) wake();
  }

  async #change(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        timer.cancel();
        this.#waiting.delete(done);
        resolve();
      };
      const timer = this.#clock.setTimer(ms, done);
      this.#waiting.add(done);
    });
  }
}
