import { FourwireError } from '@fourwire/core';

/**
 * Refuses a number outside `low` to `high` (both allowed) or that is not a number.
 *
 * @internal
 * @throws FourwireError of kind `range`, code `model-argument-range`.
 */
export function requireRange(name: string, value: number, low: number, high: number, unit: string): void {
  if (value >= low && value <= high) return;
  throw new FourwireError(
    'range',
    'model-argument-range',
    `${name} must be a number from ${low} to ${high} ${unit}; got ${value}`,
    { details: { name, value, low, high, unit } },
  );
}

/**
 * Refuses a step of time that runs backwards or never ends.
 *
 * @internal
 * @throws FourwireError of kind `range`, code `model-argument-range`.
 */
export function requireSeconds(seconds: number): void {
  requireRange('seconds', seconds, 0, Number.MAX_SAFE_INTEGER, 's');
}
