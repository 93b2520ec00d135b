import type { Subscription } from 'rxjs';
import { aborted } from '../errors/aborted.ts';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Options, Readable, Reading } from '../model/device.ts';
import type { Clock, Timer } from '../time/clock.ts';
import { formatDuration, toMilliseconds } from '../time/duration.ts';
import { systemClock } from '../time/system-clock.ts';
import { isGood } from './good-values.ts';
import type { GoodReading } from './good-values.ts';

/** What {@link until} may be told. */
export interface UntilOptions extends Options {
  /** Where the timeout is counted; the system's clock unless given. */
  readonly clock?: Clock;
}

/**
 * Waits for a good reading whose value meets `condition`, and gives it. Uses the shared poll, so it costs nothing where
 * somebody watches already; a cable that is pulled meanwhile is waited for. Only readings from the call on count, not
 * the remembered one.
 *
 * @throws FourwireError of kind `timeout`, code `condition-not-met`, with the last reading in `details.last`; `aborted`
 * when the signal is aborted; whatever `condition` throws
 *
 * @example
 * ```ts
 * await until(chamber.temperature, (celsius) => celsius < 30, { timeout: { minutes: 20 } });
 * await chamber.door.unlock();
 * ```
 */
export async function until<T>(
  readable: Readable<T>,
  condition: (value: T) => boolean,
  { signal, timeout = Infinity, clock = systemClock }: UntilOptions = {},
): Promise<GoodReading<T>> {
  const ms = toMilliseconds(timeout, 'timeout');
  if (signal?.aborted === true) throw aborted(signal).with({ path: readable.path });
  let subscription: Subscription | undefined;
  let timer: Timer | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise<GoodReading<T>>((resolve, reject) => {
      onAbort = () => {
        if (signal !== undefined) reject(aborted(signal).with({ path: readable.path }));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      timer = clock.setTimer(ms, () => reject(notMet(readable, ms)));
      const remembered = readable.last;
      subscription = readable.value$.subscribe({
        next: (reading) => {
          if (reading === remembered || !isGood(reading)) return;
          try {
            if (condition(reading.value)) resolve(reading);
          } catch (error) {
            reject(error);
          }
        },
        error: reject,
      });
    });
  } finally {
    subscription?.unsubscribe();
    timer?.cancel();
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
  }
}

function notMet<T>({ path, last }: Readable<T>, ms: number): FourwireError {
  return new FourwireError(
    'timeout',
    'condition-not-met',
    `The condition was not met within ${formatDuration(ms)}; ${describe(last)}.`,
    { details: { last } },
  ).with({ path });
}

function describe(last: Reading<unknown> | undefined): string {
  if (last === undefined) return 'no reading came';
  return last.quality === 'bad'
    ? `the last reading failed: ${last.error.message}`
    : `the last value is ${String(last.value)} (${last.quality})`;
}
