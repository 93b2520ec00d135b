import { BaseClock } from './base-clock.ts';
import type { Clock, Instant, Timer } from './clock.ts';

/** The longest delay that platform timers take without firing at once. */
const longestDelay = 2_147_483_647;

const never: Timer = { cancel: () => {} };

class SystemClock extends BaseClock {
  now(): Instant {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  setTimer(ms: number, callback: () => void): Timer {
    if (ms === Infinity) return never;
    if (ms > longestDelay) return new LongTimer(ms, callback);
    const handle = setTimeout(callback, ms);
    return { cancel: () => clearTimeout(handle) };
  }
}

class LongTimer implements Timer {
  #handle: ReturnType<typeof setTimeout>;

  constructor(ms: number, callback: () => void) {
    let left = ms;
    const wait = (): ReturnType<typeof setTimeout> => {
      const step = Math.min(left, longestDelay);
      left -= step;
      return setTimeout(() => {
        if (left > 0) this.#handle = wait();
        else callback();
      }, step);
    };
    this.#handle = wait();
  }

  cancel(): void {
    clearTimeout(this.#handle);
  }
}

/** The computer's own clock: the default everywhere. */
export const systemClock: Clock = new SystemClock();
