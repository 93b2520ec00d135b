import { Observable } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import type { Clock, Timer } from '../time/clock.ts';
import { toMilliseconds } from '../time/duration.ts';
import type { Duration } from '../time/duration.ts';

/**
 * The latest value at even intervals, for tables and plots with one row a period: it is given again when nothing newer
 * came, and nothing is given before the first. Ends when the source ends. A period is at least 1 ms.
 *
 * @throws FourwireError of kind `range` when `period` is no duration
 *
 * @example
 * ```ts
 * chamber.temperature.value$.pipe(sampleEvery({ seconds: 10 }, clock)).subscribe((reading) => table.add(reading));
 * ```
 */
export function sampleEvery<T>(period: Duration, clock: Clock): MonoTypeOperatorFunction<T> {
  const ms = Math.max(1, toMilliseconds(period, 'period'));
  return (source) =>
    new Observable((subscriber) => {
      const start = clock.monotonic();
      let latest: { readonly value: T } | undefined;
      let timer: Timer | undefined;
      let tick = 0;
      const wait = (): void => {
        // Counted from the start, so that the delays of a busy computer do not add up.
        const elapsed = clock.monotonic() - start;
        tick = Math.max(tick + 1, Math.ceil(elapsed / ms));
        timer = clock.setTimer(Math.max(0, tick * ms - elapsed), () => {
          wait();
          if (latest !== undefined) subscriber.next(latest.value);
        });
      };
      subscriber.add(() => timer?.cancel());
      wait();
      subscriber.add(
        source.subscribe({
          next: (value) => {
            latest = { value };
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      );
    });
}
