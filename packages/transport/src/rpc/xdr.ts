import { FourwireError } from '@fourwire/core';

/**
 * What an argument list is made of: a number is one word, signed or not (XDR's int, unsigned, bool, enum, and also
 * char and short, which take a word each); bytes are an `opaque<>` or a `string<>`.
 */
export type XdrItem = number | Uint8Array;

const word = 4;

/** How many bytes the items take as XDR (RFC 4506). */
export function xdrLength(items: readonly XdrItem[]): number {
  let length = 0;
  for (const item of items) length += word + (typeof item === 'number' ? 0 : padded(item.length));
  return length;
}

/**
 * Writes the items as XDR (RFC 4506) into `target`.
 *
 * @returns the position behind them
 * @throws FourwireError of kind `range`, code `xdr-number`, for a number that does not fit a word
 */
export function writeXdr(target: Uint8Array, from: number, items: readonly XdrItem[]): number {
  let at = from;
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as XdrItem;
    if (typeof item === 'number') {
      checkWord(item, index);
      putWord(target, at, item);
      at += word;
    } else {
      putWord(target, at, item.length);
      target.set(item, at + word);
      const end = at + word + item.length;
      at += word + padded(item.length);
      if (end < at) target.fill(0, end, at);
    }
  }
  return at;
}

/** Writes a word, big-endian. */
export function putWord(target: Uint8Array, at: number, value: number): void {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
}

/** Reads a word, big-endian; the bytes must be there. */
export function getWord(bytes: Uint8Array, at: number): number {
  const [a, b] = [bytes[at] as number, bytes[at + 1] as number];
  const [c, d] = [bytes[at + 2] as number, bytes[at + 3] as number];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** Reads XDR (RFC 4506) item by item. Bytes behind the last item are ignored. */
export class XdrReader {
  readonly #bytes: Uint8Array;
  #at: number;

  /** @param at - where to begin */
  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /**
   * An unsigned word; a signed one is the same modulo 2^32.
   *
   * @throws FourwireError of kind `protocol`, code `xdr-truncated`, when the bytes end before it does
   */
  word(): number {
    const at = this.#take(word);
    return getWord(this.#bytes, at);
  }

  /**
   * An `opaque<>` or `string<>`, as a view and not a copy. Padding that is missing at the very end is forgiven.
   *
   * @throws FourwireError of kind `protocol`, code `xdr-truncated`, when the bytes end before it does
   */
  opaque(): Uint8Array {
    const length = this.word();
    const at = this.#take(length);
    this.#at = Math.min(this.#at + padded(length) - length, this.#bytes.length);
    return this.#bytes.subarray(at, at + length);
  }

  #take(count: number): number {
    const at = this.#at;
    if (count > this.#bytes.length - at) {
      throw new FourwireError(
        'protocol',
        'xdr-truncated',
        `The message ends too early: ${count} bytes are announced at position ${at} of ${this.#bytes.length}.`,
      );
    }
    this.#at = at + count;
    return at;
  }
}

function padded(length: number): number {
  return length + (-length & (word - 1));
}

function checkWord(value: number, index: number): void {
  if (Number.isInteger(value) && value >= -0x8000_0000 && value <= 0xffff_ffff) return;
  throw new FourwireError(
    'range',
    'xdr-number',
    `Item ${index} must be a whole number of 32 bits, -2147483648 to 4294967295; got ${value}.`,
  );
}
