import { FourwireError } from '@fourwire/core';
import type { Weighing } from '../classes/balance-members.ts';
import { parseDecimal } from '../values/decimal.ts';
import { overload, refused, underload, unexpected } from '../values/faults.ts';
import { massOf } from '../values/mass.ts';

/** How long the line is without and with the six characters that identify it, line end aside. */
const [plain, identified] = [14, 20];

/**
 * Reads a line of SBI output: 14 characters, or 20 with an identification such as `N`, `G` or `Stat`. An unstable value
 * comes without its unit, so it is no mass.
 *
 * @returns `undefined` for lines that are no weight, for example the answer to a request for the model
 * @throws FourwireError of kind `device` for an error, an overload or a balance on standby
 */
export function parseSbi(line: string): Weighing | undefined {
  const padded = line.length > plain ? line.padEnd(identified) : line.padEnd(plain);
  if (padded.length !== plain && padded.length !== identified) return undefined;
  const id = padded.length === identified ? padded.slice(0, 6).trim() : '';
  const body = padded.slice(-plain);
  const state = stateOf(body);
  if (state !== undefined) throw state;
  if (id === 'Stat') throw unexpected('a state that the sheet knows', line);
  const match = /^[+\- ] *[\d.]+ *$/.exec(body.slice(0, 10));
  if (match === null || body[10] !== ' ') return undefined;
  const unit = body.slice(11).trim();
  const shown = parseDecimal(body.slice(0, 10));
  return unit === '' ? { stable: false, mass: undefined } : { stable: true, mass: massOf(shown, unit) };
}

/** What a status line says; it stands where the value would. */
function stateOf(body: string): FourwireError | undefined {
  const text = body.trim();
  const error = /^Err\s*(\d+)$/.exec(text);
  if (error !== null) return refused(error[1] ?? '', `error ${error[1]} of the balance; see its manual`);
  switch (text) {
    case 'High':
    case 'H':
      return overload('The load is beyond the range of the balance.');
    case 'Low':
    case 'L':
      return underload('The load is below the range of the balance; put the pan in place.');
    case 'OFF':
      return new FourwireError('device', 'no-reading', 'The balance is on standby; switch it on.');
    case '--':
    case '- -':
      return new FourwireError('device', 'no-reading', 'The balance has no reading to give.');
    case 'Cal':
      return new FourwireError('busy', 'adjusting', 'The balance is being adjusted; wait for the end.');
    default:
      return undefined;
  }
}
