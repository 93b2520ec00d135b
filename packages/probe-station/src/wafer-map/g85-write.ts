import { rowsOf, turnAngle, unwritable } from './file-check.ts';
import { formatG85Code, g85BinTypes } from './g85-codes.ts';
import type { G85BinType } from './g85-codes.ts';
import { g85OrientationZeroDeg, g85Origins } from './g85-header.ts';
import type { MapCell, MapFile } from './map-file.ts';

/** How a G85 file is written. */
export interface G85Options {
  /** Default `Decimal`, the most widely read. */
  readonly binType?: G85BinType;
}

type Attributes = readonly (readonly [string, string | number | undefined])[];

/**
 * Writes maps as one SEMI G85 file (wafer-map-and-data.md, 4.2). The null bin is 255 (`Decimal`), FF, FFFF or `.`, and
 * stands for cells without a die and for skipped ones, which G85 does not tell apart. `extra` becomes attributes of
 * `Device`: give `CreateDate` (yyyymmddhhmmssmmm), `SupplierName` or `Status` there. A map without an `origin` gets
 * that of an upper-left one, a map without a mark angle the code for a mark at the bottom.
 *
 * @throws FourwireError `range` (`map-file-value`) for a map that is no full rectangle, a code that the bin type cannot
 *   carry or that is the null bin, a text or name that XML cannot carry.
 */
export function writeG85(maps: readonly MapFile[], options: G85Options = {}): string {
  const type = options.binType ?? 'Decimal';
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Maps>',
    ...maps.flatMap((map) => mapLines(map, type)),
    '</Maps>',
  ];
  return `${lines.join('\n')}\n`;
}

function mapLines(file: MapFile, type: G85BinType): string[] {
  const { nullBin, separator } = g85BinTypes[type];
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
  const originCode = Object.entries(g85Origins).find(
    ([, origin]) => origin === (file.origin ?? 'upper-left'),
  )?.[0];
  const device: Attributes = [
    ['ProductId', file.device],
    ['LotId', file.lot],
    ['WaferSize', file.diameterUm === undefined ? undefined : file.diameterUm / 1000],
    ['DeviceSizeX', file.dieSizeUm?.x],
    ['DeviceSizeY', file.dieSizeUm?.y],
    ['Rows', file.rows],
    ['Columns', file.columns],
    ['Orientation', turnAngle(g85OrientationZeroDeg, file.markAngleDeg ?? 270)],
    ['OriginLocation', originCode],
    ['BinType', type],
    ['NullBin', nullBin],
    ...Object.entries(file.extra ?? {}),
  ];
  const reference: Attributes = [
    ['ReferenceDeviceX', file.reference?.x],
    ['ReferenceDeviceY', file.reference?.y],
  ];
  return [
    ` <Map${attributeText([
      ['xmlns:semi', 'http://www.semi.org'],
      ['WaferId', file.wafer],
      ['FormatRevision', 'G85-1101'],
    ])}>`,
    `  <Device${attributeText(device)}>`,
    ...(file.reference === undefined ? [] : [`   <ReferenceDevice${attributeText(reference)}/>`]),
    ...file.bins.map(
      (bin) =>
        `   <Bin${attributeText([
          ['BinCode', codeText(bin.code)],
          ['BinQuality', { pass: 'Pass', fail: 'Fail', none: undefined }[bin.quality]],
          ['BinCount', counts.get(bin.code) ?? 0],
          ['BinDescription', bin.name],
        ])}/>`,
    ),
    '   <Data MapName="Map" MapVersion="1">',
    ...rows.map(
      (row) => `    <Row>${cdata(row.map((cell) => texts.get(cell) ?? nullBin).join(separator))}</Row>`,
    ),
    '   </Data>',
    '  </Device>',
    ' </Map>',
  ];
}

function attributeText(attributes: Attributes): string {
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

function escape(name: string, text: string): string {
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)) {
    throw unwritable(`${name} holds a character that XML cannot carry`, { name, text });
  }
  return text.replaceAll(/[&<>"\t\n\r]/g, (character) => entities[character] ?? character);
}

/** A CDATA section; `]]>` within the text (three bins of an Ascii map) is split over two. */
function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
