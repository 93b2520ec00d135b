import type { Bin } from './bins.ts';
import { fileError, maximumBin, rowsOf, turnAngle, unwritable } from './file-check.ts';
import type { MapCell, MapFile } from './map-file.ts';

/** How codes are written in a SINF file. Files do not say it. */
export interface SinfOptions {
  /** Number base of bin codes. Default 10; with 10 a code such as `0A` is an error and not a guess. */
  readonly radix?: 10 | 16;
}

/** FNLOC counts clockwise from the top: 0 top, 90 right, 180 bottom, 270 left. */
const fnlocZeroDeg = 90;
const micrometresPer: Readonly<Record<string, number>> = { mm: 1000, mil: 25.4 };

interface Entry {
  readonly value: string;
  readonly line: number;
}

/**
 * Reads a SINF wafer map (wafer-map-and-data.md, 4.1). Keys may be in any case and missing, comments start with `;`,
 * cells may have any width; `__` is no die, `@@` a skipped one. Bins are those of the cells and of BCEQU, which are
 * the good ones. XDIES and YDIES without DUTMS stay in `extra`, because their unit is not known.
 *
 * @throws FourwireError `protocol` (`map-file-syntax`) with the line, for anything else that is wrong: a line without a
 *   key, a key twice, a code that is no number of the base, rows or columns that do not match ROWCT and COLCT.
 */
export function readSinf(text: string, options: SinfOptions = {}): MapFile {
  const radix = options.radix ?? 10;
  const header = new Map<string, Entry>();
  const rows: Entry[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [index, raw] of lines.entries()) {
    const comment = raw.indexOf(';');
    const content = (comment < 0 ? raw : raw.slice(0, comment)).trim();
    if (content === '') continue;
    const colon = content.indexOf(':');
    if (colon < 1) throw fileError('SINF', index + 1, `'${content.slice(0, 40)}' has no 'KEY:' in front`);
    const key = content.slice(0, colon).trim().toUpperCase();
    const entry = { value: content.slice(colon + 1).trim(), line: index + 1 };
    if (key === 'ROWDATA') rows.push(entry);
    else if (header.has(key))
      throw fileError('SINF', entry.line, `${key} occurs twice, first in line ${header.get(key)?.line}`);
    else header.set(key, entry);
  }
  const take = (key: string): Entry | undefined => {
    const entry = header.get(key);
    header.delete(key);
    return entry;
  };
  const number = (key: string): number | undefined => numberOf(key, take(key));
  const { columns, cells } = readRows(rows, number('ROWCT'), take('COLCT'), radix, lines.length);
  const device = take('DEVICE')?.value;
  const lot = take('LOT')?.value;
  const wafer = take('WAFER')?.value;
  const fnloc = number('FNLOC');
  const bins = readBins(take('BCEQU'), cells, radix);
  const reference = pairOf(number('REFPX'), number('REFPY'));
  const unit = take('DUTMS');
  const scale = unit === undefined ? undefined : micrometresPer[unit.value.toLowerCase()];
  if (unit !== undefined && scale === undefined)
    throw fileError('SINF', unit.line, `DUTMS is '${unit.value}', allowed: mm, mil`);
  const size = scale === undefined ? undefined : pairOf(number('XDIES'), number('YDIES'));
  return {
    device,
    lot,
    wafer,
    markAngleDeg: fnloc === undefined ? undefined : turnAngle(fnlocZeroDeg, fnloc),
    dieSizeUm:
      size && scale !== undefined
        ? { x: toNanometre(size.x * scale), y: toNanometre(size.y * scale) }
        : undefined,
    reference,
    bins,
    columns,
    rows: rows.length,
    cells,
    extra: Object.fromEntries([...header].map(([key, { value }]) => [key, value])),
  };
}

/**
 * Writes a SINF wafer map with LF line ends, die sizes in mm and codes of equal width (at least 2). Bin names, the
 * diameter and `origin` have no place in the format.
 *
 * @throws FourwireError `range` (`map-file-value`) for a map that is no full rectangle, a bin code outside 0 to 65535,
 *   or a text that SINF cannot carry (line breaks, `;`, blanks at its ends).
 */
