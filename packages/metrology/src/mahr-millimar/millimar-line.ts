import { parseDecimal } from '../values/decimal.ts';
import { refused } from '../values/faults.ts';
import { judgementOf } from '../values/judgement-mark.ts';
import { lengthOf } from '../values/length.ts';
import type { LengthReading, LengthUnit } from '../values/length.ts';

/** How the display writes its units, in lower case. The micro sign comes in several characters. */
const units: Readonly<Record<string, LengthUnit>> = {
  mm: 'mm',
  um: 'um',
  µm: 'um',
  μm: 'um',
  in: '[in_i]',
  inch: '[in_i]',
  '"': '[in_i]',
};

/**
 * Reads a feature of a Millimar display, such as `1 +12.34 µm`: its number, and its value in the unit that the line
 * names. The marks of tolerance and warning limits may follow the value; the first is the tolerance's.
 *
 * @returns `undefined` for other lines
 * @throws FourwireError of kind `device`, code `instrument-refused`, for an error such as `1 ERR6`
 */
export function parseMillimar(
  line: string,
): { readonly feature: number; readonly reading: LengthReading } | undefined {
  const error = /^(?:M?\d[ :]?\s*)?ERR\s*(\d+)/i.exec(line.trim());
  if (error !== null) {
    throw refused(
      `ERR${error[1]}`,
      error[1] === '6' ? 'the feature is not active; switch it on at the display' : 'an error of the display',
    );
  }
  const match =
    /^M?(\d)\s+([+-]?\s*\d+(?:\.\d*)?)\s*([<=>])?[<=>]?\s*(mm|[uµμ]m|inch|in|")\s*([<=>])?[<=>]?$/i.exec(
      line.trim(),
    );
  if (match === null) return undefined;
  const unit = units[(match[4] ?? '').toLowerCase()];
  if (unit === undefined) return undefined;
  return {
    feature: Number(match[1]),
    reading: lengthOf(parseDecimal(match[2] ?? ''), unit, judgementOf(match[3] ?? match[5])),
  };
}
