import { FourwireError } from '@fourwire/core';

/** Whether a number is 1, 2 or 5 times a power of ten, as the knobs of scopes go. */
export function isStep(value: number): boolean {
  const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5, 10].some((step) => Math.abs(mantissa - step) < step * 1e-6);
}

/**
 * Refuses a scale that the scope would replace by another; call it before anything is sent.
 *
 * @throws FourwireError of kind `range`, code `value-refused`
 */
export function refuseBetweenSteps(value: number, argument: string): void {
  if (isStep(value)) return;
  throw new FourwireError(
    'range',
    'value-refused',
    `${argument} ${value} refused; this scope has steps of 1, 2 and 5 times a power of ten.`,
  );
}
