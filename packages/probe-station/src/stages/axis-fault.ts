import { FourwireError } from '@fourwire/core';

/** A move is refused because the controller reports a fault of the axis, which has stopped and must be cleared there. */
export function axisFault(axis: string, code: string | number, text: string): FourwireError {
  return new FourwireError(
    'device',
    'axis-fault',
    `${axis} refused: the axis reports a fault: ${text} (${code}); clear it at the controller first.`,
    { device: { code, text }, retry: 'operator' },
  );
}
