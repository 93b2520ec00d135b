import { systemClock } from '@fourwire/core';
import type { Clock } from '@fourwire/core';

/** The part of a gap that still counts as the whole on a real wire: a client keeps it at its end, and a busy computer squeezes it. */
const squeezed = 0.5;

/** Notices commands that follow each other faster than a machine can take them, answered or not. */
export class CommandGap {
  readonly #clock: Clock;
  #openAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock.wire;
  }

  /** Whether the gap is over, so that a command that arrives now is taken. */
  get over(): boolean {
    return this.#clock.monotonic() >= this.#openAt;
  }

  /** Begins a gap of so many milliseconds. */
  begin(milliseconds: number): void {
    const least = this.#clock === systemClock ? milliseconds * squeezed : milliseconds;
    this.#openAt = this.#clock.monotonic() + least;
  }
}
