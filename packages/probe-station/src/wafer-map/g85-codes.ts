import { unwritable } from './file-check.ts';

/** How a G85 file writes bin codes. */
export type G85BinType = keyof typeof g85BinTypes;

interface CodeFormat {
  /** Characters per code. */
  readonly width: number;
  /** Number base; 0: the code is the character's own number. */
  readonly radix: 0 | 10 | 16;
  readonly nullBin: string;
  readonly separator: string;
}

/**
 * The four `BinType`s of G85: one character without separators, three decimal digits separated by blanks, two or four
 * digits (wafer-map-and-data.md, 4.2). Unconfirmed: that `Integer2` is hexadecimal and that neither it nor
 * `HexaDecimal` is separated; the sheet gives the widths only. The reader takes both with or without separators.
 */
export const g85BinTypes = {
  Ascii: { width: 1, radix: 0, nullBin: '.', separator: '' },
  Decimal: { width: 3, radix: 10, nullBin: '255', separator: ' ' },
  HexaDecimal: { width: 2, radix: 16, nullBin: 'FF', separator: '' },
  Integer2: { width: 4, radix: 16, nullBin: 'FFFF', separator: '' },
} as const satisfies Record<string, CodeFormat>;

/** @internal The code that a text stands for; undefined when it is none. Short numbers (`1` for `001`) are taken. */
export function parseG85Code(type: G85BinType, text: string): number | undefined {
  const { radix, width } = g85BinTypes[type];
  if (text.length === 0 || text.length > width) return undefined;
  if (radix === 0) return text.codePointAt(0);
  return (radix === 10 ? /^\d+$/ : /^[\da-f]+$/i).test(text) ? Number.parseInt(text, radix) : undefined;
}

/**
 * @internal A code as text.
 * @throws FourwireError `range` (`map-file-value`) when the type cannot carry it.
 */
export function formatG85Code(type: G85BinType, code: number): string {
  const { radix, width } = g85BinTypes[type];
  const text =
    radix === 0 ? String.fromCodePoint(code) : code.toString(radix).toUpperCase().padStart(width, '0');
  if (text.length > width || (radix === 0 && !/^[!-~]$/.test(text))) {
    throw unwritable(
      `bin code ${code} cannot be written as ${type}: it takes ${radix === 0 ? 'visible ASCII characters, 33 to 126' : `${width} digits`}`,
      { code, type },
    );
  }
  return text;
}

/**
 * @internal The codes of a row: separated by blanks or commas if there are any, otherwise of fixed width. Undefined
 * when the text cannot be cut evenly.
 */
export function splitG85Row(
  type: G85BinType,
  text: string,
  columns: number | undefined,
): string[] | undefined {
  const { width } = g85BinTypes[type];
  const row = text.replaceAll(/[\r\n]/g, '');
  // One character per die may itself be a blank or a comma.
  if (width === 1 && row.length === columns) return row.split('');
  const trimmed = row.trim();
  if (/[\s,]/.test(trimmed)) return trimmed.split(/[\s,]+/).filter((code) => code !== '');
  if (trimmed.length % width !== 0) return undefined;
  return Array.from({ length: trimmed.length / width }, (_, index) =>
    trimmed.slice(index * width, (index + 1) * width),
  );
}
