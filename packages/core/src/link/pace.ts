import type { Clock, Timer } from '../time/clock.ts';

/** The minimum gap between commands on one wire: after a device that wants one was spoken to, nobody is spoken to in it. */
export class Pace {
  readonly #clock: Clock;
  #notBefore = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins a gap of so many milliseconds, unless a longer one is under way; 0 is none. */
  begin(gapMs: number): void {
    if (gapMs > 0) this.#notBefore = Math.max(this.#notBefore, this.#clock.monotonic() + gapMs);
  }

  /** Waits for the end of the gap. */
  async over(signal: AbortSignal): Promise<void> {
    const left = this.#left();
    if (left > 0) await this.#clock.sleep(left, signal);
  }

  /** Whether {@link defer} has something to call. */
  get deferred(): boolean {
    return this.#timer !== undefined;
  }

  /** Calls `work` at the end of the gap; false, and nothing is called, when there is none. */
  defer(work: () => void): boolean {
    const left = this.#left();
    if (left <= 0) return false;
    this.#timer = this.#clock.setTimer(left, () => {
      this.#timer = undefined;
      work();
    });
    return true;
  }

  /** Calls nothing any more. */
  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #left(): number {
    return this.#notBefore > 0 ? this.#notBefore - this.#clock.monotonic() : 0;
  }
}
