import { FourwireError } from '@fourwire/core';

/** The error that `action` throws, `undefined` when it does not; passes on what is no FourwireError. */
export function errorOf(action: () => unknown): FourwireError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (FourwireError.is(error)) return error;
    throw error;
  }
}

/** The error that `action` throws; fails when there is none or when it is no FourwireError. */
export function thrownBy(action: () => unknown): FourwireError {
  const error = errorOf(action);
  if (error === undefined) throw new FourwireError('internal', 'nothing-thrown', 'The action did not throw.');
  return error;
}
