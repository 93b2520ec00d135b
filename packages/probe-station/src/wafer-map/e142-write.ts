import { e142Axes, e142OrientationZeroDeg, e142Origins } from './e142-header.ts';
import { turnAngle } from './file-check.ts';
import { g85BinTypes } from './g85-codes.ts';
import type { G85Options } from './g85-write.ts';
import { axesOfOrigin } from './map-file.ts';
import type { MapFile } from './map-file.ts';
import { attributeText, cdata, escape, writeCells } from './xml-write.ts';

/**
 * Writes a map as a SEMI E142 file (wafer-map-and-data.md, 4.3): a layout of the wafer in mm, one of its dies in µm, and
 * one overlay with a bin for each cell, row by row from the top as drawn. The null bin is that of the bin type, and stands
 * for cells without a die and for skipped ones. `extra` becomes attributes of `SubstrateMap`, for example
 * `SubstrateSide`. A map without an `origin` gets that of an upper-left one, a map without a mark angle the code for a
 * mark at the bottom.
 *
 * @throws FourwireError `range` (`map-file-value`) as `writeG85`.
 */
export function writeE142(file: MapFile, options: G85Options = {}): string {
  const type = options.binType ?? 'HexaDecimal';
  const { bins, rows } = writeCells(file, type, '');
  const origin = file.origin ?? 'upper-left';
  const axes = file.axes ?? axesOfOrigin(origin);
  const size = file.dieSizeUm;
  const diameter = file.diameterUm === undefined ? undefined : file.diameterUm / 1000;
  const wafer = [
    ['SubstrateType', 'Wafer'],
    ['SubstrateId', file.wafer],
  ] as const;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<MapData xmlns="urn:semi-org:xsd.E142-1.V1005.SubstrateMap">',
    ' <Layouts>',
    '  <Layout LayoutId="WaferLayout" DefaultUnits="mm" TopLevel="true">',
    '   <Dimension X="1" Y="1"/>',
    ...pair('DeviceSize', diameter, diameter),
    '   <ChildLayouts><ChildLayout LayoutId="Devices"/></ChildLayouts>',
    '  </Layout>',
    '  <Layout LayoutId="Devices" DefaultUnits="micron">',
    ...pair('Dimension', file.columns, file.rows),
    ...pair('DeviceSize', size?.x, size?.y),
    ...pair('StepSize', size?.x, size?.y),
    ...text('ProductId', file.device),
    '  </Layout>',
    ' </Layouts>',
    ` <Substrates><Substrate${attributeText(wafer)}>`,
    ...text('LotId', file.lot),
    ' </Substrate></Substrates>',
    ` <SubstrateMaps><SubstrateMap${attributeText([
      ...wafer,
      ['LayoutSpecifier', 'WaferLayout/Devices'],
      ['Orientation', turnAngle(e142OrientationZeroDeg, file.markAngleDeg ?? e142OrientationZeroDeg)],
      ['OriginLocation', nameOf(e142Origins, origin)],
      ['AxisDirection', nameOf(e142Axes, axes)],
      ...Object.entries(file.extra ?? {}),
    ])}>`,
    '  <Overlay MapName="BinMap" MapVersion="1">',
    ...(file.reference === undefined
      ? []
      : [
          '   <ReferenceDevices><ReferenceDevice Name="Reference">',
          ...pair('Coordinates', file.reference.x, file.reference.y),
          '   </ReferenceDevice></ReferenceDevices>',
        ]),
    `   <BinCodeMap${attributeText([
      ['BinType', type],
      ['NullBin', g85BinTypes[type].nullBin],
      ['MapType', '2DArray'],
    ])}>`,
    '    <BinDefinitions>',
    ...bins.map((attributes) => `     <BinDefinition${attributeText(attributes)}/>`),
    '    </BinDefinitions>',
    ...rows.map((row) => `    <BinCode>${type === 'Ascii' ? cdata(row) : row}</BinCode>`),
    '   </BinCodeMap>',
    '  </Overlay>',
    ' </SubstrateMap></SubstrateMaps>',
    '</MapData>',
  ];
  return `${lines.join('\n')}\n`;
}

function pair(name: string, x: number | undefined, y: number | undefined): string[] {
  const values = [
    ['X', x],
    ['Y', y],
  ] as const;
  return x === undefined || y === undefined ? [] : [`   <${name}${attributeText(values)}/>`];
}

function text(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`   <${name}>${escape(name, value)}</${name}>`];
}

function nameOf(names: Readonly<Record<string, string>>, value: string): string | undefined {
  return Object.entries(names).find(([, named]) => named === value)?.[0];
}
