import { endsWith } from '@fourwire/core';
import type { Framing } from '@fourwire/transport';
import { addressMismatch, checksumWrong, unexpectedReply } from '../wire/errors.ts';

const stx = '\u0002';
const etx = '\u0003';

/** STX, payload, two hexadecimal digits, ETX; the payload begins with the chamber's address. */
export const sb22Framing: Framing = {
  encode: (payload) => stx + payload + check(stx + payload) + etx,
  end: () => endsWith(etx),
  decode: (reply, command) => {
    const payload = reply.slice(1, -3);
    const digits = reply.slice(-3, -1);
    if (reply.length < 5 || !reply.startsWith(stx) || !/^[0-9A-F]{2}$/.test(digits))
      throw unexpectedReply('STX, a payload, two hexadecimal digits and ETX', reply);
    if (digits !== check(stx + payload)) throw checksumWrong(reply);
    if (payload.charAt(0) !== command.charAt(0)) throw addressMismatch(command.charAt(0), payload.charAt(0));
    return payload.slice(1);
  },
};

/** The sum of all characters from STX on, negated, as two upper-case hexadecimal digits (sheet, section 7). */
function check(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
  return (-sum & 0xff).toString(16).toUpperCase().padStart(2, '0');
}
