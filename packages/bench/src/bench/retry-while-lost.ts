import { FourwireError, toMilliseconds } from '@fourwire/core';
import type { Clock, Duration } from '@fourwire/core';

/** How long and how often {@link retryWhileLost} tries. */
export interface RetryOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** How long it goes on after the first failure, in real time; one minute unless given. */
  readonly patience?: Duration;
}

/** How long it waits between two tries, in ms. */
const pauseMs = 250;

/**
 * Does work again when the link to the device went away meanwhile, until it is back. Only for work that does no harm
 * when it is done twice: a measurement, not a move.
 *
 * @throws FourwireError: what the work throws, when it is not the link's fault or patience has run out
 */
export async function retryWhileLost<R>(work: () => PromiseLike<R>, options: RetryOptions): Promise<R> {
  const { wire } = options.clock;
  const patience = toMilliseconds(options.patience ?? { minutes: 1 }, 'patience');
  let failedAt: number | undefined;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const lost = FourwireError.is(error) && (error.kind === 'link' || error.kind === 'timeout');
      failedAt ??= wire.monotonic();
      if (!lost || wire.monotonic() - failedAt > patience) throw error;
      await wire.sleep(pauseMs, options.signal);
    }
  }
}
