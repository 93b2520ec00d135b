import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryCells } from '../../test/wafer-map-arbitraries.ts';
import { g85BinTypes } from './g85-codes.ts';
import type { G85BinType } from './g85-codes.ts';
import { readG85 } from './g85-read.ts';
import { writeG85 } from './g85-write.ts';
import type { MapFile } from './map-file.ts';

// wafer-map-and-data.md, 4.2.
const sample = `<?xml version="1.0" encoding="UTF-8"?>
<Maps>
 <Map xmlns:semi="http://www.semi.org" WaferId="W01" FormatRevision="G85-1101">
  <Device ProductId="ACC3X" LotId="LOT1" WaferSize="150" DeviceSizeX="5000" DeviceSizeY="5000"
          Rows="3" Columns="5" Orientation="0" OriginLocation="3" BinType="Decimal" NullBin="255"
          CreateDate="2026010100000000" SupplierName="lab" Status="Done">
   <ReferenceDevice ReferenceDeviceX="2" ReferenceDeviceY="1"/>
   <Bin BinCode="001" BinQuality="Pass" BinCount="10" BinDescription="good"/>
   <Bin BinCode="002" BinQuality="Fail" BinCount="1"/>
   <SupplierData ProductCode="p" RecipeName="r"/>
   <Data MapName="M1" MapVersion="1">
    <Row><![CDATA[255 001 001 001 255]]></Row>
    <Row><![CDATA[001 001 002 001 255]]></Row>
    <Row><![CDATA[255 001 001 001 255]]></Row>
   </Data>
  </Device>
 </Map>
</Maps>
`;

const map: MapFile = {
  device: 'ACC3X',
  lot: 'LOT1',
  wafer: 'W01',
  markAngleDeg: 270,
  diameterUm: 150_000,
  dieSizeUm: { x: 5000, y: 5000 },
  origin: 'lower-left',
  reference: { x: 2, y: 1 },
  bins: [
    { code: 1, name: 'good', quality: 'pass' },
    { code: 2, name: 'Bin 2', quality: 'fail' },
  ],
  columns: 5,
  rows: 3,
  cells: ['none', 1, 1, 1, 'none', 1, 1, 2, 1, 'none', 'none', 1, 1, 1, 'none'],
  extra: { CreateDate: '2026010100000000', SupplierName: 'lab', Status: 'Done' },
};

/** A file of one row, with other attributes of Device and other content of Row. */
function oneRow(row: string, attributes = 'BinType="Decimal" NullBin="255"'): string {
  return `<Maps>\n<Map>\n<Device ${attributes}>\n<Data>\n<Row>${row}</Row>\n</Data></Device></Map></Maps>`;
}

