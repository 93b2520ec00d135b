import type { AcceptLine } from '@fourwire/transport';
import type { Weighing } from '../classes/balance-members.ts';
import { parseDecimal } from '../values/decimal.ts';
import { busy, overload, refused, underload } from '../values/faults.ts';
import { massOf } from '../values/mass.ts';

/**
 * Reads a weight line: command, stability mark, sign, mass, unit; `undefined` for other lines.
 *
 * @throws FourwireError of kind `device`, code `overload` or `underload`, for a range mark
 */
export function parseRadwag(line: string): Weighing | undefined {
  const refusal = /^(?:S|SI|SU|SUI) ([IE^v])$/.exec(line.trim())?.[1];
  if (refusal === 'I' || refusal === 'E') throw busy('The balance has no weight to give now.');
  refuseRange(refusal ?? '');
  if (line.trim() === 'ES') throw refused('ES', 'unknown command');
  const match = /^(S|SI|SU|SUI) {1,3}([ ?^v]) ([ -]) *(\d[\d.]*) ([A-Za-z%]\S*) *$/.exec(line);
  if (match === null) return undefined;
  const [, , mark = '', sign = '', digits = '', unit = ''] = match;
  refuseRange(mark);
  return { stable: mark === ' ', mass: massOf(parseDecimal(sign + digits), unit) };
}

/**
 * Accepts the end of a command: `XX D` or `XX OK`; `XX A` says that it has begun.
 *
 * @param last - `A` for commands that are over with it, such as `C0`
 *
 * @throws FourwireError of kind `busy` or `device` when the balance gives it up
 */
export function radwagDone(command: string, last: 'A' | 'D' = 'D'): AcceptLine<string> {
  return (line) => {
    if (line.trim() === 'ES') throw refused('ES', 'unknown command');
    const [id, state = '', ...rest] = line.trim().split(/ +/);
    if (id !== command) return undefined;
    refuseRange(state);
    switch (state) {
      case 'A':
        // Texts come together with the A.
        return rest.length > 0 || last === 'A' ? { answer: rest.join(' ').replaceAll('"', '') } : 'more';
      case 'D':
      case 'OK':
        return { answer: '' };
      case 'I':
        throw busy('The balance cannot do it now.');
      case 'E':
        throw busy('The weight did not become stable in time.');
      default:
        return undefined;
    }
  };
}

function refuseRange(mark: string): void {
  if (mark === '^') throw overload('The load is beyond the range of the balance.');
  if (mark === 'v') throw underload('The load is below the range of the balance.');
}
