import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryCells } from '../../test/wafer-map-arbitraries.ts';
import { readSinf, writeSinf } from './sinf.ts';
import type { MapFile } from './map-file.ts';

// wafer-map-and-data.md, 4.1.
const sample = `DEVICE:ACC3X
LOT:LOT1
WAFER:W01
FNLOC:180
ROWCT:3
COLCT:5
BCEQU:01
REFPX:2
REFPY:1
DUTMS:mm
XDIES:5.000000
YDIES:5.000000
RowData:__ 01 01 01 __
RowData:01 01 02 01 @@
RowData:__ 01 01 01 __
`;

const map: MapFile = {
  device: 'ACC3X',
  lot: 'LOT1',
  wafer: 'W01',
  markAngleDeg: 270,
  dieSizeUm: { x: 5000, y: 5000 },
  reference: { x: 2, y: 1 },
  bins: [
    { code: 1, name: 'Bin 1', quality: 'pass' },
    { code: 2, name: 'Bin 2', quality: 'fail' },
  ],
  columns: 5,
  rows: 3,
  cells: ['none', 1, 1, 1, 'none', 1, 1, 2, 1, 'skip', 'none', 1, 1, 1, 'none'],
  extra: {},
};

const header = 'ROWCT:1\nCOLCT:2\n';