describe('readG85', () => {
  it('reads the sample of the sheet', () => {
    expect(readG85(sample)).toEqual([map]);
  });

  it('reads every map of a file, also below a prefix and without Maps', () => {
    const [, body = ''] = /(<Map [^]*<\/Map>)/.exec(sample) ?? [];
    expect(readG85(`<Maps>${body}${body.replace('W01', 'W02')}</Maps>`).map(({ wafer }) => wafer)).toEqual([
      'W01',
      'W02',
    ]);
    expect(
      readG85(body.replaceAll(/<(\/?)(Map|Device|Row|Data)\b/g, '<$1semi:$2').replace('xmlns:semi', 'xmlns')),
    ).toEqual([map]);
  });

  it.each([
    ['0', 270],
    ['90', 180],
    ['180', 90],
    ['270', 0],
  ])('reads Orientation %s as a mark at %i° of the wafer frame', (orientation, angle) => {
    const [file] = readG85(oneRow('001', `BinType="Decimal" NullBin="255" Orientation="${orientation}"`));
    expect(file?.markAngleDeg).toBe(angle);
  });

  it.each([
    ['0', 'centre'],
    ['1', 'upper-right'],
    ['2', 'upper-left'],
    ['3', 'lower-left'],
    ['4', 'lower-right'],
  ])('reads OriginLocation %s as %s and leaves the rows where they are', (digit, origin) => {
    const text = sample.replace('OriginLocation="3"', `OriginLocation="${digit}"`);
    expect(readG85(text)).toEqual([{ ...map, origin }]);
  });

  it.each<[string, string, string, readonly (number | 'none')[]]>([
    ['blanks at the end', 'Decimal', '255 001 002 ', ['none', 1, 2]],
    ['line breaks around the row', 'Decimal', '\n 255 001 002\n', ['none', 1, 2]],
    ['commas', 'Decimal', '255,001,002', ['none', 1, 2]],
    ['no separators', 'Decimal', '255001002', ['none', 1, 2]],
    ['short numbers', 'Decimal', '255 1 2', ['none', 1, 2]],
    ['two hexadecimal digits', 'HexaDecimal', 'FF0a10', ['none', 10, 16]],
    ['separated hexadecimal digits', 'Hexadecimal', 'ff 0A 10', ['none', 10, 16]],
    ['four hexadecimal digits', 'Integer2', 'FFFF000A0100', ['none', 10, 256]],
    ['characters', 'ASCII', '.1A', ['none', 49, 65]],
  ])('takes a row with %s', (_, type, row, cells) => {
    const nullBin = { decimal: '255', hexadecimal: 'FF', integer2: 'FFFF', ascii: '.' }[type.toLowerCase()];
    const attributes = `BinType="${type}" NullBin="${nullBin}" Columns="3"`;
    expect(readG85(oneRow(row, attributes))[0]?.cells).toEqual(cells);
    expect(readG85(oneRow(`<![CDATA[${row}]]>`, attributes))[0]?.cells).toEqual(cells);
  });

  it('takes a blank as the null bin of characters', () => {
    expect(readG85(oneRow(' 1 1', 'BinType="Ascii" NullBin=" " Columns="4"'))[0]?.cells).toEqual([
      'none',
      49,
      'none',
      49,
    ]);
  });

  it('adds bins that the file uses and does not define, and leaves out a definition of the null bin', () => {
    const text = sample.replace('BinCode="002"', 'BinCode="255"');
    expect(readG85(text)[0]?.bins).toEqual([
      { code: 1, name: 'good', quality: 'pass' },
      { code: 2, name: 'Bin 2', quality: 'none' },
    ]);
  });

  it.each([
    ['an element that is not closed', '<Maps>\n<Map>\n</Maps>', 3],
    ['a text that ends too early', '<Maps>\n<Map>', 2],
    ['no XML', 'RowData:01', 1],
    ['nothing', '', 1],
    ['no Device', '<Maps>\n</Maps>', 2],
    ['no bin type', oneRow('001', 'NullBin="255"'), 3],
    ['an unknown bin type', oneRow('001', 'BinType="Octal" NullBin="255"'), 3],
    ['no null bin', oneRow('001', 'BinType="Decimal"'), 3],
    ['a null bin that is no code', oneRow('001', 'BinType="Decimal" NullBin="FF"'), 3],
    ['an unknown origin', oneRow('001', 'BinType="Decimal" NullBin="255" OriginLocation="5"'), 3],
    [
      'an orientation that is no number',
      oneRow('001', 'BinType="Decimal" NullBin="255" Orientation="down"'),
      3,
    ],
    ['a count of 0', oneRow('001', 'BinType="Decimal" NullBin="255" Columns="0"'), 3],
    ['a row that is too short', oneRow('001', 'BinType="Decimal" NullBin="255" Columns="2"'), 5],
    ['a missing row', oneRow('001', 'BinType="Decimal" NullBin="255" Rows="2"'), 5],
    ['a code that is none', oneRow('001 0x1'), 5],
    ['a row that cannot be cut', oneRow('0010'), 5],
    ['an empty row', oneRow(''), 5],
    ['no rows', '<Maps><Map>\n<Device BinType="Decimal" NullBin="255"><Data/></Device></Map></Maps>', 2],
    ['no data', '<Maps><Map>\n<Device BinType="Decimal" NullBin="255"/></Map></Maps>', 2],
    ['a bin without a code', sample.replace('BinCode="001" ', ''), 8],
    ['a bin with a broken code', sample.replace('BinCode="001"', 'BinCode="1234"'), 8],
    ['a bin twice', sample.replace('BinCode="002"', 'BinCode="1"'), 9],
    ['an attribute twice', '<Maps>\n<Map A="1" A="2" B=3/></Maps>', 2],
  ])('refuses %s with its line', (_, text, line) => {
    expect(() => readG85(text)).toThrow(
      expect.objectContaining({
        kind: 'protocol',
        code: 'map-file-syntax',
        details: { format: 'G85', line },
      }) as Error,
    );
  });

  it('expands no entities of a document type', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "001 001 001">]>';
    expect(() => readG85(bomb + oneRow('&b;'))).toThrow(
      expect.objectContaining({ kind: 'protocol' }) as Error,
    );
  });

  it('throws nothing but protocol errors, whatever the text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<Maps>',
        '<Map>',
        '<Device BinType="Ascii" NullBin=".">',
        '<Data>',
        '<Row>',
        '</Row>',
        '</Data>',
        '</Device>',
        '<![CDATA[',
        ']]>',
        '&',
        '<Device constructor="1" hasOwnProperty="2" x="3">',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          expect(['none', 'protocol']).toContain(kindThrown(() => readG85(text)));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('is not slowed down by deep nesting', () => {
    expect(() => readG85(`<Device>${'<Row>'.repeat(20_000)}`)).toThrow(/G85 line 1/);
  });
});

