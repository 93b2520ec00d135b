import type { BlockDialect } from './block-header.ts';
import { readBlockHeader } from './block-header.ts';
import { malformed } from './fault.ts';
import { latin1 } from './latin1.ts';
import { stringEnd } from './string-data.ts';

/**
 * A reply taken apart: for each `;` a unit, for each `,` in it an element, blanks around them removed. Separators in
 * quoted strings, parentheses and blocks belong to the data. `1,2;"a;b"` gives `[['1', '2'], ['"a;b"']]`; a unit
 * without data is `[]`; a comma at the end leaves an empty element. A line feed within the reply separates
 * units too, since some instruments end each answer of a message with one. Of bytes the elements are views.
 *
 * Source: sheet scpi.md, 1.2 and 2.
 *
 * @throws FourwireError of kind `protocol` when a string, parenthesis or block does not end.
 */
export function splitResponse(reply: string, dialect?: BlockDialect): string[][];
/** The same for bytes; the elements are views of them. Throws as for text. */
export function splitResponse(reply: Uint8Array, dialect?: BlockDialect): Uint8Array[][];
export function splitResponse(
  reply: string | Uint8Array,
  dialect: BlockDialect = 'standard',
): string[][] | Uint8Array[][] {
  if (typeof reply === 'string') {
    return spans(reply, dialect).map((unit) => unit.map(([from, to]) => reply.slice(from, to)));
  }
  return spans(latin1(reply), dialect).map((unit) => unit.map(([from, to]) => reply.subarray(from, to)));
}

type Span = readonly [from: number, to: number];

function spans(text: string, dialect: BlockDialect): Span[][] {
  const units: Span[][] = [[]];
  const terminator = text.trimEnd().length;
  let at = 0;
  while (true) {
    const from = skipBlanks(text, at);
    const data = dataAfterHeader(text, from, dialect);
    let to = data;
    while (to < text.length && !isSeparator(text.charAt(to))) to++;
    const separator = text.charAt(to);
    const unit = units.at(-1) ?? [];
    if (to > from || separator === ',' || unit.length > 0) unit.push([from, trimEnd(text, data, to)]);
    if (separator === '' || (separator === '\n' && to >= terminator)) return units;
    if (separator !== ',') units.push([]);
    at = to + 1;
  }
}

/** As {@link dataEnd}, also where response headers are on and the data come after one and a blank: `:CURVE #15…`. */
function dataAfterHeader(text: string, from: number, dialect: BlockDialect): number {
  if (text.charAt(from) !== ':') return dataEnd(text, from, dialect);
  let at = from;
  while (text.charAt(at) > ' ' && !isSeparator(text.charAt(at))) at++;
  const data = skipBlanks(text, at);
  const end = dataEnd(text, data, dialect);
  return end === data ? from : end;
}

/** The position after the string, block or expression at `from`; `from` itself where there is none. */
function dataEnd(text: string, from: number, dialect: BlockDialect): number {
  switch (text.charAt(from)) {
    case '"':
    case "'": {
      const end = stringEnd(text, from);
      if (end < 0) throw notEnded('quoted string', text, from);
      return end;
    }
    case '(': {
      return expressionEnd(text, from);
    }
    case '#': {
      const header = readBlockHeader((position) => text.charCodeAt(position), from, dialect);
      if (header.kind === 'none' || header.kind === 'partial') return from;
      if (header.kind === 'indefinite') return text.endsWith('\n') ? text.length - 1 : text.length;
      const end = header.start + header.length;
      if (end > text.length) throw notEnded(`block of ${header.length} bytes`, text, from);
      return end;
    }
    default: {
      return from;
    }
  }
}

function expressionEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth === 0) return at + 1;
  }
  throw notEnded('parenthesis', text, from);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at) <= ' ' && text.charAt(at) !== '\n') at++;
  return at;
}

/** The end without blanks, but not before `data`: a block may end in any byte. */
function trimEnd(text: string, data: number, to: number): number {
  let end = to;
  while (end > data && text.charAt(end - 1) <= ' ') end--;
  return end;
}

function isSeparator(character: string): boolean {
  return character === ',' || character === ';' || character === '\n';
}

function notEnded(what: string, text: string, from: number): Error {
  return malformed(
    'scpi-reply-malformed',
    `The ${what} that begins at byte ${from} does not end.`,
    text,
    from,
  );
}
