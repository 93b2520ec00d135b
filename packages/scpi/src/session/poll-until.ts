import { FourwireError, formatDuration, toMilliseconds } from '@fourwire/core';
import type { Call, Clock, Duration } from '@fourwire/core';

/** Who waits: what every running command has. */
export interface Waiter extends Call {
  readonly clock: Clock;
}

/** How an instrument is asked again and again. */
export interface PollOptions {
  /** The pause between two questions; 100 ms unless given. */
  readonly period?: Duration;
  /** How long it may last altogether; for ever unless given: a stop ends it. */
  readonly within?: Duration;
}

/**
 * Asks an instrument again and again until it has the answer, never holding the bus meanwhile.
 *
 * @param look - gives the answer, or `undefined` while there is none
 * @param what - what is waited for, for the message: `the sweep`
 * @throws FourwireError of kind `timeout`, when it takes longer than `within`; `aborted` when the
 * waiter's signal is; what `look` throws
 */
export async function pollUntil<T>(
  what: string,
  look: () => Promise<T | undefined>,
  waiter: Waiter,
  { period = 100, within = Infinity }: PollOptions = {},
): Promise<T> {
  const periodMs = toMilliseconds(period, 'period');
  const withinMs = toMilliseconds(within, 'within');
  const start = waiter.clock.monotonic();
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (waiter.clock.monotonic() - start >= withinMs) {
      throw new FourwireError(
        'timeout',
        'timeout',
        `The instrument did not finish ${what} within ${formatDuration(withinMs)}.`,
      );
    }
    await waiter.clock.sleep(periodMs, waiter.signal);
  }
}
