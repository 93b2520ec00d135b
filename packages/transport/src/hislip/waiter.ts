import { FourwireError } from '@fourwire/core';
import type { Turn } from '@fourwire/core';

interface Waiting<T> {
  readonly turn: Turn;
  readonly resolve: (value: T) => void;
  readonly reject: (error: FourwireError) => void;
}

/** A place where one caller at a time waits for something: it gets it, or an error, or its turn is interrupted. */
export class Waiter<T> {
  #waiting: Waiting<T> | undefined;

  /** Whether somebody waits. */
  get taken(): boolean {
    return this.#waiting !== undefined;
  }

  /**
   * Waits.
   *
   * @param onInterrupt - called when the turn is interrupted, before the caller learns it
   */
  wait(turn: Turn, onInterrupt?: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      turn.check();
      if (this.#waiting !== undefined) {
        throw new FourwireError(
          'internal',
          'transaction-overlap',
          'Operations of one exchange must be awaited one by one.',
        );
      }
      this.#waiting = { turn, resolve, reject };
      turn.onInterrupt((error) => {
        this.#waiting = undefined;
        onInterrupt?.();
        reject(error);
      });
    });
  }

  /** Gives `value` to whoever waits. */
  give(value: T): void {
    this.#release()?.resolve(value);
  }

  /** Refuses whoever waits. */
  refuse(error: FourwireError): void {
    this.#release()?.reject(error);
  }

  #release(): Waiting<T> | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.turn.onInterrupt(undefined);
    return waiting;
  }
}
