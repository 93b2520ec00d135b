import { setMaxListeners } from 'node:events';

/**
 * The signal itself, made for everything that is under way to listen to it: Node takes more than ten listeners for a leak
 * and prints a warning, for example where 64 devices are measured side by side.
 */
export function manyListeners(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}
