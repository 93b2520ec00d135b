import type { Weighing } from '../classes/balance-members.ts';
import { parseDecimal } from '../values/decimal.ts';
import { overload, refused, underload } from '../values/faults.ts';
import { massOf } from '../values/mass.ts';

/** Value, unit, and a question mark while it is unstable; a time or TOTAL may follow (sheet, "Ohaus"). */
const weight =
  /^\s*([+-]?\s*\d[\d.]*|[+-]?\s*\.\d+)\s+([A-Za-z%]\S*)(?:\s+(\?)|\s*)?(?:\s+(?:\d\d:\d\d:\d\d|TOTAL))?\s*$/;

/**
 * Reads a line of an Ohaus balance; `undefined` for lines that are no weight.
 *
 * @throws FourwireError of kind `device` for an error, an overload, or a line the balance did not understand
 */
export function parseOhaus(line: string): Weighing | undefined {
  const text = line.trim();
  if (text === 'ES') throw refused('ES', 'unknown command, or the weight did not become stable in 40 s');
  const error = /^Err\s*([\d.]+)/.exec(text);
  if (error?.[1] === '8.3') throw overload('The load is beyond the range of the balance.');
  if (error?.[1] === '8.4') throw underload('The load is below the range; put the pan in place.');
  if (error !== null) throw refused(error[1] ?? '', 'an error of the balance; see its manual');
  const match = weight.exec(line);
  if (match === null) return undefined;
  return {
    stable: match[3] === undefined,
    mass: massOf(parseDecimal(match[1] ?? ''), match[2] ?? ''),
  };
}
