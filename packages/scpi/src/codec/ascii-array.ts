import { FourwireError } from '@fourwire/core';
import { excerpt, malformed, refused } from './fault.ts';
import { asBuffer } from './latin1.ts';
import { DECIMAL } from './number.ts';
import { parseReading } from './reading.ts';
import { fromSentinel } from './sentinel.ts';

const BLANK = 0x20;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SEMICOLON = 0x3b;
const UPPER_E = 0x45;
const LOWER_E = 0x65;

/** The powers of ten up to this one are exact in a double. */
const MOST_EXACT = 22;
const EXACT_POWERS = Float64Array.from({ length: MOST_EXACT + 1 }, (_, exponent) => Number(`1e${exponent}`));
const SAMPLE = 4096;

/** Numbers in one call of the inner loop: so few that V8 optimises the function and not only one long run of it. */
const STRETCH = 4096;

/**
 * The numbers in a long ASCII response, separated by commas, semicolons or blanks, each correctly rounded; one comma
 * after the last is allowed. Overload and "not a number" become `Infinity`, `-Infinity` and `NaN`; units glued to a
 * number are dropped, all as in `parseReading`. With `into` the numbers go there and its front part is returned; without
 * it the result may be a view of a slightly larger buffer.
 *
 * @throws FourwireError of kind `protocol` when an element is empty or no number; `range` when `into` is too small.
 */
export function parseAsciiArray(data: Uint8Array, into?: Float64Array): Float64Array {
  let out = into ?? new Float64Array(expectedCount(data));
  const cursor: Cursor = { at: 0, count: 0 };
  const stop = lastSeparator(data);
  while (true) {
    const before = cursor.count;
    plainNumbers(data, cursor, stop, out, Math.min(out.length, before + STRETCH));
    if (cursor.at === data.length) break;
    if (cursor.count === out.length) out = grow(out, into, data, cursor.at);
    if (cursor.count - before === STRETCH) continue;
    const end = elementEnd(data, cursor.at);
    out[cursor.count++] = element(data, cursor.at, end);
    cursor.at = afterSeparator(data, end);
  }
  return cursor.count === out.length ? out : out.subarray(0, cursor.count);
}

/** Where the parser is in the bytes, and how many numbers it has. */
interface Cursor {
  at: number;
  count: number;
}

/**
 * Reads numbers in plain digits until there are `limit` of them or something else comes. A separator follows every
 * number that begins before `stop`, so the loops need not look for the end of the data.
 */
function plainNumbers(
  data: Uint8Array,
  cursor: Cursor,
  stop: number,
  out: Float64Array,
  limit: number,
): void {
  let { at, count } = cursor;
  while (at <= stop) {
    let byte = data[at] as number;
    if (byte <= BLANK) {
      cursor.at = ++at;
      continue;
    }
    if (count === limit) break;
    const negative = byte === MINUS;
    if (negative || byte === PLUS) byte = data[++at] as number;
    const first = at;
    let mantissa = 0;
    while (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      byte = data[++at] as number;
    }
    let digits = at - first;
    let exponent = 0;
    if (byte === POINT) {
      const point = ++at;
      byte = data[at] as number;
      while (byte >= ZERO && byte <= NINE) {
        mantissa = mantissa * 10 + (byte - ZERO);
        byte = data[++at] as number;
      }
      exponent = point - at;
      digits -= exponent;
    }
    if (byte === UPPER_E || byte === LOWER_E) {
      byte = data[++at] as number;
      const down = byte === MINUS;
      if (down || byte === PLUS) byte = data[++at] as number;
      const from = at;
      let power = 0;
      while (byte >= ZERO && byte <= NINE) {
        power = power * 10 + (byte - ZERO);
        byte = data[++at] as number;
      }
      exponent += down ? -power : power;
      if (at === from) digits = 0;
    }
    const exact =
      digits > 0 && mantissa <= Number.MAX_SAFE_INTEGER && exponent >= -MOST_EXACT && exponent <= MOST_EXACT;
    if (!exact || !isSeparator(byte)) break;
    // Both numbers are exact, so the one division or multiplication rounds correctly (Clinger 1990).
    const value =
      exponent < 0
        ? mantissa / (EXACT_POWERS[-exponent] as number)
        : mantissa * (EXACT_POWERS[exponent] as number);
    out[count++] = negative ? -value : value;
    at = byte === COMMA ? at + 1 : afterSeparator(data, at);
    cursor.at = at;
  }
  cursor.count = count;
}

/** The number between two positions, whatever its digits and exponent, its unit, or the word in its place. */
function element(data: Uint8Array, from: number, to: number): number {
  const text = asBuffer(data).toString('latin1', from, to);
  if (DECIMAL.test(text)) return fromSentinel(Number(text));
  try {
    return parseReading(text).value;
  } catch (error) {
    throw malformed(
      FourwireError.is(error) ? error.code : 'scpi-number-malformed',
      `Expected a number at byte ${from}, got ${excerpt(text)}.`,
      asBuffer(data).toString('latin1', from, from + 100),
      0,
      { position: from },
    );
  }
}

/** The position after the blanks at `from` and one comma or semicolon among them. */
function afterSeparator(data: Uint8Array, from: number): number {
  let at = from;
  while (at < data.length && (data[at] as number) <= BLANK) at++;
  return at < data.length && isSeparator(data[at] as number) ? at + 1 : at;
}

function isSeparator(byte: number): boolean {
  return byte === COMMA || byte <= BLANK || byte === SEMICOLON;
}

function elementEnd(data: Uint8Array, from: number): number {
  let end = from;
  for (; end < data.length; end++) {
    if (isSeparator(data[end] as number)) break;
  }
  return end;
}

function lastSeparator(data: Uint8Array): number {
  let at = data.length - 1;
  for (; at >= 0; at--) {
    if (isSeparator(data[at] as number)) break;
  }
  return at;
}

function expectedCount(data: Uint8Array): number {
  const sample = Math.min(data.length, SAMPLE);
  let separators = 1;
  for (let at = 0; at < sample; at++) {
    if (isSeparator(data[at] as number)) separators++;
  }
  return sample === data.length ? separators : Math.ceil((data.length / sample) * separators);
}

function grow(out: Float64Array, into: Float64Array | undefined, data: Uint8Array, at: number): Float64Array {
  if (into !== undefined) {
    throw refused(
      'scpi-target-too-small',
      `The target array holds ${into.length} elements, but more numbers arrived; give a larger one.`,
      { length: into.length },
    );
  }
  // What is left holds at most one number in two bytes.
  const larger = new Float64Array(out.length + Math.min(out.length, (data.length - at + 1) >> 1) + 1);
  larger.set(out);
  return larger;
}
