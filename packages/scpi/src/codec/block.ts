import type { BlockDialect } from './block-header.ts';
import { readBlockHeader } from './block-header.ts';
import { excerpt, malformed, refused } from './fault.ts';
import { latin1 } from './latin1.ts';

/** A block found in a reply. */
export interface ScpiBlock {
  /** The bytes in the block, as a view of the reply: copy or decode it before the reply's memory is used again. */
  readonly data: Uint8Array;
  /** The position after the block in the reply. */
  readonly end: number;
}

const LINE_FEED = 0x0a;
const BLANK = 0x20;

/**
 * The arbitrary block that begins at `from`: definite (`#15HELLO`), or indefinite (`#0…`), which takes the rest of
 * the reply up to its last line feed. Nothing is copied.
 *
 * Source: IEEE 488.2, 8.7.9 and 8.7.10; sheet scpi.md, 2.1.
 *
 * @throws FourwireError of kind `protocol` when there is no block or it is shorter than its header says.
 */
export function readBlock(reply: Uint8Array, from = 0, dialect: BlockDialect = 'standard'): ScpiBlock {
  const header = readBlockHeader((position) => reply[position], from, dialect);
  if (header.kind === 'none' || header.kind === 'partial') {
    const text = latin1(reply.subarray(from, from + 100));
    throw malformed(
      'scpi-block-malformed',
      `Expected a block such as #15HELLO at byte ${from}, got ${excerpt(text)}.`,
      text,
      0,
      { position: from },
    );
  }
  if (header.kind === 'indefinite') {
    const end = reply.length > header.start && reply.at(-1) === LINE_FEED ? reply.length - 1 : reply.length;
    return { data: reply.subarray(header.start, end), end };
  }
  const end = header.start + header.length;
  if (end > reply.length) {
    const received = reply.length - header.start;
    throw malformed(
      'scpi-block-short',
      `The block at byte ${from} announces ${header.length} bytes, but only ${received} follow.`,
      latin1(reply.subarray(from, from + 100)),
      0,
      { position: from, announced: header.length, received },
    );
  }
  return { data: reply.subarray(header.start, end), end };
}

/**
 * The bytes of a reply that is one arbitrary block and nothing else but its terminator, as a view of the reply.
 *
 * @throws FourwireError of kind `protocol` when it is no block, is cut short, or anything follows it.
 */
export function decodeBlock(reply: Uint8Array, dialect: BlockDialect = 'standard'): Uint8Array {
  const { data, end } = readBlock(reply, 0, dialect);
  for (let position = end; position < reply.length; position++) {
    if ((reply[position] ?? 0) > BLANK) {
      const text = latin1(reply.subarray(position, position + 100));
      throw malformed(
        'scpi-block-malformed',
        `Expected nothing after the block of ${data.length} bytes, got ${excerpt(text)} at byte ${position}.`,
        text,
        0,
        { position },
      );
    }
  }
  return data;
}

/**
 * The header of a definite block of `length` bytes: `#510000`. With `digits` the length is padded with zeros, as
 * instruments do (`#9000010000`).
 *
 * @throws FourwireError of kind `range` when the length does not fit into the digits, of which there are at most nine.
 */
export function blockHeader(length: number, digits = String(length).length): string {
  const text = String(length).padStart(digits, '0');
  if (!Number.isSafeInteger(length) || length < 0 || digits > 9 || text.length > digits) {
    throw refused(
      'scpi-value-refused',
      `A definite block holds 0 to 999999999 bytes, written with 1 to 9 digits, got ${length} bytes and ${digits} digits.`,
    );
  }
  return `#${digits}${text}`;
}
