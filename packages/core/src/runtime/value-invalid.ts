import { FourwireError } from '../errors/fourwire-error.ts';

/** What a device gave is no value: an open sensor, an overload, a reply that was not understood. */
export function valueInvalid(value: number): FourwireError {
  return new FourwireError('device', 'value-invalid', `The device gave ${value}, which is not a value.`);
}
