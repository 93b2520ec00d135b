import { Subscription } from 'rxjs';
import type { SchedulerAction, SchedulerLike } from 'rxjs';
import type { Clock, Timer } from './clock.ts';

/** An RxJS scheduler whose time is a {@link Clock}'s. */
export class ClockScheduler implements SchedulerLike {
  readonly #clock: Pick<Clock, 'now' | 'setTimer'>;

  constructor(clock: Pick<Clock, 'now' | 'setTimer'>) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  schedule<T>(work: (this: SchedulerAction<T>, state: T) => void, delay = 0, state?: T): Subscription {
    return new ClockAction<T>(this.#clock, work).schedule(state, delay);
  }
}

class ClockAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #clock: Pick<Clock, 'setTimer'>;
  readonly #work: (this: SchedulerAction<T>, state: T) => void;
  #timer: Timer | undefined;

  constructor(clock: Pick<Clock, 'setTimer'>, work: (this: SchedulerAction<T>, state: T) => void) {
    super(() => this.#timer?.cancel());
    this.#clock = clock;
    this.#work = work;
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(delay, () => {
      this.#timer = undefined;
      try {
        // RxJS types the state as optional on the way in and as given on the way out.
        this.#work(state as T);
      } catch (error) {
        this.unsubscribe();
        throw error;
      }
    });
    return this;
  }
}
