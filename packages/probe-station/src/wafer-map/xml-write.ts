import { rowsOf, unwritable } from './file-check.ts';
import { formatG85Code, g85BinTypes } from './g85-codes.ts';
import type { G85BinType } from './g85-codes.ts';
import type { MapCell, MapFile } from './map-file.ts';

/** @internal Names and values of an element, in order. */
export type Attributes = readonly (readonly [string, string | number | undefined])[];

/** @internal A map's bins and rows as text. */
export interface WrittenCells {
  /** The attributes that describe each bin. */
  readonly bins: readonly Attributes[];
  readonly rows: readonly string[];
}

/**
 * @internal The bins and rows of a map. Cells without a die and skipped ones become the null bin.
 *
 * @throws FourwireError `range` (`map-file-value`)
 */
export function writeCells(file: MapFile, type: G85BinType, separator: string): WrittenCells {
  const { nullBin } = g85BinTypes[type];
  const codeText = (code: number): string => {
    const text = formatG85Code(type, code);
    if (text === nullBin)
      throw unwritable(`bin code ${code} is the null bin of ${type}; take another bin code or bin type`, {
        code,
        type,
      });
    return text;
  };
  const rows = rowsOf(file);
  const counts = new Map<number, number>();
  for (const cell of file.cells) if (typeof cell === 'number') counts.set(cell, (counts.get(cell) ?? 0) + 1);
  // A file has few codes and many cells: format each code once.
  const texts = new Map<MapCell, string>([...counts.keys()].map((code) => [code, codeText(code)]));
  return {
    bins: file.bins.map((bin) => [
      ['BinCode', codeText(bin.code)],
      ['BinQuality', { pass: 'Pass', fail: 'Fail', none: undefined }[bin.quality]],
      ['BinCount', counts.get(bin.code) ?? 0],
      ['BinDescription', bin.name],
    ]),
    rows: rows.map((row) => row.map((cell) => texts.get(cell) ?? nullBin).join(separator)),
  };
}

/** @internal Attributes as they follow the name of an element; those that are undefined are left out. */
export function attributeText(attributes: Attributes): string {
  const names = new Set<string>();
  return attributes
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      if (!/^[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?$/.test(name) || names.has(name)) {
        throw unwritable(`${JSON.stringify(name)} cannot be the name of an attribute, or is already one`, {
          name,
        });
      }
      names.add(name);
      return ` ${name}="${escape(name, String(value))}"`;
    })
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** @internal A text that XML can carry; `name` says whose it is. */
export function escape(name: string, text: string): string {
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)) {
    throw unwritable(`${name} holds a character that XML cannot carry`, { name, text });
  }
  return text.replaceAll(/[&<>"\t\n\r]/g, (character) => entities[character] ?? character);
}

/** @internal A CDATA section; `]]>` within the text (three bins of an Ascii map) is split over two. */
export function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
