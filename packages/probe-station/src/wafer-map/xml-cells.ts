import type { Bin } from './bins.ts';
import { fileError } from './file-check.ts';
import { g85BinTypes, parseG85Code, splitG85Row } from './g85-codes.ts';
import type { G85BinType } from './g85-codes.ts';
import type { MapCell, MapFile } from './map-file.ts';
import { countOf, needed } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

/** @internal How the bins of a map are written. */
export interface BinCodes {
  readonly type: G85BinType;
  readonly nullBin: number;
}

/** @internal The element that says how many columns and rows there are, under which names. */
export interface GridSize {
  readonly element: XmlElement | undefined;
  readonly columns: string;
  readonly rows: string;
}

/** @internal The attributes `BinType` and `NullBin` of an element. */
export function binCodesOf(element: XmlElement): BinCodes {
  const text = needed(element, 'BinType');
  const type = (Object.keys(g85BinTypes) as G85BinType[]).find(
    (name) => name.toLowerCase() === text.toLowerCase(),
  );
  if (type === undefined)
    throw fileError(
      element.format,
      element.line,
      `BinType is '${text}', allowed: ${Object.keys(g85BinTypes).join(', ')}`,
    );
  const nullText = needed(element, 'NullBin');
  const nullBin = parseG85Code(type, nullText);
  if (nullBin === undefined)
    throw fileError(element.format, element.line, `NullBin '${nullText}' is no ${type} code`);
  return { type, nullBin };
}

/** @internal The bins that a file defines; the null bin is none. */
export function readBins(elements: readonly XmlElement[], { type, nullBin }: BinCodes): Map<number, Bin> {
  const bins = new Map<number, Bin>();
  for (const element of elements) {
    const text = needed(element, 'BinCode');
    const code = parseG85Code(type, text);
    if (code === undefined)
      throw fileError(element.format, element.line, `BinCode '${text.slice(0, 20)}' is no ${type} code`);
    if (bins.has(code)) throw fileError(element.format, element.line, `BinCode '${text}' is defined twice`);
    if (code !== nullBin)
      bins.set(code, binOf(code, element.attributes.get('BinDescription'), qualityOf(element)));
  }
  return bins;
}

/** @internal The cells of the rows within `data`, with the bins that were defined and those that only occur. */
export function readCells(
  data: XmlElement,
  rows: readonly XmlElement[],
  size: GridSize,
  codes: BinCodes,
  defined: ReadonlyMap<number, Bin>,
): Pick<MapFile, 'bins' | 'columns' | 'rows' | 'cells'> {
  const [first] = rows;
  if (first === undefined) throw fileError(data.format, data.line, `${data.name} has no rows`);
  const count = countOf(size.element, size.rows);
  if (count !== undefined && count !== rows.length) {
    throw fileError(
      data.format,
      rows.at(-1)?.line ?? data.line,
      `${data.name} has ${rows.length} rows, ${size.rows} says ${count}`,
    );
  }
  let columns = countOf(size.element, size.columns);
  const cells = rows.flatMap((row) => {
    const read = cellsOf(row, codes, columns);
    columns ??= read.length;
    if (read.length !== columns || columns === 0)
      throw fileError(
        row.format,
        row.line,
        `the row has ${read.length} cells, needed: ${columns || 'at least 1'}`,
      );
    return read;
  });
  const found = new Set(cells.filter((cell) => typeof cell === 'number'));
  const unknown = [...found].filter((code) => !defined.has(code)).toSorted((a, b) => a - b);
  const bins = [...defined.values(), ...unknown.map((code) => binOf(code, undefined, 'none'))];
  return { bins, columns: cells.length / rows.length, rows: rows.length, cells };
}

function cellsOf(row: XmlElement, { type, nullBin }: BinCodes, columns: number | undefined): MapCell[] {
  const codes = splitG85Row(type, row.text, columns);
  if (codes === undefined)
    throw fileError(
      row.format,
      row.line,
      `the row cannot be cut into codes of ${g85BinTypes[type].width} characters`,
    );
  return codes.map((cell): MapCell => {
    const code = parseG85Code(type, cell);
    if (code === undefined)
      throw fileError(row.format, row.line, `'${cell.slice(0, 20)}' is no ${type} code`);
    return code === nullBin ? 'none' : code;
  });
}

function binOf(code: number, description: string | undefined, quality: Bin['quality']): Bin {
  return {
    code,
    name: description === undefined || description === '' ? `Bin ${code}` : description,
    quality,
  };
}

function qualityOf(element: XmlElement): Bin['quality'] {
  const quality = element.attributes.get('BinQuality')?.toLowerCase() ?? '';
  if (quality.startsWith('pass')) return 'pass';
  return quality.startsWith('fail') ? 'fail' : 'none';
}
