import { parseDecimal } from '../values/decimal.ts';
import { sensorFault } from '../values/faults.ts';
import { judgementOf } from '../values/judgement-mark.ts';
import { lengthOf } from '../values/length.ts';
import type { LengthReading } from '../values/length.ts';

/** Begins what some displays answer. */
const startOfText = '\u0002';

/** A value line: which axis, where it names one, and the length. */
export interface NdValue {
  readonly axis: string | undefined;
  readonly reading: LengthReading;
}

/**
 * Reads a value line of an ND display: sign, number, then `"` for inch or nothing for mm, and a sorting mark.
 *
 * @returns `undefined` for other lines
 * @throws FourwireError of kind `device`, code `sensor-fault`, where a question mark says that the encoder is at fault
 */
export function parseNd(line: string): NdValue | undefined {
  const match = /^\s*(?:([A-Z])\s*[:=]?\s*)?([+-])\s*(\d*\.?\d+|\d+\.)\s*(.*)$/.exec(
    line.startsWith(startOfText) ? line.slice(1) : line,
  );
  if (match === null) return undefined;
  const [, axis, sign = '', digits = '', tail = ''] = match;
  const marks = tail.replaceAll(/\s/g, '');
  if (!/^["?]*[SAG<=>RD]*$/.test(marks)) return undefined;
  if (marks.includes('?'))
    throw sensorFault('?', 'the encoder signal is at fault; check and clean the encoder');
  return {
    axis,
    reading: lengthOf(
      parseDecimal(sign + digits),
      marks.includes('"') ? '[in_i]' : 'mm',
      judgementOf(/[<=>]/.exec(marks)?.[0]),
    ),
  };
}
