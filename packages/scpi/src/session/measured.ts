import { FourwireError } from '@fourwire/core';

/**
 * A measured value that is one: an overload, or nothing measured, is an error and never a number.
 *
 * @throws FourwireError of kind `device`, code `overload` for an infinity, code `no-reading` for NaN
 */
export function measured(value: number): number {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) {
    throw new FourwireError('device', 'no-reading', 'The instrument has no reading to give.');
  }
  throw new FourwireError(
    'device',
    'overload',
    'Overload: the input is beyond the range; choose a higher range or autorange.',
  );
}
