import { Observable } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Reading } from '../model/device.ts';
import type { Clock, Timer } from '../time/clock.ts';
import { formatDuration, toMilliseconds } from '../time/duration.ts';
import type { Duration } from '../time/duration.ts';
import { isGood } from './good-values.ts';

/**
 * Gives a good reading again as stale when nothing came after it for `age`: for those who must know sooner than the
 * device's own timeout that they look at an old value. Its error has kind `timeout` and code `reading-late`.
 *
 * @throws FourwireError of kind `range` when `age` is no duration
 */
export function staleAfter<T>(age: Duration, clock: Clock): MonoTypeOperatorFunction<Reading<T>> {
  const ms = toMilliseconds(age, 'age');
  return (readings$) =>
    new Observable((subscriber) => {
      let timer: Timer | undefined;
      subscriber.add(() => timer?.cancel());
      subscriber.add(
        readings$.subscribe({
          next: (reading) => {
            timer?.cancel();
            if (isGood(reading)) {
              // A reading that is replayed has a part of its age behind it.
              const left = Math.max(0, ms - Math.max(0, clock.now() - reading.at));
              timer = clock.setTimer(left, () =>
                subscriber.next({ ...reading, quality: 'stale', error: late(ms) }),
              );
            }
            subscriber.next(reading);
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      );
    });
}

function late(ms: number): FourwireError {
  return new FourwireError('timeout', 'reading-late', `No new reading came within ${formatDuration(ms)}.`);
}
