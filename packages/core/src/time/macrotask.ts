/**
 * Resolves when everything that is ready to run has run: all pending microtasks and the callbacks they queue.
 */
export const settle: () => Promise<void> =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () => new Promise((resolve) => setTimeout(resolve, 0));