describe('writeG85', () => {
  it('writes what readG85 reads, with the counts of the bins', () => {
    // The sample says 10, but holds 9.
    const text = writeG85([map, { ...map, wafer: 'W02' }]);
    expect(readG85(text)).toEqual([map, { ...map, wafer: 'W02' }]);
    expect(text).toContain('<Bin BinCode="001" BinQuality="Pass" BinCount="9" BinDescription="good"/>');
    expect(text).toContain('<Row><![CDATA[255 001 001 001 255]]></Row>');
  });

  it('writes skipped dies as the null bin', () => {
    const [file] = readG85(writeG85([{ ...map, columns: 2, rows: 1, cells: ['skip', 1] }]));
    expect(file?.cells).toEqual(['none', 1]);
  });

  it.each<[string, G85BinType, Partial<MapFile>]>([
    ['a code with too many digits', 'Decimal', { cells: [1000] }],
    ['the null bin as a code', 'Decimal', { cells: [255] }],
    ['the null bin as a defined bin', 'HexaDecimal', { bins: [{ code: 255, name: '', quality: 'pass' }] }],
    ['an invisible character', 'Ascii', { cells: [32] }],
    ['a code beyond ASCII', 'Ascii', { cells: [200] }],
    ['a code beyond four digits', 'Integer2', { cells: [65_536] }],
    ['cells that are no rectangle', 'Decimal', { columns: 2 }],
    ['a character that XML cannot carry', 'Decimal', { lot: 'a\u0000' }],
    ['half a surrogate pair', 'Decimal', { lot: '\uD800' }],
    ['a name that is none', 'Decimal', { extra: { 'a b': '1' } }],
    ['an attribute that is taken', 'Decimal', { lot: '0', extra: { LotId: '1' } }],
  ])('refuses %s', (_, binType, change) => {
    const file: MapFile = { bins: [], columns: 1, rows: 1, cells: ['none'], ...change };
    expect(() => writeG85([file], { binType })).toThrow(
      expect.objectContaining({ kind: 'range', code: 'map-file-value' }) as Error,
    );
  });

  it.each<[G85BinType, fc.Arbitrary<number>]>([
    ['Decimal', fc.integer({ min: 0, max: 999 })],
    ['HexaDecimal', fc.integer({ min: 0, max: 254 })],
    ['Integer2', fc.integer({ min: 0, max: 65_534 })],
    // With many brackets: `]]>` must not end a row.
    ['Ascii', fc.oneof(fc.integer({ min: 33, max: 126 }), fc.constantFrom(93, 93, 62))],
  ])('is undone by readG85 for %s', (binType, codes) => {
    const nullCode = { Decimal: 255, HexaDecimal: 255, Integer2: 65_535, Ascii: 46 }[binType];
    const text = fc.stringMatching(/^[ -~äµ\t\n]{0,10}$/);
    const maps = fc
      .record({
        device: fc.option(text, { nil: undefined }),
        lot: fc.option(text, { nil: undefined }),
        wafer: fc.option(text, { nil: undefined }),
        markAngleDeg: fc.integer({ min: 0, max: 359 }),
        diameterUm: fc.option(
          fc.integer({ min: 1, max: 450 }).map((mm) => mm * 1000),
          { nil: undefined },
        ),
        dieSizeUm: fc.option(fc.record({ x: fc.integer({ min: 1 }), y: fc.integer({ min: 1 }) }), {
          nil: undefined,
        }),
        origin: fc.constantFrom(
          'centre' as const,
          'upper-left' as const,
          'upper-right' as const,
          'lower-left' as const,
          'lower-right' as const,
        ),
        reference: fc.option(fc.record({ x: fc.integer(), y: fc.integer() }), { nil: undefined }),
        grid: arbitraryCells(
          codes.filter((code) => code !== nullCode),
          ['none'],
        ),
        qualities: fc.array(fc.constantFrom('pass' as const, 'fail' as const, 'none' as const), {
          minLength: 64,
          maxLength: 64,
        }),
        name: fc.stringMatching(/^[ -~]{1,10}$/),
        extra: fc.dictionary(fc.stringMatching(/^X[a-z.]{0,3}$/), text),
      })
      .map(({ grid, qualities, name, ...file }) => {
        const found = [...new Set(grid.cells.filter((cell) => typeof cell === 'number'))];
        return Object.assign(file, grid, {
          bins: found.map((code, index) => ({ code, name, quality: qualities[index] ?? 'none' })),
        });
      });
    fc.assert(
      fc.property(fc.array(maps, { minLength: 1, maxLength: 3 }), (files) => {
        expect(readG85(writeG85(files, { binType }))).toEqual(files);
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it('knows a null bin of its own for each bin type', () => {
    for (const binType of Object.keys(g85BinTypes) as G85BinType[]) {
      expect(writeG85([{ ...map, bins: [], columns: 1, rows: 1, cells: ['none'] }], { binType })).toContain(
        `NullBin="${g85BinTypes[binType].nullBin}"`,
      );
    }
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
