import type { Format } from '../secs-ii/format.ts';
import type { Item } from '../secs-ii/item.ts';
import { highestMaxDepth } from '../secs-ii/limits.ts';
import {
  anyNumber,
  bigWholeNumber,
  parseLocalized,
  parseText,
  parseValues,
  truth,
  wholeNumber,
} from './parse-values.ts';
import { SmlScanner } from './scanner.ts';

const size = /\[\s*\d+\s*(?:\.\.\s*\d*\s*)?\]/y;

/** Names of formats in the dialects that were seen, in upper case. */
const formatNames: Readonly<Record<string, Format>> = {
  L: 'L',
  B: 'B',
  BINARY: 'B',
  BOOLEAN: 'BOOLEAN',
  BOOL: 'BOOLEAN',
  A: 'A',
  J: 'J',
  JIS8: 'J',
  W: 'W',
  V: 'W',
  U: 'W',
  C: 'W',
  UNICODE: 'W',
  I1: 'I1',
  I2: 'I2',
  I4: 'I4',
  I8: 'I8',
  U1: 'U1',
  U2: 'U2',
  U4: 'U4',
  U8: 'U8',
  F4: 'F4',
  F8: 'F8',
};

/**
 * The item that `text` describes in SML, in any dialect of sheet secs-ii.md section 5: numbers in decimal, `0x` and
 * `0b`, either kind of quotes, sizes (a hint, not checked), comments.
 *
 * Kind `protocol` with line and column in the message and in `details`: code `sml-syntax` when the text is no SML,
 * `sml-value` when a format cannot hold a value, `sml-depth` when more than 512 lists lie in one another.
 */
export function itemFromSml(text: string): Item {
  const scanner = new SmlScanner(text);
  const item = parseItem(scanner, 0);
  if (scanner.next() !== '') throw scanner.unexpected('the end');
  return item;
}

/** @internal */
export function parseItem(scanner: SmlScanner, depth: number): Item {
  if (!scanner.take('<')) throw scanner.unexpected('"<" and an item');
  scanner.next();
  const start = scanner.position;
  const name = scanner.word().toUpperCase();
  const format = Object.hasOwn(formatNames, name) ? formatNames[name] : undefined;
  if (format === undefined) throw scanner.unexpected('a format (L, A, U4, …)', start);
  if (scanner.next() === '[' && scanner.match(size) === undefined)
    throw scanner.unexpected('a size like [3]');
  const item = parseBody(scanner, format, depth);
  if (!scanner.take('>')) throw scanner.unexpected(format === 'L' ? '"<" and an item, or ">"' : '">"');
  return item;
}

function parseBody(scanner: SmlScanner, format: Format, depth: number): Item {
  if (format === 'L') return { format, value: parseChildren(scanner, depth) };
  if (format === 'A' || format === 'J') return { format, value: parseText(scanner, format) };
  if (format === 'W') return { format, value: parseLocalized(scanner) };
  if (format === 'B') return { format, value: Uint8Array.from(parseValues(scanner, format, wholeNumber)) };
  if (format === 'BOOLEAN') return { format, value: parseValues(scanner, format, truth) };
  if (format === 'F4') return { format, value: parseValues(scanner, format, anyNumber).map(Math.fround) };
  if (format === 'F8') return { format, value: parseValues(scanner, format, anyNumber) };
  if (format === 'I8' || format === 'U8')
    return { format, value: parseValues(scanner, format, bigWholeNumber) };
  return { format, value: parseValues(scanner, format, wholeNumber) };
}

function parseChildren(scanner: SmlScanner, depth: number): Item[] {
  if (depth >= highestMaxDepth) {
    throw scanner.error('sml-depth', `more than ${highestMaxDepth} lists lie in one another`);
  }
  const children: Item[] = [];
  while (scanner.next() === '<') children.push(parseItem(scanner, depth + 1));
  return children;
}
