import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryGeometry } from '../../test/wafer-map-arbitraries.ts';
import { dieCentre } from './coordinates.ts';
import { dieKey } from './die-key.ts';
import { layOutDies } from './dies.ts';
import type { Die } from './dies.ts';
import { readG85 } from './g85-read.ts';
import { writeG85 } from './g85-write.ts';
import { waferGeometry } from './geometry.ts';
import { labelOf } from './labels.ts';
import { fromMapFile, toMapFile } from './map-file.ts';
import type { MapFile } from './map-file.ts';
import { readSinf, writeSinf } from './sinf.ts';
import type { WaferMap } from './wafer-map.ts';

const bins = [
  { code: 1, name: 'good', quality: 'pass' },
  { code: 2, name: 'bad', quality: 'fail' },
] as const;

// An L of three dies, which no mirroring or turning leaves as it is.
const corner: WaferMap = {
  geometry: waferGeometry({
    diameterUm: 100_000,
    pitchUm: { x: 4000, y: 6000 },
    mark: { kind: 'notch', angleDeg: 180, depthUm: 1000 },
    labels: { origin: { column: 3, row: 5 }, axes: 'DL' },
  }),
  dies: [
    { column: -1, row: 2, kind: 'full' },
    { column: -1, row: 3, kind: 'full' },
    { column: 0, row: 2, kind: 'partial' },
  ],
  bins,
  binOf: (die) => (die.column === 0 ? undefined : die.row - 1),
};

describe('toMapFile', () => {
  it('puts the top row first and the left column first, whatever the labels', () => {
    expect(toMapFile(corner, { lot: 'L1' })).toEqual({
      lot: 'L1',
      markAngleDeg: 180,
      diameterUm: 100_000,
      dieSizeUm: { x: 4000, y: 6000 },
      origin: 'upper-right',
      bins,
      columns: 2,
      rows: 2,
      cells: [2, 'none', 1, 'skip'],
    });
  });

  it('refuses a map without dies', () => {
    expect(() => toMapFile({ ...corner, dies: [] })).toThrow(
      expect.objectContaining({ kind: 'range', code: 'map-empty' }) as Error,
    );
  });
});

describe('fromMapFile', () => {
  const file: MapFile = {
    bins: [...bins],
    columns: 3,
    rows: 2,
    cells: [1, 'none', 'skip', 2, 'none', 'none'],
    diameterUm: 50_000,
    dieSizeUm: { x: 1000, y: 2000 },
  };

  it('takes the middle of the rectangle for the centre of the wafer', () => {
    const map = fromMapFile(file);
    expect(map.dies).toEqual([
      { column: 0, row: 1, kind: 'full' },
      { column: 2, row: 1, kind: 'skip' },
      { column: 0, row: 0, kind: 'full' },
    ]);
    expect(map.dies.map(map.binOf)).toEqual([1, undefined, 2]);
    expect(dieCentre(map.geometry, { column: 0, row: 1 })).toEqual({ xUm: -1000, yUm: 1000 });
    expect(map.geometry.mark.angleDeg).toBe(270);
  });

  it.each([
    ['upper-left', { x: 0, y: 0 }, { x: 2, y: 1 }],
    ['upper-right', { x: 2, y: 0 }, { x: 0, y: 1 }],
    ['lower-left', { x: 0, y: 1 }, { x: 2, y: 0 }],
    ['lower-right', { x: 2, y: 1 }, { x: 0, y: 0 }],
    ['centre', { x: -1, y: 0 }, { x: 1, y: 1 }],
  ] as const)('labels the dies from the %s, inward', (origin, upperLeft, lowerRight) => {
    const { labels } = fromMapFile({ ...file, origin }).geometry;
    expect(labelOf(labels, { column: 0, row: 1 })).toEqual(upperLeft);
    expect(labelOf(labels, { column: 2, row: 0 })).toEqual(lowerRight);
  });

  it('lets the caller complete and override the file', () => {
    const { geometry } = fromMapFile(readSinf('RowData:01 02\n'), {
      diameterUm: 76_200,
      pitchUm: { x: 3000, y: 3000 },
      offsetUm: { x: 7, y: 8 },
    });
    expect(geometry).toMatchObject({
      diameterUm: 76_200,
      pitchUm: { x: 3000, y: 3000 },
      offsetUm: { x: 7, y: 8 },
    });
  });

  it('names what is missing', () => {
    const sinf = readSinf('RowData:01 02\n');
    expect(() => fromMapFile(sinf, { diameterUm: 50_000 })).toThrow(
      expect.objectContaining({ code: 'map-incomplete', details: { name: 'pitchUm' } }) as Error,
    );
    expect(() => fromMapFile(sinf, { pitchUm: { x: 1000, y: 1000 } })).toThrow(
      expect.objectContaining({ code: 'map-incomplete', details: { name: 'diameterUm' } }) as Error,
    );
  });
});

describe('a wafer map through a file', () => {
  it.each<[string, (file: MapFile) => MapFile | undefined]>([
    ['SINF', (file) => readSinf(writeSinf(file))],
    ['G85', (file) => readG85(writeG85([file]))[0]],
  ])('comes back from %s with every bin at the place of its die', (_, through) => {
    fc.assert(
      fc.property(arbitraryGeometry, fc.integer({ min: 1, max: 50 }), (geometry, step) => {
        const dies = layOutDies(geometry);
        const map: WaferMap = { geometry, dies, bins, binOf: (die) => 1 + (Math.abs(dieKey(die)) % step) };
        const file = through(toMapFile(map));
        const back = fromMapFile(file ?? toMapFile(map), {
          diameterUm: geometry.diameterUm,
          offsetUm: { x: 0, y: 0 },
        });
        const left = Math.min(...dies.map(({ column }) => column));
        const bottom = Math.min(...dies.map(({ row }) => row));
        const moved = (die: Die): string => `${die.column - left} ${die.row - bottom} ${map.binOf(die)}`;
        expect(new Set(back.dies.map((die) => `${die.column} ${die.row} ${back.binOf(die)}`))).toEqual(
          new Set(dies.map(moved)),
        );
        expect(back.geometry.mark.angleDeg).toBe(geometry.mark.angleDeg);
        expect(back.geometry.pitchUm).toEqual(geometry.pitchUm);
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});
