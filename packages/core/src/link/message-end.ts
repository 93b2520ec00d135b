import { FourwireError } from '../errors/fourwire-error.ts';

/**
 * Finds where a message ends in the bytes received so far. Made anew for each message, so it may remember how far it
 * has looked.
 */
export interface MessageEnd {
  /**
   * @param bytes - everything received of this message so far, and perhaps of the next
   * @returns how many bytes belong to this message, terminator included, or -1 when its end is not there yet
   */
  find(bytes: Uint8Array): number;
  /**
   * How many bytes belong to the message when the peer hangs up now, or -1 when it is then cut short. Absent: a message
   * never ends so. See `tolerateHangUp` of a byte transport.
   */
  atHangUp?(bytes: Uint8Array): number;
  /** How many bytes the message will have, as soon as that is known, so that room for a long one is made only once. */
  readonly expected?: number | undefined;
  /**
   * Where in the message binary data begin, once that is known: the memory of a long message is then chosen so that
   * numbers of up to 8 bytes lie where a typed array on that memory can read them.
   */
  readonly dataAt?: number | undefined;
}

const lineFeed = Uint8Array.of(0x0a);

/** The message ends with these bytes, a line feed unless given. */
export function endsWith(terminator: string | Uint8Array = lineFeed): MessageEnd {
  const pattern = typeof terminator === 'string' ? new TextEncoder().encode(terminator) : terminator;
  const last = pattern.at(-1);
  if (last === undefined)
    throw new FourwireError('range', 'terminator-empty', 'terminator must hold at least one byte.');
  let from = pattern.length - 1;
  return {
    find(bytes) {
      for (let index = bytes.indexOf(last, from); index >= 0; index = bytes.indexOf(last, index + 1)) {
        const start = index - pattern.length + 1;
        if (pattern.every((byte, offset) => bytes[start + offset] === byte)) return index + 1;
      }
      from = Math.max(from, bytes.length);
      return -1;
    },
  };
}

/** The message has exactly `count` bytes. */
export function exactly(count: number): MessageEnd {
  return { expected: count, find: (bytes) => (bytes.length >= count ? count : -1) };
}
