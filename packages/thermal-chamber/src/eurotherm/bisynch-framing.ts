import type { MessageEnd } from '@fourwire/core';
import type { Framing } from '@fourwire/transport';
import { checksumWrong, refusedByController, unexpectedReply } from '../wire/errors.ts';

const [stx, etx, eot, enq, ack, nak] = ['\u0002', '\u0003', '\u0004', '\u0005', '\u0006', '\u0015'];

/** The reply to a write that was refused. */
export const notAcknowledged = nak;

/**
 * EI-Bisynch. Commands are `?PV` for reading the parameter PV, and `=SL22.0` for writing 22.0 to SL. The reply to a
 * write is {@link notAcknowledged}, or empty.
 *
 * @param address - of the controller, 1 to 99: its group and its number in it
 */
export function bisynchFraming(address: number): Framing {
  const [group, unit] = [Math.floor(address / 10), address % 10];
  const head = `${eot}${group}${group}${unit}${unit}`;
  return {
    encode: (command) => {
      const text = command.slice(1);
      return command.startsWith('?') ? head + text + enq : head + stx + text + etx + check(text + etx);
    },
    end: replyEnd,
    decode: (reply, command) => {
      const mnemonic = command.slice(1, 3);
      if (command.startsWith('=')) {
        if (reply === ack) return '';
        if (reply === nak) return nak;
        throw unexpectedReply('ACK or NAK', reply);
      }
      if (reply === eot) throw refusedByController(mnemonic, 'EOT', 'no such parameter, or not configured');
      const content = reply.slice(1, -1);
      if (!reply.startsWith(stx) || !content.endsWith(etx))
        throw unexpectedReply('STX to ETX and a check', reply);
      if (reply.slice(-1) !== check(content)) throw checksumWrong(reply);
      if (!content.startsWith(mnemonic)) throw unexpectedReply(`the parameter ${mnemonic}`, reply);
      return content.slice(2, -1);
    },
  };
}

/** One character, or from STX to ETX and the check behind it, which may be any character. */
function replyEnd(): MessageEnd {
  return {
    find(bytes) {
      if (bytes[0] !== stx.charCodeAt(0)) return 1;
      const end = bytes.indexOf(etx.charCodeAt(0));
      return end < 0 || bytes.length < end + 2 ? -1 : end + 2;
    },
  };
}

/** All characters combined by exclusive or. */
function check(text: string): string {
  return String.fromCharCode(Buffer.from(text, 'latin1').reduce((sum, byte) => sum ^ byte, 0));
}
