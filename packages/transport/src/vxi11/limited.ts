import { FourwireError, Turn, formatDuration } from '@fourwire/core';
import type { Clock } from '@fourwire/core';

/**
 * Runs work of the transport's own under a turn that is interrupted after `ms` milliseconds.
 *
 * @throws FourwireError of kind `timeout`, and what `work` throws
 */
export async function limited<R>(
  clock: Clock,
  ms: number,
  address: string,
  work: (turn: Turn) => Promise<R>,
): Promise<R> {
  const turn = new Turn();
  const timer = clock.setTimer(ms, () =>
    turn.interrupt(
      new FourwireError('timeout', 'timeout', `${address}: no answer within ${formatDuration(ms)}.`),
    ),
  );
  try {
    return await work(turn);
  } finally {
    timer.cancel();
  }
}
