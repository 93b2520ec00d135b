import { FourwireError, checkValue, mergeLimits, quantity } from '@fourwire/core';
import type { Limits } from '@fourwire/core';

/** What an argument of a command must keep to. */
export interface ArgumentLimits {
  readonly unit: 'V' | 'A' | 's' | 'Hz' | 'Ohm' | '1';
  /** What the instrument allows. */
  readonly device?: Limits;
  /** What the user allows. */
  readonly user?: Limits | undefined;
}

/**
 * Refuses an argument of a command that the instrument or the user does not allow, before anything is sent.
 *
 * @throws FourwireError of kind `range`, code `value-refused`, with the allowed range
 */
export function ensureAllowed(argument: string, value: number, { unit, device, user }: ArgumentLimits): void {
  const problem = checkValue(quantity(unit), value, argument, mergeLimits(device, user));
  if (problem !== undefined) throw new FourwireError('range', 'value-refused', `${problem}.`);
}
