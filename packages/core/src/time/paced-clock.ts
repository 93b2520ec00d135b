import { FourwireError } from '../errors/fourwire-error.ts';
import { BaseClock } from './base-clock.ts';
import type { Clock, Instant, Timer } from './clock.ts';
import { systemClock } from './system-clock.ts';

/**
 * A clock that runs `factor` times as fast as the computer's, for demonstrations and for simulators that other
 * programs talk to. Deadlines on real wires stay in real time (see {@link Clock.wire}).
 *
 * @throws FourwireError of kind `range` when `factor` is not a positive number.
 */
export class PacedClock extends BaseClock {
  readonly factor: number;
  readonly #startWall: Instant;
  readonly #startMonotonic: number;

  constructor(factor: number) {
    super();
    if (!(factor > 0) || !Number.isFinite(factor)) {
      throw new FourwireError(
        'range',
        'pace-invalid',
        `pace must be a positive number such as 1 or 60; got ${factor}`,
      );
    }
    this.factor = factor;
    this.#startWall = systemClock.now();
    this.#startMonotonic = systemClock.monotonic();
  }

  now(): Instant {
    return Math.round(this.#startWall + this.monotonic());
  }

  monotonic(): number {
    return (systemClock.monotonic() - this.#startMonotonic) * this.factor;
  }

  setTimer(ms: number, callback: () => void): Timer {
    return systemClock.setTimer(ms / this.factor, callback);
  }

  override get wire(): Clock {
    return systemClock;
  }
}
