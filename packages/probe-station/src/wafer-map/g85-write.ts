import { turnAngle } from './file-check.ts';
import { g85BinTypes } from './g85-codes.ts';
import type { G85BinType } from './g85-codes.ts';
import { g85OrientationZeroDeg, g85Origins } from './g85-header.ts';
import type { MapFile } from './map-file.ts';
import { attributeText, cdata, writeCells } from './xml-write.ts';
import type { Attributes } from './xml-write.ts';

/** How a G85 file is written. */
export interface G85Options {
  /** Default `Decimal`, the most widely read. */
  readonly binType?: G85BinType;
}

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
  const { bins, rows } = writeCells(file, type, separator);
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
    ...bins.map((attributes) => `   <Bin${attributeText(attributes)}/>`),
    '   <Data MapName="Map" MapVersion="1">',
    ...rows.map((row) => `    <Row>${cdata(row)}</Row>`),
    '   </Data>',
    '  </Device>',
    ' </Map>',
  ];
}
