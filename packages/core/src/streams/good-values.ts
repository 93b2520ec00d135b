import { filter, map } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';
import type { Reading } from '../model/device.ts';

/** A reading that can be trusted. */
export type GoodReading<T> = Extract<Reading<T>, { readonly quality: 'good' }>;

/** Whether a reading can be trusted. */
export function isGood<T>(reading: Reading<T>): reading is GoodReading<T> {
  return reading.quality === 'good';
}

/**
 * The values of good readings; stale and bad ones are left out.
 *
 * @example
 * ```ts
 * chamber.temperature.value$.pipe(goodValues()).subscribe((celsius) => plot(celsius));
 * ```
 */
export function goodValues<T>(): OperatorFunction<Reading<T>, T> {
  return (readings$: Observable<Reading<T>>) =>
    readings$.pipe(
      filter((reading) => isGood(reading)),
      map((reading) => reading.value),
    );
}
