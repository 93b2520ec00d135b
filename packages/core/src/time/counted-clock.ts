import { BaseClock } from './base-clock.ts';
import type { Clock, Instant, Timer } from './clock.ts';

/** A share of another clock: the same time, and its own count of timers. Tells whose timers are left on a clock of many. */
export class CountedClock extends BaseClock {
  readonly #clock: Clock;
  #pending = 0;

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  /** How many timers were set through this share and have neither fired nor been cancelled. */
  get pendingTimers(): number {
    return this.#pending;
  }

  now(): Instant {
    return this.#clock.now();
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  setTimer(ms: number, callback: () => void): Timer {
    if (ms === Infinity) return this.#clock.setTimer(ms, callback);
    let pending = true;
    const end = (): void => {
      if (pending) this.#pending--;
      pending = false;
    };
    this.#pending++;
    const timer = this.#clock.setTimer(ms, () => {
      end();
      callback();
    });
    return {
      cancel: () => {
        end();
        timer.cancel();
      },
    };
  }

  override get wire(): Clock {
    return this.#clock.wire === this.#clock ? this : this.#clock.wire;
  }

  override async outside<T>(promise: Promise<T>): Promise<T> {
    return this.#clock.outside(promise);
  }
}
