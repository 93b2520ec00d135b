import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryCells } from '../../test/wafer-map-arbitraries.ts';
import { readE142 } from './e142-read.ts';
import { writeE142 } from './e142-write.ts';
import { dieKey } from './die-key.ts';
import type { G85BinType } from './g85-codes.ts';
import { labelOf } from './labels.ts';
import { fromMapFile } from './map-file.ts';
import type { MapFile } from './map-file.ts';

/** In the form that two public writers of sort maps give it. */
const sample = `<?xml version="1.0" encoding="utf-8"?>
<MapData xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:semi-org:xsd.E142-1.V0105.SubstrateMap">
  <Layouts>
    <Layout LayoutId="WaferLayout" DefaultUnits="mm" TopLevel="true">
      <Dimension X="1" Y="1"/>
      <DeviceSize X="150" Y="150"/>
      <ChildLayouts><ChildLayout LayoutId="Devices"/></ChildLayouts>
    </Layout>
    <Layout LayoutId="Devices" DefaultUnits="micron">
      <Dimension X="3" Y="2"/>
      <DeviceSize X="4900" Y="3900"/>
      <StepSize X="5000" Y="4000"/>
      <ProductId>ACC3X</ProductId>
    </Layout>
  </Layouts>
  <Substrates>
    <Substrate SubstrateType="Wafer" SubstrateId="W01"><LotId> LOT1 </LotId></Substrate>
  </Substrates>
  <SubstrateMaps>
    <SubstrateMap SubstrateType="Wafer" SubstrateId="W01" Orientation="90" OriginLocation="LowerLeft" AxisDirection="UpRight" LayoutSpecifier="WaferLayout/Devices" SubstrateSide="TopSide">
      <Overlay MapName="SortGrade" MapVersion="1">
        <ReferenceDevices>
          <ReferenceDevice Name="FirstDevice"><Coordinates X="1" Y="0"/></ReferenceDevice>
        </ReferenceDevices>
        <BinCodeMap BinType="HexaDecimal" NullBin="FF">
          <BinDefinitions>
            <BinDefinition BinCode="01" BinCount="3" BinQuality="Pass" BinDescription="good"/>
            <BinDefinition BinCode="1A" BinCount="1" BinQuality="Fail" BinDescription=""/>
          </BinDefinitions>
          <BinCode>FF0101</BinCode>
          <BinCode>011AFF</BinCode>
        </BinCodeMap>
      </Overlay>
      <Overlay MapName="Ids"><DeviceIdMap/></Overlay>
    </SubstrateMap>
  </SubstrateMaps>
</MapData>
`;

const map: MapFile = {
  device: 'ACC3X',
  lot: 'LOT1',
  wafer: 'W01',
  markAngleDeg: 180,
  diameterUm: 150_000,
  dieSizeUm: { x: 5000, y: 4000 },
  origin: 'lower-left',
  axes: 'UR',
  reference: { x: 1, y: 0 },
  bins: [
    { code: 1, name: 'good', quality: 'pass' },
    { code: 26, name: 'Bin 26', quality: 'fail' },
  ],
  columns: 3,
  rows: 2,
  cells: ['none', 1, 1, 1, 26, 'none'],
  extra: { SubstrateSide: 'TopSide' },
};

