import { fileError, turnAngle } from './file-check.ts';
import { g85BinTypes, parseG85Code, splitG85Row } from './g85-codes.ts';
import type { G85BinType } from './g85-codes.ts';
import { g85OrientationZeroDeg, g85Origins } from './g85-header.ts';
import type { Bin } from './bins.ts';
import { parseG85Xml } from './g85-xml.ts';
import type { G85Device, G85Element, G85Row } from './g85-xml.ts';
import type { MapCell, MapFile } from './map-file.ts';

/**
 * Reads the maps of a SEMI G85 file (wafer-map-and-data.md, 4.2): one {@link MapFile} for each `Data` of each `Device`.
 * Element prefixes are ignored, counts in `BinCount` are not believed, cells with the null bin are `none`. Attributes
 * of `Device` without a place in MapFile are in `extra`; those of `SupplierData` and `Data` are dropped. With
 * `BinType` `Ascii` a bin's code is its character's number (`A` is 65).
 *
 * Unconfirmed, but what one public importer and one public exporter do: `DeviceSizeX` and `DeviceSizeY` are µm,
 * `WaferSize` is mm; `Orientation` is 0 for a mark at the bottom, 90 left, 180 top, 270 right; rows come as drawn, from
 * the top, for every `OriginLocation`, which only says how dies are numbered.
 *
 * @throws FourwireError `protocol` (`map-file-syntax`) with the line, for broken XML, missing or impossible header
 *   values, and rows that do not match `Rows` and `Columns`.
 */
export function readG85(text: string): MapFile[] {
  const devices = parseG85Xml(text);
  if (devices.length === 0) {
    throw fileError('G85', text.split('\n').length, 'the file ends without a Device element');
  }
  return devices.flatMap(readDevice);
}

function readDevice(device: G85Device): MapFile[] {
  const { element, map, reference, data } = device;
  const columns = count(element, 'Columns');
  const rows = count(element, 'Rows');
  const type = binTypeOf(element);
  const nullText = needed(element, 'NullBin');
  const nullBin = parseG85Code(type, nullText);
  if (nullBin === undefined) throw fileError('G85', element.line, `NullBin '${nullText}' is no ${type} code`);
  const orientation = number(element, 'Orientation');
  const originCode = element.attributes.get('OriginLocation');
  const origin = Object.entries(g85Origins).find(([code]) => code === originCode)?.[1];
  if (originCode !== undefined && origin === undefined) {
    throw fileError('G85', element.line, `OriginLocation is '${originCode}', allowed: 0 to 4`);
  }
  const sizeX = number(element, 'DeviceSizeX');
  const sizeY = number(element, 'DeviceSizeY');
  const diameter = number(element, 'WaferSize');
  const referenceX = reference && number(reference, 'ReferenceDeviceX');
  const referenceY = reference && number(reference, 'ReferenceDeviceY');
  const header = {
    device: element.attributes.get('ProductId'),
    lot: element.attributes.get('LotId'),
    wafer: map?.attributes.get('WaferId') ?? map?.attributes.get('SubstrateId'),
    markAngleDeg: orientation === undefined ? undefined : turnAngle(g85OrientationZeroDeg, orientation),
    diameterUm: diameter === undefined ? undefined : diameter * 1000,
    dieSizeUm: sizeX === undefined || sizeY === undefined ? undefined : { x: sizeX, y: sizeY },
    origin,
    reference:
      referenceX === undefined || referenceY === undefined ? undefined : { x: referenceX, y: referenceY },
    extra: Object.fromEntries([...element.attributes].filter(([key]) => !knownAttributes.has(key))),
  };
  const defined = readBins(device, type, nullBin);
  if (data.length === 0) throw fileError('G85', element.line, 'Device has no Data element');
  return data.map((lines) => {
    const cells = readCells(lines, { element, rows, columns, type, nullBin });
    const found = new Set(cells.filter((cell) => typeof cell === 'number'));
    const unknown = [...found].filter((code) => !defined.has(code)).toSorted((a, b) => a - b);
    const bins = [...defined.values(), ...unknown.map((code) => bin(code, undefined, 'none'))];
    return Object.assign({ bins, columns: cells.length / lines.length, rows: lines.length, cells }, header);
  });
}

