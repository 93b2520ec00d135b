import { FourwireError } from '../errors/fourwire-error.ts';
import { BaseClock } from './base-clock.ts';
import type { Clock, Instant, Timer } from './clock.ts';
import { systemClock } from './system-clock.ts';

/**
 * A clock that runs `factor` times as fast as the computer's, for demonstrations and for simulators that other
 * programs talk to. Deadlines on real wires stay in real time (see {@link Clock.wire}).
 *
 * A test that needs the same time twice hands in a VirtualClock as `real`, and advances that.
 *
 * @throws FourwireError of kind `range` when `factor` is not a positive number.
 */
export class PacedClock extends BaseClock {
  readonly factor: number;
  readonly #real: Clock;
  readonly #startWall: Instant;
  readonly #startMonotonic: number;

  /** @param real - the clock that it goes by; the computer's own unless given */
  constructor(factor: number, real: Clock = systemClock) {
    super();
    if (!(factor > 0) || !Number.isFinite(factor)) {
      throw new FourwireError(
        'range',
        'pace-invalid',
        `pace must be a positive number such as 1 or 60; got ${factor}`,
      );
    }
    this.factor = factor;
    this.#real = real;
    this.#startWall = real.now();
    this.#startMonotonic = real.monotonic();
  }

  now(): Instant {
    return Math.round(this.#startWall + this.monotonic());
  }

  monotonic(): number {
    return (this.#real.monotonic() - this.#startMonotonic) * this.factor;
  }

  setTimer(ms: number, callback: () => void): Timer {
    return this.#real.setTimer(ms / this.factor, callback);
  }

  override get wire(): Clock {
    return this.#real.wire;
  }
}