describe('readSinf', () => {
  it('reads the sample of the sheet', () => {
    expect(readSinf(sample)).toEqual(map);
  });

  it('takes CR LF, lower-case keys, blanks, comments, mixed widths, a byte order mark and missing keys', () => {
    const text =
      '\uFEFF; exported\r\nlot: L 7 ; lot\r\n\r\nbcequ:1 002\r\nOPERATOR:me\r\nrowdata:___ 1   002 @@@\r\n';
    expect(readSinf(text)).toMatchObject({
      lot: 'L 7',
      device: undefined,
      markAngleDeg: undefined,
      dieSizeUm: undefined,
      bins: [
        { code: 1, quality: 'pass' },
        { code: 2, quality: 'pass' },
      ],
      columns: 4,
      rows: 1,
      cells: ['none', 1, 2, 'skip'],
      extra: { OPERATOR: 'me' },
    });
  });

  it.each([
    [0, 90],
    [90, 0],
    [180, 270],
    [270, 180],
  ])('reads FNLOC %i as a mark at %i° of the wafer frame', (fnloc, angle) => {
    expect(readSinf(`FNLOC:${fnloc}\nRowData:01\n`).markAngleDeg).toBe(angle);
  });

  it('converts mil, and keeps a size without a unit as it is', () => {
    expect(readSinf('DUTMS:mil\nXDIES:100\nYDIES:39.37\nRowData:01\n').dieSizeUm).toEqual({
      x: 2540,
      y: 999.998,
    });
    const unitless = readSinf('XDIES:5\nYDIES:5\nRowData:01\n');
    expect(unitless.dieSizeUm).toBeUndefined();
    expect(unitless.extra).toEqual({ XDIES: '5', YDIES: '5' });
  });

  it('reads hexadecimal codes only when told so', () => {
    expect(readSinf('RowData:0a 10\n', { radix: 16 }).cells).toEqual([10, 16]);
    expect(readSinf('RowData:10\n').cells).toEqual([10]);
    expect(() => readSinf('RowData:0A 10\n')).toThrow(/line 1: '0A' is no bin code of base 10.*radix 16/);
  });

  it('calls bins good or bad only when BCEQU is there', () => {
    expect(readSinf('RowData:01 02\n').bins.map(({ quality }) => quality)).toEqual(['none', 'none']);
  });

  it.each([
    ['a line without a key', `${header}01 02\n`, 3],
    ['a key twice', `${header}\nROWCT:1\n`, 4],
    ['a row that is too short', `${header}RowData:01\n`, 3],
    ['a row that is too long', `${header}RowData:01 02 03\n`, 3],
    ['rows of different length', 'RowData:01 02\nRowData:01\n', 2],
    ['a missing row', 'ROWCT:2\nRowData:01\n', 2],
    ['a row too many', 'ROWCT:1\nRowData:01\n; x\nRowData:01\n', 4],
    ['no row', 'ROWCT:0\n', 2],
    ['a broken cell', 'LOT:1\nRowData:01 _@\n', 2],
    ['a code that is too large', 'RowData:65536\n', 1],
    ['a count that is no number', 'ROWCT:many\nRowData:01\n', 1],
    ['an unknown unit', 'DUTMS:inch\nRowData:01\n', 1],
    ['a broken pass bin', 'BCEQU:1 x\nRowData:01\n', 1],
  ])('refuses %s with its line', (_, text, line) => {
    expect(() => readSinf(text)).toThrow(
      expect.objectContaining({
        kind: 'protocol',
        code: 'map-file-syntax',
        details: { format: 'SINF', line },
      }) as Error,
    );
  });

  it('throws nothing but protocol errors, whatever the text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('RowData:', '01 ', '__', '\n', 'ROWCT:', ';', '@@', 'DUTMS:mm', 'XDIES:', '1'),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          expect(['none', 'protocol']).toContain(kindThrown(() => readSinf(text)));
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('writeSinf', () => {
  it('writes the sample of the sheet byte for byte', () => {
    // The sample marks an empty cell with the same width as the codes.
    expect(writeSinf(map)).toBe(sample);
  });

  it('widens every cell to the longest code', () => {
    expect(writeSinf({ ...map, bins: [], columns: 3, rows: 1, cells: [1, 1000, 'none'] })).toContain(
      'RowData:0001 1000 ____\n',
    );
    expect(
      writeSinf({ ...map, bins: [], columns: 2, rows: 1, cells: [10, 'skip'] }, { radix: 16 }),
    ).toContain('RowData:0A @@\n');
  });

  it.each<[string, Partial<MapFile>]>([
    ['a line break in a text', { lot: 'a\nRowData:01' }],
    ['a comment in a text', { lot: 'a;b' }],
    ['blanks at the ends', { lot: ' a' }],
    ['a key with a colon', { extra: { 'A:B': '1' } }],
    ['a key that is taken', { extra: { Lot: '1' } }],
    ['a key that means a row', { extra: { rowdata: '01' } }],
    ['cells that are no rectangle', { columns: 4 }],
    ['an empty map', { columns: 0, rows: 0, cells: [] }],
    ['a code that is too large', { columns: 1, rows: 1, cells: [65_536] }],
    ['a broken code', { columns: 1, rows: 1, cells: [1.5] }],
  ])('refuses %s', (_, change) => {
    expect(() => writeSinf({ ...map, ...change })).toThrow(
      expect.objectContaining({ kind: 'range', code: 'map-file-value' }) as Error,
    );
  });

  it('is undone by readSinf, in both bases', () => {
    const text = fc.stringMatching(/^[\w.:-]{0,10}$/);
    const size = fc.integer({ min: 1, max: 30_000_000 }).map((nanometres) => nanometres / 1000);
    const maps = fc
      .record({
        device: fc.option(text, { nil: undefined }),
        lot: fc.option(text, { nil: undefined }),
        wafer: fc.option(text, { nil: undefined }),
        markAngleDeg: fc.option(fc.integer({ min: 0, max: 359 }), { nil: undefined }),
        dieSizeUm: fc.option(fc.record({ x: size, y: size }), { nil: undefined }),
        reference: fc.option(fc.record({ x: fc.integer(), y: fc.integer() }), { nil: undefined }),
        grid: arbitraryCells(fc.integer({ min: 0, max: 65_535 }), ['none', 'skip']),
        good: fc.integer({ min: 0, max: 65_535 }),
        extra: fc.dictionary(fc.stringMatching(/^X[A-Z]{0,3}$/), text),
      })
      .map(({ grid, good, ...file }) => Object.assign(file, grid, { bins: binsOf(grid.cells, good) }));
    fc.assert(
      fc.property(maps, fc.constantFrom(10 as const, 16 as const), (file, radix) => {
        expect(readSinf(writeSinf(file, { radix }), { radix })).toEqual(file);
      }),
      { seed: 1 },
    );
  });
});

function binsOf(cells: MapFile['cells'], good: number): MapFile['bins'] {
  const codes = [...new Set([good, ...cells.filter((cell) => typeof cell === 'number')])].toSorted(
    (a, b) => a - b,
  );
  return codes.map((code) => ({ code, name: `Bin ${code}`, quality: code === good ? 'pass' : 'fail' }));
}

function kindThrown(call: () => unknown): string {
  try {
    call();
    return 'none';
  } catch (error) {
    return FourwireError.is(error) ? error.kind : 'foreign';
  }
}
