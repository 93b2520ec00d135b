import { aborted } from '../errors/aborted.ts';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Options } from '../model/device.ts';
import type { Call } from '../model/implementation.ts';
import type { Clock } from '../time/clock.ts';
import { formatDuration, toMilliseconds } from '../time/duration.ts';

const nothing: Call = {};

/** Runs `work` under the caller's signal and one deadline for all its exchanges together. */
export async function withCall<R>(
  clock: Clock,
  options: Options | undefined,
  work: (call: Call) => Promise<R>,
): Promise<R> {
  if (options === undefined) return work(nothing);
  const { signal, timeout } = options;
  if (signal?.aborted === true) throw aborted(signal);
  if (timeout === undefined) return work({ signal });
  const ms = toMilliseconds(timeout, 'timeout');
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal === undefined ? undefined : aborted(signal));
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = clock.wire.setTimer(ms, () =>
    controller.abort(
      new FourwireError('timeout', 'timeout', `The call was not done within ${formatDuration(ms)}.`),
    ),
  );
  try {
    return await work({ signal: controller.signal });
  } finally {
    timer.cancel();
    signal?.removeEventListener('abort', onAbort);
  }
}
