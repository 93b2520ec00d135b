import { FourwireError } from './fourwire-error.ts';

/** The error for a cancelled call: the signal's own reason when that is a FourwireError, otherwise kind `aborted`. */
export function aborted(signal: AbortSignal): FourwireError {
  const reason: unknown = signal.reason;
  if (FourwireError.is(reason)) return reason;
  return new FourwireError('aborted', 'aborted', 'The call was cancelled by its signal.', { cause: reason });
}
