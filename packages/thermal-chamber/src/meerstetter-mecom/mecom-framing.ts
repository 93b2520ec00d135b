import type { MessageEnd } from '@fourwire/core';
import type { Framing } from '@fourwire/transport';
import {
  addressMismatch,
  checksumWrong,
  controllerBusy,
  refusedByController,
  unexpectedReply,
} from '../wire/errors.ts';

const carriageReturn = 0x0d;
const replyStart = 0x21;

/** The code of a refusal because of other work. */
const busy = 2;

/** Codes of the other refusals (sheet meerstetter-mecom.md, section 3). */
const refusals: Readonly<Record<number, string>> = {
  1: 'command not available',
  3: 'general communication error',
  4: 'format error',
  5: 'parameter not available',
  6: 'parameter is read only',
  7: 'value out of range',
  8: 'instance not available',
  9: 'general parameter error',
};

/** CRC-16/XMODEM of a text with one character to a byte. */
export function mecomCrc(text: string): string {
  let crc = 0;
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return hex(crc, 4);
}

/**
 * Frames of one MeCom device: `#`, address, sequence number, payload, check, CR; replies begin with `!`. For one request
 * at a time, as the protocol is.
 */
export function mecomFraming(address: number): Framing {
  let sequence = 0;
  let check = '';
  return {
    encode: (payload) => {
      sequence = (sequence + 1) & 0xffff;
      const frame = `#${hex(address, 2)}${hex(sequence, 4)}${payload}`;
      check = mecomCrc(frame);
      return `${frame}${check}\r`;
    },
    end: frameEnd,
    decode: (reply, payload) => {
      // Whatever a device says when it is connected stands before the frame.
      const frame = reply.slice(reply.lastIndexOf('!'), -1);
      const [, from, number, content, sum] = /^!([\dA-F]{2})([\dA-F]{4})(.*)([\dA-F]{4})$/s.exec(frame) ?? [];
      if (from === undefined || number === undefined || content === undefined || sum === undefined)
        throw unexpectedReply('a frame with address, sequence number and check', reply);
      // An acknowledgement repeats the check of its request. That of an identification is not relied on (section 3).
      const isAcknowledgement = content === '';
      const expected = isAcknowledgement ? check : mecomCrc(frame.slice(0, -4));
      if (sum !== expected && payload !== '?IF') throw checksumWrong(reply);
      if (from !== hex(address, 2)) throw addressMismatch(address, Number.parseInt(from, 16));
      if (number !== hex(sequence, 4)) throw unexpectedReply(`sequence number ${hex(sequence, 4)}`, number);
      const [, refusal] = /^\+(\d{2})$/.exec(content) ?? [];
      if (refusal === undefined) return content;
      const code = Number(refusal);
      if (code === busy) throw controllerBusy('is busy');
      throw refusedByController(payload, code, refusals[code] ?? 'an error that the sheet does not name');
    },
  };
}

/** A CR behind the start of a reply: a greeting may stand before it. */
function frameEnd(): MessageEnd {
  return {
    find: (bytes) => {
      const start = bytes.indexOf(replyStart);
      return start < 0 ? -1 : bytes.indexOf(carriageReturn, start) + 1 || -1;
    },
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
