import { ScpiRefusal } from './status-model.ts';

/** One unit of a program message: a header and its parameters. */
export interface MessageUnit {
  readonly mnemonics: readonly string[];
  readonly common: boolean;
  readonly query: boolean;
  /** Whether the header begins at the root of the tree. */
  readonly rooted: boolean;
  readonly parameters: readonly string[];
}

/** How many characters the block that begins at `at` takes, with its header; 0 when no block begins there. */
export function blockLength(text: string, at: number): number {
  const digits = Number(/^#[1-9]/.exec(text.slice(at, at + 2))?.[0].slice(1) ?? 0);
  const count = text.slice(at + 2, at + 2 + digits);
  return digits > 0 && count.length === digits && /^\d+$/.test(count) ? 2 + digits + Number(count) : 0;
}

/** Cuts a message at `separator`, not inside quotes, parentheses and blocks. */
export function cut(text: string, separator: ';' | ','): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let mark = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (mark !== '') {
      if (character === mark) mark = '';
    } else if (character === '"' || character === "'") {
      mark = character;
    } else if (character === '(') {
      depth++;
    } else if (character === ')') {
      depth = Math.max(0, depth - 1);
    } else if (character === '#') {
      at += Math.max(1, blockLength(text, at)) - 1;
    } else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Takes a unit apart; `undefined` for a blank one. */
export function readUnit(text: string): MessageUnit | undefined {
  const trimmed = withoutBlanks(text);
  if (trimmed === '') return undefined;
  const [header] = /^[:*]?[A-Za-z_][\w:]*\??/.exec(trimmed) ?? [];
  if (header === undefined) throw new ScpiRefusal(-102);
  const rest = trimmed.slice(header.length);
  if (rest !== '' && !isBlank(rest, 0)) throw new ScpiRefusal(-102);
  const query = header.endsWith('?');
  const bare = query ? header.slice(0, -1) : header;
  const mnemonics = bare.replace(/^:/, '').split(':');
  if (mnemonics.includes('')) throw new ScpiRefusal(-102);
  return {
    mnemonics,
    common: bare.startsWith('*'),
    query,
    rooted: bare.startsWith(':'),
    parameters: rest === '' ? [] : cut(rest, ',').map(withoutBlanks),
  };
}

/** Bytes 0 to 32 are white space in a program message (sheet scpi.md, section 1). */
function isBlank(text: string, at: number): boolean {
  return text.charCodeAt(at) <= 32;
}

function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return text.slice(start, end);
}
