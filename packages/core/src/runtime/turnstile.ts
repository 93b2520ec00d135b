import { aborted } from '../errors/aborted.ts';

/** Lets work through one after the other, in the order of the calls. */
export class Turnstile {
  #last: Promise<unknown> = Promise.resolve();

  /** @throws FourwireError of kind `aborted` when `signal` is aborted before the work began */
  async pass<R>(work: () => Promise<R>, signal: AbortSignal): Promise<R> {
    const before = this.#last;
    let leave: () => void = () => {};
    this.#last = new Promise<void>((resolve) => {
      leave = resolve;
    });
    try {
      await this.#arrive(before, signal);
      return await work();
    } finally {
      // Who gave up waiting must still let the next one through only after those before.
      void before.then(leave);
    }
  }

  async #arrive(before: Promise<unknown>, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw aborted(signal);
    let onAbort: () => void = () => {};
    const gaveUp = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(aborted(signal));
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      await Promise.race([before, gaveUp]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}
