import { fileError, turnAngle } from './file-check.ts';
import { g85OrientationZeroDeg, g85Origins } from './g85-header.ts';
import type { MapFile } from './map-file.ts';
import { binCodesOf, readBins, readCells } from './xml-cells.ts';
import { childrenOf, numberOf, parseXml } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

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
  const devices = parseXml('G85', text).filter(({ name }) => name === 'Device');
  if (devices.length === 0) {
    throw fileError('G85', text.split('\n').length, 'the file ends without a Device element');
  }
  return devices.flatMap(readDevice);
}

function readDevice(element: XmlElement): MapFile[] {
  const map = element.parent?.name === 'Map' ? element.parent : undefined;
  const [reference] = childrenOf(element, 'ReferenceDevice');
  const codes = binCodesOf(element);
  const orientation = numberOf(element, 'Orientation');
  const originCode = element.attributes.get('OriginLocation');
  const origin = Object.entries(g85Origins).find(([code]) => code === originCode)?.[1];
  if (originCode !== undefined && origin === undefined) {
    throw fileError('G85', element.line, `OriginLocation is '${originCode}', allowed: 0 to 4`);
  }
  const sizeX = numberOf(element, 'DeviceSizeX');
  const sizeY = numberOf(element, 'DeviceSizeY');
  const diameter = numberOf(element, 'WaferSize');
  const referenceX = numberOf(reference, 'ReferenceDeviceX');
  const referenceY = numberOf(reference, 'ReferenceDeviceY');
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
  const defined = readBins(childrenOf(element, 'Bin'), codes);
  const data = childrenOf(element, 'Data');
  if (data.length === 0) throw fileError('G85', element.line, 'Device has no Data element');
  const size = { element, columns: 'Columns', rows: 'Rows' };
  return data.map((one) =>
    Object.assign(readCells(one, childrenOf(one, 'Row'), size, codes, defined), header),
  );
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
