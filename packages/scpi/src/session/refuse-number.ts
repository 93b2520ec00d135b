import { FourwireError, checkValue, quantity } from '@fourwire/core';
import type { Limits, Unit } from '@fourwire/core';

/**
 * Refuses a number of a command's input that its instrument or its user does not allow; call it before anything is sent.
 *
 * @param argument - what it is called, for the message: `steps[2].voltage`
 * @throws FourwireError of kind `range`, code `value-refused`, with the allowed range
 */
export function refuseNumber(value: number, unit: Unit, argument: string, limits: Limits): void {
  const problem = checkValue(quantity(unit), value, argument, limits);
  if (problem === undefined) return;
  throw new FourwireError('range', 'value-refused', `${problem}.`, { details: { value, allowed: limits } });
}
