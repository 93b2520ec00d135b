import type { MessageEnd } from '@fourwire/core';
import type { Framing } from './text-session.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Commands that end with `terminator`; replies are lines that end with CR, LF or both. What is left of the end of
 * the line before is skipped.
 */
export function lineFraming(terminator = '\r'): Framing {
  return {
    encode: (command) => command + terminator,
    end: lineEnd,
    decode: (reply) => reply.replace(/^[\r\n]+/, '').replace(/[\r\n]+$/, ''),
  };
}

/**
 * As {@link lineFraming}, for lines on which the command may come back before its reply: an echo is skipped. Taken for the
 * reply it would leave the reply to the next command.
 */
export function echoingLineFraming(terminator = '\r'): Framing {
  const plain = lineFraming(terminator);
  const echoIn = (text: string, command: string): number => {
    const end = lineEnd().find(Buffer.from(text, 'latin1'));
    return end >= 0 && plain.decode(text.slice(0, end), command) === command ? end : 0;
  };
  return {
    ...plain,
    end: (command) => ({
      find: (bytes) => {
        const echo = echoIn(Buffer.from(bytes).toString('latin1'), command);
        const end = lineEnd().find(bytes.subarray(echo));
        return end < 0 ? end : echo + end;
      },
    }),
    decode: (reply, command) => plain.decode(reply.slice(echoIn(reply, command)), command),
  };
}

/** The end of a line, however it is marked; an LF that has arrived with its CR belongs to it. */
export function lineEnd(): MessageEnd {
  return {
    find(bytes) {
      let start = 0;
      while (isEnd(bytes[start])) start++;
      for (let index = start; index < bytes.length; index++) {
        if (!isEnd(bytes[index])) continue;
        return bytes[index] === carriageReturn && bytes[index + 1] === lineFeed ? index + 2 : index + 1;
      }
      return -1;
    },
  };
}

function isEnd(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn;
}
