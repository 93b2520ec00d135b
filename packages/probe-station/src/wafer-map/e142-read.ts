import { e142Axes, e142OrientationZeroDeg, e142Origins, e142Units } from './e142-header.ts';
import { fileError, turnAngle } from './file-check.ts';
import type { Pair } from './geometry.ts';
import type { MapFile } from './map-file.ts';
import { binCodesOf, readBins, readCells } from './xml-cells.ts';
import { childrenOf, numberOf, parseXml } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

/**
 * Reads the maps of a SEMI E142 file (wafer-map-and-data.md, 4.3): one {@link MapFile} for each `BinCodeMap` of each
 * `SubstrateMap`. Other overlays (device ids, transfers, device data) are passed over. Element prefixes are ignored, so
 * files of every revision of the schema are read alike. Attributes of `SubstrateMap` without a place in MapFile are in
 * `extra`. Die and wafer size are taken where `DefaultUnits` is `mm` or `micron`; a die's size is its `StepSize`, without
 * one its `DeviceSize`. The reference is the first `ReferenceDevice`.
 *
 * Unconfirmed, but what two public writers do: rows come as drawn, from the top left, for every `OriginLocation`; the
 * layout's path is wafer, then dies. Unconfirmed: `Orientation` counts as in G85.
 *
 * @throws FourwireError `protocol` (`map-file-syntax`) with the line, for broken XML, a map that lists coordinates instead
 *   of rows, missing or impossible header values, and rows that do not match the layout's `Dimension`.
 */
export function readE142(text: string): MapFile[] {
  const elements = parseXml('E142', text);
  const layouts = elements.filter(({ name }) => name === 'Layout');
  const substrates = elements.filter(({ name }) => name === 'Substrate');
  const maps = elements.filter(({ name }) => name === 'BinCodeMap');
  if (maps.length === 0) {
    throw fileError('E142', text.split('\n').length, 'the file ends without a BinCodeMap element');
  }
  return maps.map((map) => readMap(map, layouts, substrates));
}

function readMap(
  map: XmlElement,
  layouts: readonly XmlElement[],
  substrates: readonly XmlElement[],
): MapFile {
  const type = map.attributes.get('MapType');
  if (type !== undefined && type.toLowerCase() !== '2darray') {
    throw fileError('E142', map.line, `MapType is '${type}', allowed: 2DArray, or none`);
  }
  const overlay = map.parent;
  const substrateMap = overlay?.parent;
  if (overlay?.name !== 'Overlay' || substrateMap?.name !== 'SubstrateMap') {
    throw fileError('E142', map.line, 'BinCodeMap does not stand in an Overlay of a SubstrateMap');
  }
  const { attributes } = substrateMap;
  const wafer = attributes.get('SubstrateId');
  const path = attributes.get('LayoutSpecifier')?.split('/') ?? [];
  const named = (id: string | undefined): XmlElement | undefined =>
    layouts.find((layout) => id !== undefined && layout.attributes.get('LayoutId') === id);
  const layout = named(path.at(-1));
  const substrate = substrates.find(
    (one) => wafer !== undefined && one.attributes.get('SubstrateId') === wafer,
  );
  const codes = binCodesOf(map);
  const [definitions] = childrenOf(map, 'BinDefinitions');
  const bins = readBins(childrenOf(definitions, 'BinDefinition'), codes);
  const [dimension] = childrenOf(layout, 'Dimension');
  const size = { element: dimension, columns: 'X', rows: 'Y' };
  const orientation = numberOf(substrateMap, 'Orientation');
  const diameter = path.length > 1 ? sizeOf(named(path[0]), 'DeviceSize') : undefined;
  const [reference] = childrenOf(childrenOf(overlay, 'ReferenceDevices')[0], 'ReferenceDevice');
  return {
    device: textOf(layout, 'ProductId'),
    lot: textOf(substrate, 'LotId'),
    wafer,
    markAngleDeg: orientation === undefined ? undefined : turnAngle(e142OrientationZeroDeg, orientation),
    diameterUm: diameter?.x === diameter?.y ? diameter?.x : undefined,
    dieSizeUm: sizeOf(layout, 'StepSize') ?? sizeOf(layout, 'DeviceSize'),
    origin: oneOf(substrateMap, 'OriginLocation', e142Origins),
    axes: oneOf(substrateMap, 'AxisDirection', e142Axes),
    reference: pairOf(childrenOf(reference, 'Coordinates')[0]),
    ...readCells(map, childrenOf(map, 'BinCode'), size, codes, bins),
    extra: Object.fromEntries([...attributes].filter(([key]) => !knownAttributes.has(key))),
  };
}

const knownAttributes = new Set([
  'SubstrateType',
  'SubstrateId',
  'LayoutSpecifier',
  'Orientation',
  'OriginLocation',
  'AxisDirection',
]);

/** A size of a layout in µm; undefined where it is missing or its unit is not known. */
function sizeOf(layout: XmlElement | undefined, name: string): Pair | undefined {
  const scale = e142Units.get(layout?.attributes.get('DefaultUnits')?.toLowerCase() ?? '');
  const size = pairOf(childrenOf(layout, name)[0]);
  return scale === undefined || size === undefined ? undefined : { x: size.x * scale, y: size.y * scale };
}

function pairOf(element: XmlElement | undefined): Pair | undefined {
  const [x, y] = [numberOf(element, 'X'), numberOf(element, 'Y')];
  return x === undefined || y === undefined ? undefined : { x, y };
}

function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return childrenOf(element, name)[0]?.text.trim();
}

function oneOf<T extends string>(
  element: XmlElement,
  key: string,
  names: Readonly<Record<string, T>>,
): T | undefined {
  const text = element.attributes.get(key);
  if (text === undefined) return undefined;
  const value = Object.entries(names).find(([name]) => name.toLowerCase() === text.toLowerCase())?.[1];
  if (value !== undefined) return value;
  throw fileError('E142', element.line, `${key} is '${text}', allowed: ${Object.keys(names).join(', ')}`);
}
