import { endsWith } from '@fourwire/core';
import type { MessageEnd } from '@fourwire/core';
import type { Framing } from '@fourwire/transport';
import { addressMismatch, checksumWrong, unexpectedReply } from '../wire/errors.ts';

/** Lengths of the replies by their first letter (sheet cts.md, section 3). */
const lengths: Readonly<Record<string, number>> = {
  A: 14,
  a: 1,
  E: 8,
  u: 1,
  d: 1,
  U: 14,
  S: 10,
  s: 2,
  P: 4,
  p: 4,
};

/**
 * On TCP there is neither frame nor terminator: the length follows from the command.
 *
 * @param outputs - how many digits of the reply to `O` are needed
 */
export function ctsTcpFraming(outputs: number): Framing {
  return {
    encode: (command) => command,
    end: (command) => replyEnd(command, outputs),
    decode: checkLetter,
  };
}

function replyEnd(command: string, outputs: number): MessageEnd {
  const letter = command.charAt(0);
  const length = letter === 'O' ? 1 + outputs : lengths[letter];
  return {
    find(bytes) {
      // What belongs to another command has no end that could be waited for.
      if (bytes[0] !== command.charCodeAt(0)) return bytes.length;
      if (length !== undefined) return bytes.length < length ? -1 : length;
      // The versions: three fields, of which the last has no known length; what comes late of it is dropped.
      const text = Buffer.from(bytes).toString('latin1');
      return /^C[^;]*;[^;]*;./.test(text) ? bytes.length : -1;
    },
  };
}

const stx = 0x02;
const etx = '\u0003';

/**
 * Frames of the serial line: STX, address, data, check, ETX; all but STX and ETX have bit 7 set.
 *
 * @param address - of the chamber on the line, 1 to 32
 */
export function ctsSerialFraming(address: number): Framing {
  return {
    encode: (command) => {
      const body = [0x80 | address, ...Buffer.from(command, 'latin1').map((byte) => byte | 0x80)];
      return String.fromCharCode(stx, ...body, check(body)) + etx;
    },
    end: () => endsWith(etx),
    decode: (reply, command) => {
      const bytes = [...Buffer.from(reply, 'latin1')];
      const [start, from, ...data] = bytes.slice(0, -1);
      const sum = data.pop();
      if (start !== stx || from === undefined || sum === undefined)
        throw unexpectedReply('STX, an address, data, a check and ETX', reply);
      if (sum !== check([from, ...data])) throw checksumWrong(reply);
      if (from !== (0x80 | address)) throw addressMismatch(address, from & 0x7f);
      return checkLetter(String.fromCharCode(...data.map((byte) => byte & 0x7f)), command);
    },
  };
}

/** All bytes of address and data combined by exclusive or, with bit 7 set. */
function check(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0) | 0x80;
}

/** Every reply begins with the letter of its command. */
function checkLetter(reply: string, command: string): string {
  if (reply.charAt(0) !== command.charAt(0))
    throw unexpectedReply(`a reply that begins with ${command.charAt(0)}`, reply);
  return reply;
}
