import { aborted } from '../errors/aborted.ts';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Clock } from '../time/clock.ts';
import { Turn } from './turn.ts';

/**
 * Runs work on the wire that is not an exchange, such as opening it, with a time limit.
 *
 * @param address - of the wire, for the message
 * @throws FourwireError of kind `timeout` when it takes longer, of kind `aborted` when `signal` ends it, or what the
 * work throws
 */
export async function timedTurn<R>(
  work: (turn: Turn) => Promise<R>,
  { clock, ms, signal, address }: { clock: Clock; ms: number; signal: AbortSignal; address: string },
): Promise<R> {
  const turn = new Turn(undefined);
  let onEnd: (error: FourwireError) => void = () => {};
  const ended = new Promise<never>((_resolve, reject) => {
    onEnd = reject;
  });
  const end = (error: FourwireError): void => {
    turn.interrupt(error);
    onEnd(error);
  };
  const timer = clock.setTimer(ms, () =>
    end(new FourwireError('timeout', 'timeout', `${address}: no answer within ${ms} ms.`)),
  );
  const onAbort = (): void => end(aborted(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(turn), ended]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', onAbort);
  }
}
