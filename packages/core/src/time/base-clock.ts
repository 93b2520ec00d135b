import type { SchedulerLike } from 'rxjs';
import { aborted } from '../errors/aborted.ts';
import { ClockScheduler } from './clock-scheduler.ts';
import type { Clock, Instant, Timer } from './clock.ts';
import { toMilliseconds } from './duration.ts';
import type { Duration } from './duration.ts';

/** What every clock shares once it can tell the time and set a timer. */
export abstract class BaseClock implements Clock {
  readonly scheduler: SchedulerLike = new ClockScheduler(this);

  abstract now(): Instant;
  abstract monotonic(): number;
  abstract setTimer(ms: number, callback: () => void): Timer;

  get wire(): Clock {
    return this;
  }

  outside<T>(promise: Promise<T>): Promise<T> {
    return promise;
  }

  // Not async: one promise a sleep, not two.
  sleep(duration: Duration, signal?: AbortSignal): Promise<void> {
    const ms = toMilliseconds(duration);
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(aborted(signal));
        return;
      }
      const timer = this.setTimer(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = (): void => {
        timer.cancel();
        if (signal !== undefined) reject(aborted(signal));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
