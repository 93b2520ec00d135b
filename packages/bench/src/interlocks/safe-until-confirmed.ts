import { defer, filter, merge, repeat, skip, take, takeWhile, timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Clock, Device } from '@fourwire/core';

/** After this long it is tried again, or as soon as the link is back. */
const againAfterMs = 30_000;

/**
 * Makes a device safe, and again until every hazard was read back at a safe value: one that could not be reached when
 * the danger came about may come back with its output on. Unsubscribe when the danger is over.
 */
export function safeUntilConfirmed(device: Device, reason: string, clock: Clock): Subscription {
  const again = () =>
    merge(
      timer(againAfterMs, clock.scheduler),
      device.lifecycle$.pipe(
        skip(1),
        filter((lifecycle) => lifecycle === 'ready'),
      ),
    ).pipe(take(1));
  return defer(async () => device.safe(reason))
    .pipe(
      repeat({ delay: again }),
      takeWhile(({ ok }) => !ok),
    )
    .subscribe({ error: () => {} });
}
