import type { MessageEnd } from '@fourwire/core';
import type { BlockDialect } from '../codec/block-header.ts';
import { ScpiMessageEnd } from '../codec/message-end.ts';

/** Replies up to this length are looked through byte by byte before a scanner is made for them. */
const short = 128;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Where a reply ends on a byte stream: at the line feed that is not inside a block or a string. */
export function replyEnd(dialect?: BlockDialect): MessageEnd {
  return new ReplyEnd(dialect);
}

/**
 * Where a reply without blocks ends that a carriage return, a line feed or both may end: what may still come of the end of
 * the reply before is passed over.
 */
export const lineEnd: MessageEnd = {
  find: (bytes) => {
    for (let index = contentStart(bytes); index < bytes.length; index++) {
      const byte = bytes[index];
      if (byte === lineFeed || byte === carriageReturn) return index + 1;
    }
    return -1;
  },
};

/** Where a reply begins behind the carriage returns and line feeds that were left of the one before. */
export function contentStart(bytes: Uint8Array): number {
  let start = 0;
  while (bytes[start] === lineFeed || bytes[start] === carriageReturn) start++;
  return start;
}

class ReplyEnd implements MessageEnd {
  readonly #dialect: BlockDialect | undefined;
  #scanner: ScpiMessageEnd | undefined;
  #seen = 0;

  constructor(dialect: BlockDialect | undefined) {
    this.#dialect = dialect;
  }

  get expected(): number | undefined {
    return this.#scanner?.expected;
  }

  get dataAt(): number | undefined {
    return this.#scanner?.dataAt;
  }

  find(bytes: Uint8Array): number {
    if (this.#scanner === undefined) {
      const end = plainEnd(bytes);
      if (end > 0) return end;
      this.#scanner = new ScpiMessageEnd(this.#dialect);
    }
    const end = this.#scanner.push(bytes, this.#seen);
    this.#seen = bytes.length;
    return end;
  }
}

/** The end of a short reply without strings and blocks, which nearly all are; 0 when it takes a closer look. */
function plainEnd(bytes: Uint8Array): number {
  const length = Math.min(bytes.length, short);
  for (let index = 0; index < length; index++) {
    const byte = bytes[index];
    if (byte === lineFeed) return index + 1;
    // A quote, an apostrophe or a number sign begins something in which a line feed may be data.
    if (byte === 0x22 || byte === 0x27 || byte === 0x23) return 0;
  }
  return 0;
}