describe('readE142', () => {
  it('reads a map with its layout, substrate and bins', () => {
    expect(readE142(sample)).toEqual([map]);
  });

  it('reads prefixes, blanks between codes and layouts without sizes, and leaves unknown units alone', () => {
    const text = sample
      .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1s:')
      .replace('xmlns="', 'xmlns:s="')
      .replace('FF0101', 'FF 01 01')
      .replace('DefaultUnits="micron"', 'DefaultUnits="furlong"');
    expect(readE142(text)).toEqual([{ ...map, dieSizeUm: undefined }]);
    expect(readE142(sample.replace(/<StepSize[^>]*>/, ''))).toEqual([
      { ...map, dieSizeUm: { x: 4900, y: 3900 } },
    ]);
  });

  it('counts labels in the directions that the file gives, whatever the origin', () => {
    const die = { column: 1, row: 1 };
    const labelled = (from: string, to: string) =>
      labelOf(fromMapFile(readE142(sample.replace(from, to))[0] ?? map).geometry.labels, die);
    expect(labelled('', '')).toEqual({ x: 1, y: 1 });
    expect(labelled('AxisDirection="UpRight"', 'AxisDirection="DownLeft"')).toEqual({ x: -1, y: -1 });
    expect(labelled('OriginLocation="LowerLeft" AxisDirection="UpRight"', '')).toEqual({ x: 1, y: 0 });
  });

  it.each([
    ['no XML', 'RowData:01 02', 1],
    ['another file', '<Maps/>\n', 2],
    ['a list of coordinates', sample.replace('NullBin="FF"', 'NullBin="FF" MapType="Coordinate"'), 25],
    ['a bin type that does not exist', sample.replace('HexaDecimal', 'Octal'), 25],
    ['a null bin that is none', sample.replace('NullBin="FF"', 'NullBin="GG"'), 25],
    ['a code that is none', sample.replace('FF0101', 'FF0x01'), 30],
    ['half a code', sample.replace('FF0101', 'FF010'), 30],
    [
      'a row too many',
      sample.replace('<BinCode>FF0101</BinCode>', '<BinCode>FF0101</BinCode>'.repeat(2)),
      31,
    ],
    ['a row too short', sample.replace('011AFF', '011A'), 31],
    ['no rows', sample.replaceAll(/<BinCode>.*<\/BinCode>/g, ''), 25],
    ['an origin that does not exist', sample.replace('"LowerLeft"', '"Middle"'), 20],
    ['axes that do not exist', sample.replace('"UpRight"', '"Up"'), 20],
    ['a dimension that is none', sample.replace('<Dimension X="3"', '<Dimension X="0"'), 10],
    ['a map outside of an overlay', '<BinCodeMap BinType="Ascii" NullBin="."/>', 1],
  ])('refuses %s with its line', (_, text, line) => {
    expect(() => readE142(text)).toThrow(
      expect.objectContaining({
        kind: 'protocol',
        code: 'map-file-syntax',
        details: { format: 'E142', line },
      }) as Error,
    );
  });

  it('throws nothing but protocol errors, whatever the text', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom(...sample.split(/(?=<)/)));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(['none', 'protocol']).toContain(kindThrown(() => readE142(pieces.join(''))));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('writeE142', () => {
  it('writes codes without separators, skipped dies as the null bin, and what readE142 reads', () => {
    const text = writeE142({ ...map, cells: ['skip', 1, 1, 1, 26, 'none'] });
    expect(text).toContain('<BinCode>FF0101</BinCode>');
    expect(text).toContain(
      '<BinDefinition BinCode="1A" BinQuality="Fail" BinCount="1" BinDescription="Bin 26"/>',
    );
    expect(readE142(text)).toEqual([map]);
  });

  it.each<[string, Partial<MapFile>]>([
    ['the null bin as a code', { cells: [255] }],
    ['cells that are no rectangle', { columns: 2 }],
    ['a character that XML cannot carry', { lot: 'a\u0000' }],
    ['an attribute that is taken', { extra: { OriginLocation: '1' } }],
  ])('refuses %s', (_, change) => {
    expect(() => writeE142({ bins: [], columns: 1, rows: 1, cells: ['none'], ...change })).toThrow(
      expect.objectContaining({ kind: 'range', code: 'map-file-value' }) as Error,
    );
  });

  it.each<[G85BinType, fc.Arbitrary<number>]>([
    ['Decimal', fc.integer({ min: 0, max: 254 })],
    ['HexaDecimal', fc.integer({ min: 0, max: 254 })],
    ['Integer2', fc.integer({ min: 0, max: 65_534 })],
    ['Ascii', fc.constantFrom(33, 38, 60, 62, 65, 93)],
  ])('is undone by readE142 for %s', (binType, codes) => {
    const text = fc.stringMatching(/^[!-~ä]{1,10}$/);
    const size = fc.integer({ min: 1, max: 20_000 });
    const maps = fc
      .record({
        device: fc.option(text, { nil: undefined }),
        lot: fc.option(text, { nil: undefined }),
        wafer: text,
        markAngleDeg: fc.integer({ min: 0, max: 359 }),
        diameterUm: fc.option(
          fc.integer({ min: 1, max: 450 }).map((mm) => mm * 1000),
          { nil: undefined },
        ),
        dieSizeUm: fc.option(fc.record({ x: size, y: size }), { nil: undefined }),
        origin: fc.constantFrom('centre', 'upper-left', 'upper-right', 'lower-left', 'lower-right'),
        axes: fc.constantFrom('UR', 'UL', 'DR', 'DL'),
        reference: fc.option(fc.record({ x: fc.integer(), y: fc.integer() }), { nil: undefined }),
        grid: arbitraryCells(codes, ['none']),
        extra: fc.dictionary(fc.stringMatching(/^X[a-z.]{0,3}$/), text),
      })
      .map(({ grid, ...file }) => {
        const found = [...new Set(grid.cells.filter((cell) => typeof cell === 'number'))];
        return Object.assign(file, grid, {
          bins: found.map((code) => ({
            code,
            name: `is ${code}`,
            quality: code % 2 === 0 ? 'pass' : 'none',
          })),
        }) as MapFile;
      });
    fc.assert(
      fc.property(maps, (file) => {
        const read = readE142(writeE142(file, { binType }));
        expect(read).toEqual([file]);
        const known = { diameterUm: 100_000, pitchUm: { x: 5000, y: 5000 } };
        const [before, after] = [fromMapFile(file, known), fromMapFile(read[0] ?? file, known)];
        expect(after.geometry).toEqual(before.geometry);
        expect(after.dies.map((die) => [dieKey(die), after.binOf(die)])).toEqual(
          before.dies.map((die) => [dieKey(die), before.binOf(die)]),
        );
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});

function kindThrown(call: () => unknown): string {
  try {
    call();
    return 'none';
  } catch (error) {
    return FourwireError.is(error) ? error.kind : 'foreign';
  }
}
