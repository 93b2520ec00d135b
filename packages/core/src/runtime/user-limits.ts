import { FourwireError } from '../errors/fourwire-error.ts';
import type { Limits, ValueSchema } from '../values/schemas.ts';

/**
 * Refuses limits that would silently protect nothing: of a member that is not there, that is no number, or with a
 * range that makes no sense.
 *
 * @throws FourwireError of kind `range`, code `limits-unknown` or `limits-invalid`
 */
export function checkUserLimits(
  limits: Readonly<Record<string, Limits>>,
  members: readonly { readonly name: string; readonly schema: ValueSchema }[],
): void {
  const numbers = members.filter(({ schema }) => schema['type'] === 'number' || schema['type'] === 'integer');
  for (const [name, { min = -Infinity, max = Infinity }] of Object.entries(limits)) {
    if (!numbers.some((member) => member.name === name)) {
      const known = numbers.map((member) => member.name).join(', ');
      throw new FourwireError(
        'range',
        'limits-unknown',
        `limits: there is no writable number named ${name}; known are ${known === '' ? 'none' : known}.`,
      );
    }
    if (!(min <= max)) {
      throw new FourwireError(
        'range',
        'limits-invalid',
        `limits: ${name} must have a min not above its max; got ${min} to ${max}.`,
      );
    }
  }
}
