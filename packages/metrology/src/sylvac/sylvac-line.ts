import type { ShownLength } from '../values/asked-unit.ts';
import { parseDecimal } from '../values/decimal.ts';
import { refused, sensorFault } from '../values/faults.ts';
import { judgementOf } from '../values/judgement-mark.ts';

/** A value in the unit of the display, which the line does not name. */
export type SylvacValue = ShownLength;

/** Reads a value line such as `+012.345` or, with tolerances, `+012.345<`; `undefined` for other lines. */
export function parseSylvac(line: string): SylvacValue | undefined {
  const match = /^([+-]\d*\.\d+)\s*([<=>])?$/.exec(line.trim());
  if (match === null) return undefined;
  return { shown: parseDecimal(match[1] ?? ''), judgement: judgementOf(match[2]) };
}

/** Throws where the instrument answers with an error (sheet, "Errors"). */
export function refuseSylvacError(line: string): void {
  const error = /^ERR\s*(\d+)/i.exec(line.trim());
  switch (error?.[1]) {
    case undefined:
      return;
    case '0':
      throw sensorFault('ERR0', 'the measuring system reads wrong; clean the scale');
    case '1':
      throw refused('ERR1', 'unknown command');
    case '2':
      throw refused('ERR2', 'parity error; set the port to 7 data bits and even parity');
    case '3':
      throw refused('ERR3', 'value out of range');
    default:
      throw refused(line.trim(), 'an error of the instrument; see its manual');
  }
}
