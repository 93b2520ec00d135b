import { FourwireError } from '@fourwire/core';

/** The error that `action` throws; fails when there is none or when it is no FourwireError. */
export function thrownBy(action: () => unknown): FourwireError {
  try {
    action();
  } catch (error) {
    if (FourwireError.is(error)) return error;
    throw error;
  }
  throw new FourwireError('internal', 'nothing-thrown', 'The action was expected to throw.');
}
