import type { AcceptLine } from '@fourwire/transport';
import type { Weighing } from '../classes/balance-members.ts';
import { busy, overload, refused, underload, unexpected } from '../values/faults.ts';
import { parseDecimal } from '../values/decimal.ts';
import { massOf } from '../values/mass.ts';

/** One reply of MT-SICS: the command's id, a status letter, and what follows. */
export interface SicsReply {
  readonly id: string;
  readonly status: string;
  readonly rest: string;
}

/** Errors that take the place of a reply (MT-SICS reference manual, "Error messages"). */
const generalErrors: Readonly<Record<string, string>> = {
  ES: 'syntax error or unknown command',
  ET: 'transmission error; check parity and baud rate',
  EL: 'it cannot be carried out logically',
  EI: 'it cannot be carried out now',
};

/** Takes a reply apart; `undefined` for a line that is none. */
export function parseSics(line: string): SicsReply | undefined {
  const match = /^([A-Z@][A-Z0-9]*) ([A-Z+-])(?:\s+(.*))?$/.exec(line);
  return match === null ? undefined : { id: match[1] ?? '', status: match[2] ?? '', rest: match[3] ?? '' };
}

/**
 * Accepts the reply to the command `id`; what the balance refuses is an error.
 *
 * @throws FourwireError of kind `device` for an error or a weight beyond the range, `busy` when it cannot be done now
 */
export function sicsReply(id: string): AcceptLine<SicsReply> {
  return (line) => {
    const error = generalErrors[line];
    if (error !== undefined) throw refused(line, error);
    const reply = parseSics(line);
    if (reply?.id !== id) return undefined;
    switch (reply.status) {
      case 'I':
        throw busy('The balance cannot do it now: it is busy, not stable, or outside the range for it.');
      case 'L':
        throw refused('L', 'wrong parameter');
      case '+':
        throw overload('The load is beyond the range of the balance.');
      case '-':
        throw underload('The load is below the range of the balance; put the pan in place.');
      default:
        return { answer: reply };
    }
  };
}

/** The weight in a reply with the status S (stable) or D (dynamic). */
export function sicsWeighing({ status, rest }: SicsReply): Weighing {
  const fault = /^Error\s+(\S+)/.exec(rest);
  if (fault !== null) throw refused(fault[1] ?? '', 'a fault of the balance; switch it off and on again');
  const match = /^([+-]?\s*[\d.]+)\s*(\S*)/.exec(rest);
  if (match === null || (status !== 'S' && status !== 'D')) throw unexpected('a weight', `${status} ${rest}`);
  const mass = massOf(parseDecimal(match[1] ?? ''), match[2] ?? '');
  return { stable: status === 'S', mass };
}

/** The text in quotes in a reply such as `I2 A "XS204"`. */
export function sicsText({ rest }: SicsReply): string {
  return (/"(.*)"/.exec(rest)?.[1] ?? rest).trim();
}
