import type { Weighing } from '../classes/balance-members.ts';
import { parseDecimal } from '../values/decimal.ts';
import { overload, underload } from '../values/faults.ts';
import { massOf } from '../values/mass.ts';

/** Characters after the digits: two of the unit, the checkweighing result, the status. */
const tail = 4;

/**
 * Reads a KERN frame of 14 or 15 bytes, CR LF aside: sign, 7 or 8 digits with point, unit, result, status.
 * `undefined` for other lines. A frame without a status says nothing about stability and counts as unstable.
 *
 * @throws FourwireError of kind `device`, code `overload` or `underload`, for the status E
 */
export function parseKern(line: string): Weighing | undefined {
  if (line.length !== 12 && line.length !== 13) return undefined;
  const value = line.slice(0, -tail);
  const unit = line.slice(-tail, -2);
  const status = line.at(-1);
  if (status === 'E' || /[ou]-Err/.test(value)) {
    throw /^-|u-Err/.test(value)
      ? underload('The load is below the range of the balance.')
      : overload('The load is beyond the range of the balance.');
  }
  if (!/^[+\- ] *[\d. ]+$/.test(value) || !/\d/.test(value) || !/^[SU ]$/.test(status ?? ''))
    return undefined;
  return { stable: status === 'S', mass: massOf(parseDecimal(value), unit) };
}
