import { FourwireError } from '@fourwire/core';
import type { Item, ListItem, LocalizedText } from '../secs-ii/item.ts';
import { decodeLocalized } from '../secs-ii/localized.ts';
import { highestMaxDepth } from '../secs-ii/limits.ts';
import { doubleText, singleText } from './float-text.ts';

/** How SML is written. */
export interface SmlOptions {
  /**
   * `plain` (the default) is what most programs read. `secs4net` quotes stream and function and uses single quotes,
   * counts everywhere and one item a line, because that library's reader wants it; it does not read the `0x0A` that
   * stands for a line feed in a text.
   */
  readonly dialect?: 'plain' | 'secs4net' | undefined;
  /** Everything in one line, for logs; not for the secs4net dialect. */
  readonly singleLine?: boolean | undefined;
}

/**
 * The item as SML, lists indented by two spaces. Text outside printable ASCII is written as bytes (`0x0D`), 4-byte
 * floats with as few digits as do. Kind `range`, code `secs-item-depth`, when more than 512 lists lie in one another.
 *
 * SML has no standard. Source of grammar and dialects: sheet secs-ii.md section 5. Unconfirmed: the notation of
 * localized text, `<W "text">` in UTF-8 and `<W 0x0008 "bytes">` in any other encoding; no public program shows the
 * encoding at all.
 */
export function itemToSml(item: Item, options: SmlOptions = {}): string {
  return printItem(item, options, 0, '');
}

/** @internal */
export function printItem(item: Item, options: SmlOptions, depth: number, indent: string): string {
  const secs4net = options.dialect === 'secs4net';
  if (item.format !== 'L') {
    const values = valuesText(item, secs4net);
    const size = secs4net ? ` [${item.format === 'W' ? item.value.bytes.length : item.value.length}]` : '';
    return `${indent}<${item.format}${size}${values === '' ? '' : ' '}${values}>`;
  }
  if (depth >= highestMaxDepth) {
    throw new FourwireError(
      'range',
      'secs-item-depth',
      `SML: more than ${highestMaxDepth} lists lie in one another.`,
    );
  }
  const singleLine = options.singleLine === true && !secs4net;
  const head = `${indent}<L [${item.value.length}]`;
  if (item.value.length === 0 && !secs4net) return `${head}>`;
  const inner = singleLine ? ' ' : `${indent}  `;
  const children = item.value.map((child) => printItem(child, options, depth + 1, inner));
  return singleLine ? `${head}${children.join('')}>` : [head, ...children, `${indent}>`].join('\n');
}

function valuesText(item: Exclude<Item, ListItem>, secs4net: boolean): string {
  const mark = secs4net ? "'" : '"';
  if (item.format === 'A' || item.format === 'J') return quote(item.value, mark);
  if (item.format === 'W') return localizedText(item.value, mark);
  if (item.format === 'B') return Array.from(item.value, (byte) => hex(byte, 2)).join(' ');
  if (item.format === 'F4') return item.value.map(singleText).join(' ');
  if (item.format === 'F8') return item.value.map(doubleText).join(' ');
  if (item.format !== 'BOOLEAN') return item.value.join(' ');
  const [yes, no] = secs4net ? ['True', 'False'] : ['TRUE', 'FALSE'];
  return item.value.map((value) => (value ? yes : no)).join(' ');
}

function localizedText(localized: LocalizedText, mark: '"' | "'"): string {
  const { encoding, bytes } = localized;
  const text = encoding === 2 ? decodeLocalized(localized) : undefined;
  if (text !== undefined) return quote(text, mark);
  return `${hex(encoding, 4)} ${quote(Buffer.from(bytes).toString('latin1'), mark)}`;
}

const stretches = { '"': /[ !#-~\u0100-\uffff]+|[^]/g, "'": /[ -&(-~\u0100-\uffff]+|[^]/g };

/** Printable stretches in quotes, everything else that one byte stands for as a number: `"line" 0x0D 0x0A`. */
function quote(text: string, mark: '"' | "'"): string {
  const parts = text.match(stretches[mark]) ?? [''];
  return parts
    .map((part) => (isByte(part, mark) ? hex(part.charCodeAt(0), 2) : mark + part + mark))
    .join(' ');
}

function isByte(part: string, mark: string): boolean {
  const code = part.charCodeAt(0);
  return part === mark || code < 0x20 || (code >= 0x7f && code <= 0xff);
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
}
