import { FourwireError } from '../errors/fourwire-error.ts';
import { BaseClock } from './base-clock.ts';
import type { Instant, Timer } from './clock.ts';
import { formatDuration, toMilliseconds } from './duration.ts';
import type { Duration } from './duration.ts';
import { settle } from './macrotask.ts';
import { TimerQueue } from './timer-queue.ts';

const never: Timer = { cancel: () => {} };

/**
 * A clock that stands still until it is told to go on, or that leaps to the next timer whenever nothing is left to
 * do. Simulators, in-process links, drivers and procedures on one VirtualClock run as fast as the computer can, and
 * the same way every time.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * const woken = await clock.run(async () => {
 *   await clock.sleep({ hours: 1000 });
 *   return clock.monotonic();
 * });
 * ```
 */
export class VirtualClock extends BaseClock {
  readonly #start: Instant;
  readonly #timers = new TimerQueue();
  #elapsed = 0;
  #holds = 0;
  #wake: (() => void) | undefined;
  #advancing = false;

  /** @param start - the time of day at which the clock begins; 2026-01-01T00:00:00Z unless given */
  constructor(start: Instant = Date.UTC(2026, 0, 1)) {
    super();
    this.#start = start;
  }

  now(): Instant {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  /** How many timers are set. Zero after a test that cleaned up. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  setTimer(ms: number, callback: () => void): Timer {
    if (ms === Infinity) return never;
    const timer = this.#timers.add(this.#elapsed + Math.max(0, ms), callback);
    return { cancel: () => this.#timers.cancel(timer) };
  }

  /**
   * Goes forward by `duration`, firing timers in order and letting everything settle after each.
   *
   * @throws FourwireError of kind `state` when the clock is being advanced already.
   */
  async advance(duration: Duration): Promise<void> {
    const until = this.#elapsed + toMilliseconds(duration);
    await this.#exclusively(async () => {
      await this.#settled();
      for (
        let timer = this.#timers.peek();
        timer !== undefined && timer.due <= until;
        timer = this.#timers.peek()
      ) {
        await this.#fireNext();
      }
      this.#elapsed = until;
    });
  }

  /**
   * Runs `work` and leaps from timer to timer until its promise is settled; gives what `work` gave.
   *
   * @throws FourwireError of kind `state`, code `clock-stands-still`, when `work` waits for something that no timer
   * will bring. Wrap waits for the outside world, such as files, in {@link outside}.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    let settled = false;
    const result = work().finally(() => {
      settled = true;
    });
    // The caller gets the rejection from `result` below; without this it would count as unhandled until then.
    result.catch(() => {});
    await this.#exclusively(async () => {
      await this.#settled();
      while (!settled) {
        if (this.#timers.peek() === undefined) {
          throw new FourwireError(
            'state',
            'clock-stands-still',
            `The virtual clock stands still after ${formatDuration(this.#elapsed)}: the work waits for something, but no timer is set.`,
          );
        }
        await this.#fireNext();
      }
    });
    return result;
  }

  override async outside<T>(promise: Promise<T>): Promise<T> {
    this.#holds++;
    try {
      return await promise;
    } finally {
      this.#holds--;
      if (this.#holds === 0) this.#wake?.();
    }
  }

  async #fireNext(): Promise<void> {
    const timer = this.#timers.take();
    if (timer === undefined) return;
    this.#elapsed = Math.max(this.#elapsed, timer.due);
    timer.callback();
    await this.#settled();
  }

  async #settled(): Promise<void> {
    await settle();
    while (this.#holds > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await settle();
    }
  }

  async #exclusively(work: () => Promise<void>): Promise<void> {
    if (this.#advancing) {
      throw new FourwireError(
        'state',
        'clock-busy',
        'The virtual clock is being advanced already; await that call first.',
      );
    }
    this.#advancing = true;
    try {
      await work();
    } finally {
      this.#advancing = false;
    }
  }
}
