import { FourwireError } from '@fourwire/core';
import { parseNumber } from '../codec/number.ts';
import { measured } from './measured.ts';

/**
 * The elements of a reading, which come in an order of the instrument's own.
 *
 * @throws FourwireError of kind `device`, code `overload` or `no-reading`, when one of them is no number; of kind
 * `protocol` when there are more or fewer: somebody else chose other elements, or asked for several readings
 */
export function readingElements<Name extends string>(
  reply: string,
  names: readonly Name[],
): Readonly<Record<Name, number>> {
  const elements = reply.split(',');
  if (elements.length !== names.length) {
    throw new FourwireError(
      'protocol',
      'scpi-reply-malformed',
      `Expected ${names.join(', ')}, got ${JSON.stringify(reply.slice(0, 100))}.`,
      { reply },
    );
  }
  return Object.fromEntries(
    names.map((name, index) => [name, measured(parseNumber(elements[index] ?? ''))]),
  ) as Record<Name, number>;
}
