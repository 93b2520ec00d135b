import { filter } from 'rxjs';
import { FourwireError, aborted } from '@fourwire/core';
import type { Duration, SafeReport } from '@fourwire/core';
import type { Journal } from '../records/journal.ts';
import type { Bench } from './bench.ts';
import { manyListeners } from './many-listeners.ts';

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
   * Whether SIGINT, SIGTERM, a terminal that is closed (SIGHUP), errors that nobody handles and a process that has nothing
   * left to wait for end the run; true unless given. A second Ctrl-C does not skip making the devices safe. Nothing can
   * be done about SIGKILL, a power cut and `process.exit()`: do not call it inside a run.
   */
  readonly watchProcess?: boolean;
  /** The record of the run: when it cannot be written any more, the run is ended. */
  readonly journal?: Journal;
  /** How long making the devices safe may take, all at once; what is not read back by then is not confirmed. One minute unless given. */
  readonly safeTimeout?: Duration;
}

/** What ends a run by a person's hand, or by the system's. SIGBREAK is Ctrl-Break on Windows. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/**
 * Runs work on a bench and makes every device safe afterwards, however it ended: by itself, by an error, by the
 * caller's signal, by an interlock, by a record that cannot be written, by Ctrl-C. Never rejects; what went wrong is in the outcome.
 *
 * @param work - must hand `signal` to what it waits for, so that it ends when the run is ended. Work that does not, and
 * goes on, is refused everything but the way to safety from then on. It is not begun when `signal` is aborted already.
 */
export async function runSafely<R>(
  bench: Bench,
  work: (signal: AbortSignal) => Promise<R>,
  options: RunSafelyOptions = {},
): Promise<RunOutcome<R>> {
  const controller = new AbortController();
  const stop = (text: string): void => controller.abort(new FourwireError('aborted', 'run-stopped', text));
  const release = listen(options, stop, controller);
  const watching = bench.trips$.pipe(filter(({ safe }) => safe !== undefined)).subscribe({
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
  watching.add(
    options.journal?.failure$.subscribe({ next: (error) => controller.abort(error), error: () => {} }),
  );
  try {
    let isOver = false;
    const running = begin(work, manyListeners(controller.signal)).finally(() => (isOver = true));
    const ended = await settle(running, controller.signal);
    const reason = ended.error?.message ?? 'the run has ended';
    // What goes on beside the part that failed must not switch anything on again.
    controller.abort(ended.error ?? new FourwireError('aborted', 'run-stopped', 'The run has ended.'));
    const letGo = bench.hold(
      new FourwireError(
        'aborted',
        'run-over',
        'The run has ended, but its work goes on without looking at its signal: it may switch nothing any more.',
        { cause: ended.error },
      ),
    );
    const safe = await bench.safe(reason, { timeout: options.safeTimeout ?? { minutes: 1 } });
    if (isOver) letGo();
    else void running.then(letGo, letGo);
    return { ...ended, safe };
  } finally {
    watching.unsubscribe();
    release();
  }
}

/** Begins work, but not that of a run which was ended before. */
async function begin<R>(work: (signal: AbortSignal) => Promise<R>, signal: AbortSignal): Promise<R> {
  if (signal.aborted) throw aborted(signal);
  return work(signal);
}

async function settle<R>(running: Promise<R>, signal: AbortSignal): Promise<Omit<RunOutcome<R>, 'safe'>> {
  const stopped = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(FourwireError.from(signal.reason)), { once: true });
  });
  try {
    // Work that does not look at its signal must not keep the devices from being made safe.
    return { outcome: 'completed', result: await Promise.race([running, stopped]) };
  } catch (caught) {
    const error = FourwireError.from(caught);
    const byHand =
      (signal.aborted && FourwireError.is(signal.reason) && signal.reason.code === 'run-stopped') ||
      (error.kind === 'aborted' && error.code === 'stopped');
    return { outcome: byHand ? 'stopped' : 'failed', error };
  }
}

function listen(
  options: RunSafelyOptions,
  stop: (text: string) => void,
  controller: AbortController,
): () => void {
  const { signal, watchProcess = true } = options;
  const onAbort = (): void =>
    stop(FourwireError.is(signal?.reason) ? signal.reason.message : 'The run was ended by its caller.');
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const onSignal = (name: string): void => stop(`The run was ended by ${name}.`);
  const onError = (error: unknown): void => controller.abort(FourwireError.from(error, 'unhandled'));
  const onIdle = (): void =>
    controller.abort(
      new FourwireError(
        'internal',
        'run-stuck',
        'The run waits for something that never comes: nothing is under way in this process any more.',
      ),
    );
  if (watchProcess) {
    for (const name of endingSignals) process.on(name, onSignal);
    process.on('beforeExit', onIdle);
    process.on('uncaughtException', onError);
    process.on('unhandledRejection', onError);
  }
  return () => {
    signal?.removeEventListener('abort', onAbort);
    for (const name of endingSignals) process.off(name, onSignal);
    process.off('beforeExit', onIdle);
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
  };
}