export function writeSinf(file: MapFile, options: SinfOptions = {}): string {
  const radix = options.radix ?? 10;
  const rows = rowsOf(file);
  const good = file.bins.filter(({ quality }) => quality === 'pass').map(({ code }) => code);
  const codes = [...good, ...file.cells].filter((cell) => typeof cell === 'number');
  const width = codes.reduce((widest, code) => Math.max(widest, code.toString(radix).length), 2);
  const cellText = (cell: MapCell): string => {
    if (cell === 'none') return '_'.repeat(width);
    if (cell === 'skip') return '@'.repeat(width);
    return cell.toString(radix).toUpperCase().padStart(width, '0');
  };
  const header: [string, string | number | undefined][] = [
    ['DEVICE', file.device],
    ['LOT', file.lot],
    ['WAFER', file.wafer],
    ['FNLOC', file.markAngleDeg === undefined ? undefined : turnAngle(fnlocZeroDeg, file.markAngleDeg)],
    ['ROWCT', file.rows],
    ['COLCT', file.columns],
    ['BCEQU', good.length === 0 ? undefined : good.map(cellText).join(' ')],
    ['REFPX', file.reference?.x],
    ['REFPY', file.reference?.y],
    ['DUTMS', file.dieSizeUm === undefined ? undefined : 'mm'],
    ['XDIES', file.dieSizeUm && (file.dieSizeUm.x / 1000).toFixed(6)],
    ['YDIES', file.dieSizeUm && (file.dieSizeUm.y / 1000).toFixed(6)],
    ...Object.entries(file.extra ?? {}),
  ];
  const written = new Set(['ROWDATA']);
  const lines = header.flatMap(([key, value]) =>
    value === undefined ? [] : [headerLine(key, String(value), written)],
  );
  return `${[...lines, ...rows.map((row) => `RowData:${row.map(cellText).join(' ')}`)].join('\n')}\n`;
}

function readRows(
  rows: readonly Entry[],
  rowct: number | undefined,
  colct: Entry | undefined,
  radix: 10 | 16,
  end: number,
): { columns: number; cells: MapCell[] } {
  const [first] = rows;
  if (first === undefined) throw fileError('SINF', end, 'the file ends without a RowData line');
  const columns = numberOf('COLCT', colct) ?? first.value.split(/\s+/).length;
  const cells: MapCell[] = [];
  for (const { value, line } of rows) {
    const row = value === '' ? [] : value.split(/\s+/);
    if (row.length !== columns)
      throw fileError(
        'SINF',
        line,
        `the row has ${row.length} cells, ${colct === undefined ? 'the first row' : 'COLCT'} says ${columns}`,
      );
    for (const cell of row) cells.push(cellOf(cell, radix, line));
  }
  if (rowct !== undefined && rowct !== rows.length) {
    throw fileError(
      'SINF',
      rows.at(-1)?.line ?? end,
      `the file has ${rows.length} RowData lines, ROWCT says ${rowct}`,
    );
  }
  return { columns, cells };
}

function cellOf(text: string, radix: 10 | 16, line: number): MapCell {
  if (/^_+$/.test(text)) return 'none';
  return /^@+$/.test(text) ? 'skip' : codeOf(text, radix, line);
}

function codeOf(text: string, radix: 10 | 16, line: number): number {
  const code = (radix === 10 ? /^\d+$/ : /^[\da-f]+$/i).test(text)
    ? Number.parseInt(text, radix)
    : Number.NaN;
  if (code <= maximumBin) return code;
  const hint = radix === 10 ? '; if the file is hexadecimal, read it with radix 16' : '';
  throw fileError(
    'SINF',
    line,
    `'${text.slice(0, 20)}' is no bin code of base ${radix} up to ${maximumBin}${hint}`,
  );
}

function readBins(bcequ: Entry | undefined, cells: readonly MapCell[], radix: 10 | 16): Bin[] {
  const good = new Set(
    bcequ === undefined || bcequ.value === ''
      ? []
      : bcequ.value.split(/\s+/).map((code) => codeOf(code, radix, bcequ.line)),
  );
  const codes = new Set([...good, ...cells.filter((cell) => typeof cell === 'number')]);
  const other = good.size === 0 ? 'none' : 'fail';
  return [...codes]
    .toSorted((a, b) => a - b)
    .map((code) => ({ code, name: `Bin ${code}`, quality: good.has(code) ? 'pass' : other }));
}

function numberOf(key: string, entry: Entry | undefined): number | undefined {
  if (entry === undefined) return undefined;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(entry.value) ? Number(entry.value) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw fileError('SINF', entry.line, `${key} is '${entry.value.slice(0, 40)}', needed: a number`);
}

function pairOf(x: number | undefined, y: number | undefined): { x: number; y: number } | undefined {
  return x === undefined || y === undefined ? undefined : { x, y };
}

/** Rounds a length in µm, so that 5.1 mm are 5100 µm and not 5099.999999999999. */
function toNanometre(lengthUm: number): number {
  return Math.round(lengthUm * 1000) / 1000;
}

function headerLine(key: string, value: string, written: Set<string>): string {
  if (key === '' || /[\r\n:;]/.test(key) || key !== key.trim()) {
    throw unwritable(
      `${JSON.stringify(key)} cannot be a SINF key: no line breaks, ':', ';' or blanks at the ends`,
      { key },
    );
  }
  if (written.has(key.toUpperCase()))
    throw unwritable(`extra holds ${key}, which is already in the header`, { key });
  written.add(key.toUpperCase());
  if (/[\r\n;]/.test(value) || value !== value.trim()) {
    throw unwritable(
      `${key} is ${JSON.stringify(value)}: SINF cannot carry line breaks, ';' or blanks at the ends`,
      { key, value },
    );
  }
  return `${key}:${value}`;
}
