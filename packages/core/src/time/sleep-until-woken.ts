import type { Clock } from './clock.ts';

/**
 * Sleeps until the time is up or `woken` resolves, whichever comes first; no timer is left behind.
 *
 * @throws the reason of the signal when it is aborted meanwhile
 */
export async function sleepUntilWoken(
  clock: Clock,
  ms: number,
  woken: Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const early = new AbortController();
  const onAbort = (): void => early.abort(signal?.reason);
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([clock.sleep(ms, early.signal), woken]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    early.abort();
  }
}
