import { FourwireError } from '@fourwire/core';
import { excerpt, malformed } from '../codec/fault.ts';
import { parseNumber } from '../codec/number.ts';
import { measured } from '../session/measured.ts';

/**
 * The value of a reading, with or without its suffix: a letter for its state and the unit, as in `+1.23456E-12NADC`; other
 * elements after a comma are passed over. Source: sheet electrometer-keithley-6517.md, "Reading format".
 *
 * @throws FourwireError of kind `device`, code `overload`, when its state is overflow; of kind `state`, code
 * `zero-check-on`, when zero check was on; of kind `protocol` when it is no reading
 */
export function electrometerValue(reply: string): number {
  const [, number, state] =
    /^\s*([+-]?[\d.]+(?:E[+-]?\d+)?)(?:([NZOUR])[A-Z%]*)?\s*(?:,.*)?$/i.exec(reply) ?? [];
  if (number === undefined) {
    throw malformed('scpi-number-malformed', `Expected a reading, got ${excerpt(reply)}.`, reply);
  }
  switch (state?.toUpperCase()) {
    case 'Z':
      throw new FourwireError(
        'state',
        'zero-check-on',
        'Refused: zero check is on, so the input is shorted; switch it off to measure.',
      );
    case 'O':
      return measured(Infinity);
    default:
      return measured(parseNumber(number));
  }
}
