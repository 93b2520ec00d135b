import { filter } from 'rxjs';
import { FourwireError } from '@fourwire/core';
import type { SafeReport } from '@fourwire/core';
import type { Bench } from './bench.ts';

/** How {@link runSafely} ended, and what was read back from the devices. */
export interface RunOutcome<R> {
  /** `completed`, `stopped` by a signal or by the caller, or `failed`. */
  readonly outcome: 'completed' | 'stopped' | 'failed';
  readonly result?: R;
  readonly error?: FourwireError;
  /** One report a device. */
  readonly safe: readonly SafeReport[];
}

/** What {@link runSafely} may be told. */
export interface RunSafelyOptions {
  /** Ends the run from outside. */
  readonly signal?: AbortSignal;
  /**
   * Whether SIGINT, SIGTERM and errors that nobody handles end the run; true unless given. A second Ctrl-C does not
   * skip making the devices safe.
   */
  readonly watchProcess?: boolean;
}

/**
 * Runs work on a bench and makes every device safe afterwards, however it ended: by itself, by an error, by the
 * caller's signal, by an interlock, by Ctrl-C. Never rejects; what went wrong is in the outcome.
 *
 * @param work - must hand `signal` to what it waits for, so that it ends when the run is ended
 */
export async function runSafely<R>(
  bench: Bench,
  work: (signal: AbortSignal) => Promise<R>,
  options: RunSafelyOptions = {},
): Promise<RunOutcome<R>> {
  const controller = new AbortController();
  const stop = (text: string): void => controller.abort(new FourwireError('aborted', 'run-stopped', text));
  const release = listen(options, stop, controller);
  const trips = bench.trips$.pipe(filter(({ safe }) => safe !== undefined)).subscribe({
    next: ({ interlock, because }) =>
      controller.abort(
        new FourwireError(
          'interlock',
          'interlock-tripped',
          `The interlock "${interlock}" ended the run: ${because}.`,
        ),
      ),
    error: (error: unknown) => controller.abort(FourwireError.from(error)),
  });
  try {
    const ended = await settle(work, controller.signal);
    const reason = ended.error?.message ?? 'the run has ended';
    // What goes on beside the part that failed must not switch anything on again.
    controller.abort(ended.error ?? new FourwireError('aborted', 'run-stopped', 'The run has ended.'));
    return { ...ended, safe: await bench.safe(reason) };
  } finally {
    trips.unsubscribe();
    release();
  }
}

async function settle<R>(
  work: (signal: AbortSignal) => Promise<R>,
  signal: AbortSignal,
): Promise<Omit<RunOutcome<R>, 'safe'>> {
  const stopped = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(FourwireError.from(signal.reason)), { once: true });
  });
  try {
    // Work that does not look at its signal must not keep the devices from being made safe.
    return { outcome: 'completed', result: await Promise.race([work(signal), stopped]) };
  } catch (caught) {
    const error = FourwireError.from(caught);
    const byHand = signal.aborted && FourwireError.is(signal.reason) && signal.reason.code === 'run-stopped';
    return { outcome: byHand ? 'stopped' : 'failed', error };
  }
}

function listen(
  options: RunSafelyOptions,
  stop: (text: string) => void,
  controller: AbortController,
): () => void {
  const { signal, watchProcess = true } = options;
  const onAbort = (): void => stop('The run was ended by its caller.');
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const onSignal = (name: string): void => stop(`The run was ended by ${name}.`);
  const onError = (error: unknown): void => controller.abort(FourwireError.from(error, 'unhandled'));
  if (watchProcess) {
    for (const name of ['SIGINT', 'SIGTERM']) process.on(name, onSignal);
    process.on('uncaughtException', onError);
    process.on('unhandledRejection', onError);
  }
  return () => {
    signal?.removeEventListener('abort', onAbort);
    for (const name of ['SIGINT', 'SIGTERM']) process.off(name, onSignal);
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
  };
}
