import { FourwireError } from '@fourwire/core';

/** A stretch of an address string that remembers its place, so that an error can point at it. */
export interface Part {
  readonly source: string;
  readonly text: string;
  /** Index of the first character in `source`. */
  readonly start: number;
  /** Index behind the last character. */
  readonly end: number;
}

/** The characters of `source` from `start` up to `end`. */
export function partOf(source: string, start: number, end: number): Part {
  return { source, text: source.slice(start, end), start, end };
}

/** The empty place behind `part`, where something is missing. */
export function behind(part: Part): Part {
  return partOf(part.source, part.end, part.end);
}

/** The pieces of `whole` between separators. A piece that begins with `[` is kept whole up to its `]`. */
export function split(whole: Part, separator: string): Part[] {
  const { source, end } = whole;
  const pieces: Part[] = [];
  let { start } = whole;
  for (;;) {
    const bracket = source[start] === '[' ? source.indexOf(']', start) : -1;
    const at = source.indexOf(separator, Math.max(start, bracket));
    if (at < 0 || at >= end) break;
    pieces.push(partOf(source, start, at));
    start = at + separator.length;
  }
  pieces.push(partOf(source, start, end));
  return pieces;
}

/** The error that points at `part`, says what is `expected` there and shows a good address. */
export function invalid(part: Part, expected: string, example: string): FourwireError {
  const { source: address, start, end } = part;
  const found = part.text === '' ? 'nothing' : quoted(part.text, 40);
  return new FourwireError(
    'range',
    'address-invalid',
    `Address ${quoted(address, 120)}, character ${start + 1}: found ${found}, expected ${expected}, for example ${quoted(example, 80)}.`,
    { details: { address, start, end } },
  );
}

/** The whole number in `part`, written in decimal. */
export function integer(part: Part, what: string, min: number, max: number, example: string): number {
  const value = /^\d{1,10}$/.test(part.text) ? Number(part.text) : Number.NaN;
  if (!(value >= min && value <= max)) throw invalid(part, `${what} from ${min} to ${max}`, example);
  return value;
}

/** The text for a message: in quotes, control characters escaped, cut at `limit`. */
export function quoted(text: string, limit: number): string {
  return JSON.stringify(text.length > limit ? `${text.slice(0, limit)}…` : text);
}
