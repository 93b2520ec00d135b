import type { Weighing } from '../classes/balance-members.ts';
import { parseDecimal } from '../values/decimal.ts';
import { busy, overload, refused, underload } from '../values/faults.ts';
import { massOf } from '../values/mass.ts';

/** What the error codes mean (sheet, "A&D"). */
const errors: Readonly<Record<string, string>> = {
  E00: 'communication error',
  E01: 'undefined command',
  E03: 'time over between two characters',
  E04: 'too many characters',
  E06: 'format error',
  E07: 'value out of range',
  E20: 'calibration weight too heavy',
  E21: 'calibration weight too light',
};

/**
 * Reads a line of A&D's standard format; `undefined` for lines that are no weight.
 *
 * @throws FourwireError of kind `device` for an overload or an error, `busy` when the balance is not ready
 */
export function parseAandd(line: string): Weighing | undefined {
  const error = /^EC,(E\d+)/.exec(line);
  if (error !== null) {
    const code = error[1] ?? '';
    if (code === 'E02' || code === 'E11') throw busy(`The balance is not ready or not stable (${code}).`);
    throw refused(code, errors[code] ?? 'an error of the balance');
  }
  if (line.startsWith('OL,')) {
    throw line.startsWith('OL,-')
      ? underload('The load is below the range of the balance.')
      : overload('The load is beyond the range of the balance.');
  }
  const match = /^(ST|US|QT),([+-]\s*[\d.]+)(.*)$/.exec(line);
  if (match === null) return undefined;
  const mass = massOf(parseDecimal(match[2] ?? ''), match[1] === 'QT' ? 'PC' : (match[3] ?? ''));
  return { stable: match[1] === 'ST', mass };
}
