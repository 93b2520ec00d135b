/**
 * How lengths of blocks are written where an instrument departs from IEEE 488.2: `standard` is `#` and a digit 1 to 9;
 * `hexadecimal-length` also takes the digit as A to F (`#A` = ten digits, some Tektronix and LeCroy); `hp` also takes
 * `#A` and two bytes, most significant first (old HP). All of them take `#(1234567890)` (Rohde & Schwarz).
 *
 * Source: sheet scpi.md, 2.1.
 */
export type BlockDialect = 'standard' | 'hexadecimal-length' | 'hp';

/**
 * What stands where a block may begin. `start` is the position of its first data byte. A definite block gives its
 * length in bytes; an indefinite one lasts until the message ends. `none` is no block; `partial` needs more bytes.
 */
export type BlockHeader =
  | { readonly kind: 'definite'; readonly start: number; readonly length: number }
  | { readonly kind: 'indefinite'; readonly start: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'partial' };

const none: BlockHeader = { kind: 'none' };
const partial: BlockHeader = { kind: 'partial' };

/** Reads the header at `from`; `byteAt` gives the byte at a position, `undefined` or `NaN` after the last one. */
export function readBlockHeader(
  byteAt: (position: number) => number | undefined,
  from: number,
  dialect: BlockDialect = 'standard',
): BlockHeader {
  const at = (position: number): number => byteAt(position) ?? Number.NaN;
  if (at(from) !== HASH) return Number.isNaN(at(from)) ? partial : none;
  const sort = at(from + 1);
  if (Number.isNaN(sort)) return partial;
  if (sort === PARENTHESIS) return parenthesised(at, from + 2);
  if (sort === ZERO) return { kind: 'indefinite', start: from + 2 };
  const letter = sort & ~0x20;
  if (dialect === 'hp' && letter === LETTER_A) {
    const length = at(from + 2) * 256 + at(from + 3);
    return Number.isNaN(length) ? partial : { kind: 'definite', start: from + 4, length };
  }
  if (isDigit(sort)) return digits(at, from + 2, sort - ZERO);
  if (dialect === 'hexadecimal-length' && letter >= LETTER_A && letter <= LETTER_A + 5) {
    return digits(at, from + 2, letter - LETTER_A + 10);
  }
  return none;
}

const HASH = 0x23;
const PARENTHESIS = 0x28;
const ZERO = 0x30;
const LETTER_A = 0x41;
const LONGEST_LENGTH = 15;

function digits(at: (position: number) => number, from: number, count: number): BlockHeader {
  let length = 0;
  for (let position = from; position < from + count; position++) {
    const byte = at(position);
    if (Number.isNaN(byte)) return partial;
    if (!isDigit(byte)) return none;
    length = length * 10 + byte - ZERO;
  }
  return { kind: 'definite', start: from + count, length };
}

function parenthesised(at: (position: number) => number, from: number): BlockHeader {
  let end = from;
  while (isDigit(at(end)) && end - from < LONGEST_LENGTH) end++;
  const header = digits(at, from, end - from);
  if (Number.isNaN(at(end))) return partial;
  return at(end) === PARENTHESIS + 1 && end > from && header.kind === 'definite'
    ? { ...header, start: end + 1 }
    : none;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}