const knownAttributes = new Set([
  'ProductId',
  'LotId',
  'WaferSize',
  'DeviceSizeX',
  'DeviceSizeY',
  'Rows',
  'Columns',
  'Orientation',
  'OriginLocation',
  'BinType',
  'NullBin',
]);

interface Layout {
  readonly element: G85Element;
  readonly rows: number | undefined;
  readonly columns: number | undefined;
  readonly type: G85BinType;
  readonly nullBin: number;
}

function readCells(lines: readonly G85Row[], layout: Layout): MapCell[] {
  const { element, rows, type, nullBin } = layout;
  const [first] = lines;
  if (first === undefined) throw fileError('G85', element.line, 'Data has no Row');
  if (rows !== undefined && rows !== lines.length) {
    throw fileError(
      'G85',
      lines.at(-1)?.line ?? element.line,
      `Data has ${lines.length} rows, Rows says ${rows}`,
    );
  }
  let columns = layout.columns;
  return lines.flatMap(({ text, line }) => {
    const codes = splitG85Row(type, text, columns);
    if (codes === undefined)
      throw fileError(
        'G85',
        line,
        `the row cannot be cut into codes of ${g85BinTypes[type].width} characters`,
      );
    columns ??= codes.length;
    if (codes.length !== columns || columns === 0)
      throw fileError('G85', line, `the row has ${codes.length} cells, needed: ${columns || 'at least 1'}`);
    return codes.map((cell): MapCell => {
      const code = parseG85Code(type, cell);
      if (code === undefined) throw fileError('G85', line, `'${cell.slice(0, 20)}' is no ${type} code`);
      return code === nullBin ? 'none' : code;
    });
  });
}

function readBins(device: G85Device, type: G85BinType, nullBin: number): Map<number, Bin> {
  const bins = new Map<number, Bin>();
  for (const element of device.bins) {
    const text = needed(element, 'BinCode');
    const code = parseG85Code(type, text);
    if (code === undefined)
      throw fileError('G85', element.line, `BinCode '${text.slice(0, 20)}' is no ${type} code`);
    if (bins.has(code)) throw fileError('G85', element.line, `BinCode '${text}' is defined twice`);
    if (code !== nullBin)
      bins.set(code, bin(code, element.attributes.get('BinDescription'), qualityOf(element)));
  }
  return bins;
}

function bin(code: number, description: string | undefined, quality: Bin['quality']): Bin {
  return {
    code,
    name: description === undefined || description === '' ? `Bin ${code}` : description,
    quality,
  };
}

function qualityOf(element: G85Element): Bin['quality'] {
  const quality = element.attributes.get('BinQuality')?.toLowerCase() ?? '';
  if (quality.startsWith('pass')) return 'pass';
  return quality.startsWith('fail') ? 'fail' : 'none';
}

function binTypeOf(element: G85Element): G85BinType {
  const text = needed(element, 'BinType');
  const type = (Object.keys(g85BinTypes) as G85BinType[]).find(
    (name) => name.toLowerCase() === text.toLowerCase(),
  );
  if (type === undefined)
    throw fileError(
      'G85',
      element.line,
      `BinType is '${text}', allowed: ${Object.keys(g85BinTypes).join(', ')}`,
    );
  return type;
}

function needed(element: G85Element, key: string): string {
  const value = element.attributes.get(key);
  if (value === undefined) throw fileError('G85', element.line, `${element.name} has no ${key}`);
  return value;
}

function number(element: G85Element, key: string): number | undefined {
  const text = element.attributes.get(key);
  if (text === undefined || text.trim() === '') return undefined;
  const value = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value))
    throw fileError('G85', element.line, `${key} is '${text.slice(0, 40)}', needed: a number`);
  return value;
}

function count(element: G85Element, key: string): number | undefined {
  const value = number(element, key);
  if (value !== undefined && !(Number.isInteger(value) && value > 0))
    throw fileError('G85', element.line, `${key} is ${value}, needed: a whole number above 0`);
  return value;
}
