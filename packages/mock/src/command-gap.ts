import type { Clock } from '@fourwire/core';

/** The part of a gap that still counts as the whole: a client keeps it at its end, and wires squeeze it. */
const squeezed = 0.9;

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
    this.#openAt = this.#clock.monotonic() + milliseconds * squeezed;
  }
}
