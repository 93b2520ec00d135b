import type { Clock, Turn } from '@fourwire/core';

/** Waits for `ms` milliseconds; rejects when the turn is interrupted. */
export async function pause(clock: Clock, ms: number, turn: Turn): Promise<void> {
  turn.check();
  await new Promise<void>((resolve, reject) => {
    const timer = clock.setTimer(ms, () => {
      turn.onInterrupt(undefined);
      resolve();
    });
    turn.onInterrupt((error) => {
      timer.cancel();
      reject(error);
    });
  });
}
