import type { Clock, Turn } from '@fourwire/core';

/** Waits for `work`, but not longer than `ms`; tells whether it ended in time. Its failure is nobody's concern here. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(ms, () => resolve(false));
    const ended = (): void => {
      timer.cancel();
      resolve(true);
    };
    work.then(ended, ended);
  });
}

/** What `work` gives, or the turn's error as soon as it is interrupted; the work then goes on by itself. */
export async function during<R>(turn: Turn, work: Promise<R>): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    turn.onInterrupt(reject);
    if (turn.error !== undefined) reject(turn.error);
    work.then(resolve, reject).finally(() => turn.onInterrupt(undefined));
  });
}
