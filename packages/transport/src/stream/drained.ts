import type { Turn } from '@fourwire/core';

/** What it takes to know that a stream accepts more: a socket, a serial port. */
export interface DrainingStream {
  once(event: 'drain', listener: () => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
}

/** Resolves when a stream that asked to wait takes more; rejects when the turn is interrupted. */
export async function drained(stream: DrainingStream, turn: Turn): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const done = (): void => {
      turn.onInterrupt(undefined);
      resolve();
    };
    turn.onInterrupt((error) => {
      stream.off('drain', done);
      reject(error);
    });
    stream.once('drain', done);
  });
}
