import type { Clock, Timer } from '@fourwire/core';

/** Does something again and again, for machines that send by themselves. */
export class Repeater {
  readonly #clock: Clock;
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get running(): boolean {
    return this.#timer !== undefined;
  }

  /** Does `work` every `milliseconds`, instead of what it did before; the first time after one of them. */
  start(milliseconds: number, work: () => void): void {
    this.stop();
    const next = (): void => {
      this.#timer = this.#clock.setTimer(milliseconds, () => {
        next();
        work();
      });
    };
    next();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
