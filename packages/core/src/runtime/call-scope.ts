import { aborted } from '../errors/aborted.ts';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Options } from '../model/device.ts';
import type { Call } from '../model/implementation.ts';
import type { Clock, Timer } from '../time/clock.ts';
import { formatDuration, toMilliseconds } from '../time/duration.ts';

const nothing: Call = {};

/** Several calls under one signal and one deadline; release it when they are done. */
export interface CallScope {
  readonly call: Call & { readonly signal: AbortSignal };
  /** Ends the calls because of `error`. */
  readonly abort: (error: FourwireError) => void;
  readonly release: () => void;
}

/** Puts the caller's signal and deadline into one signal. */
export function callScope(clock: Clock, { signal, timeout }: Options): CallScope {
  const controller = new AbortController();
  let timer: Timer | undefined;
  if (timeout !== undefined) {
    const ms = toMilliseconds(timeout, 'timeout');
    timer = clock.wire.setTimer(ms, () =>
      controller.abort(
        new FourwireError('timeout', 'timeout', `The call was not done within ${formatDuration(ms)}.`),
      ),
    );
  }
  const onAbort = (): void => {
    if (signal !== undefined) controller.abort(aborted(signal));
  };
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return {
    call: { signal: controller.signal },
    abort: (error) => controller.abort(error),
    release: () => {
      timer?.cancel();
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/**
 * Runs `work` under the caller's signal and one deadline for all its exchanges together. Work that does not listen
 * to its signal is left behind.
 */
export async function withCall<R>(
  { clock }: { readonly clock: Clock },
  path: string,
  options: Options | undefined,
  work: (call: Call) => Promise<R>,
): Promise<R> {
  if (options?.signal === undefined && options?.timeout === undefined) return work(nothing);
  if (options.signal?.aborted === true) throw aborted(options.signal).with({ path });
  const { call, release } = callScope(clock, options);
  const { signal } = call;
  let grace: Timer | undefined;
  const gaveUp = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => {
      // Work that listens ends by itself in the same instant, and knows more of what it was doing.
      grace = clock.wire.setTimer(0, () => reject(aborted(signal).with({ path })));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(call), gaveUp]);
  } finally {
    grace?.cancel();
    release();
  }
}
