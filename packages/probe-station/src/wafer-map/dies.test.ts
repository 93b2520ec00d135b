import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dieAt, dieCentre } from './coordinates.ts';
import { dieKey } from './die-key.ts';
import { countDies, layOutDies } from './dies.ts';
import { flatDistanceUm, flatsOf, waferGeometry } from './geometry.ts';
import { arbitraryGeometry } from '../../test/wafer-map-arbitraries.ts';
import type { DieIndex, Pair, PointUm, WaferGeometry } from './geometry.ts';

type Golden = readonly [
  diameter: number,
  exclusion: number,
  x: number,
  y: number,
  centred: number,
  partial: number,
  street: number,
  streetPartial: number,
  mixed: number,
];

// wafer-map-and-data.md, section 2: full dies (partial ones) for each alignment of the grid.
const golden: readonly Golden[] = [
  [100, 3, 10, 10, 49, 52, 52, 36, 52],
  [100, 3, 5, 5, 241, 116, 240, 104, 242],
  [150, 3, 5, 5, 593, 184, 600, 156, 592],
  [150, 5, 3, 4, 1201, 368, 1208, 348, 1202],
  [200, 3, 10, 10, 261, 96, 256, 88, 258],
  [200, 3, 5, 7, 775, 194, 772, 192, 778],
  [300, 3, 10, 10, 621, 156, 616, 140, 620],
  [300, 3, 26, 33, 57, 50, 64, 40, 60],
];

describe('layOutDies', () => {
  it.each(golden)(
    'counts the dies of a %i mm wafer, exclusion %i mm, pitch %i × %i mm',
    (diameter, exclusion, x, y, ...counts) => {
      const count = (offset: Pair): { full: number; partial: number } =>
        countDies(
          layOutDies(
            waferGeometry({
              diameterUm: diameter * 1000,
              edgeExclusionUm: exclusion * 1000,
              pitchUm: { x: x * 1000, y: y * 1000 },
              offsetUm: { x: offset.x * 1000, y: offset.y * 1000 },
            }),
          ),
        );
      const [centred, centredPartial, street, streetPartial, mixed] = counts;
      expect(count({ x: 0, y: 0 })).toMatchObject({ full: centred, partial: centredPartial });
      expect(count({ x: x / 2, y: y / 2 })).toMatchObject({ full: street, partial: streetPartial });
      expect(count({ x: 0, y: y / 2 })).toMatchObject({ full: mixed });
    },
  );

  it('keeps full dies above the exclusion of a flat', () => {
    const geometry = waferGeometry({
      diameterUm: 150_000,
      edgeExclusionUm: 5000,
      pitchUm: { x: 5000, y: 5000 },
      mark: { kind: 'flat', angleDeg: 270, lengthUm: 57_500 },
    });
    expect(countDies(layOutDies(geometry)).full).toBe(554);
  });

  it('lists every die that touches the wafer, once', () => {
    const share = fc.double({ min: -0.5, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(
        arbitraryGeometry,
        fc.array(fc.tuple(share, share), { maxLength: 50 }),
        (geometry, places) => {
          const keys = layOutDies(geometry).map(dieKey);
          expect(new Set(keys).size).toBe(keys.length);
          const touched = places
            .map(([x, y]) => ({ xUm: x * geometry.diameterUm, yUm: y * geometry.diameterUm }))
            .filter((point) => isOnWafer(geometry, point, 0.01) && !isInStreet(geometry, point))
            .map((point) => dieKey(dieAt(geometry, point)));
          expect(keys).toEqual(expect.arrayContaining(touched));
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('calls a die full exactly when its four corners are inside the exclusion', () => {
    fc.assert(
      fc.property(arbitraryGeometry, (geometry) => {
        const wrong = layOutDies(geometry).filter((die) => {
          // Corners within 10 nm of the limit may count either way.
          const margin = geometry.edgeExclusionUm + (die.kind === 'full' ? -0.01 : 0.01);
          return (
            cornersOf(geometry, die).every((corner) => isOnWafer(geometry, corner, margin)) !==
            (die.kind === 'full')
          );
        });
        expect(wrong).toEqual([]);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('leaves out dies that lie wholly beyond a flat', () => {
    const geometry = waferGeometry({
      diameterUm: 100_000,
      pitchUm: { x: 2000, y: 2000 },
      mark: { kind: 'flat', angleDeg: 45, lengthUm: 60_000 },
    });
    // The chord is 40 mm away from the centre: a corner nearest to it at (28, 28) is just inside, one at (29, 29) is not.
    const has = (column: number, row: number): boolean =>
      layOutDies(geometry).some((die) => die.column === column && die.row === row);
    expect(has(14, 14)).toBe(true);
    expect(has(15, 15)).toBe(false);
  });
});

function isOnWafer(geometry: WaferGeometry, { xUm, yUm }: PointUm, margin: number): boolean {
  return (
    Math.hypot(xUm, yUm) < geometry.diameterUm / 2 - margin &&
    flatsOf(geometry).every((flat) => {
      const angle = (flat.angleDeg * Math.PI) / 180;
      return xUm * Math.cos(angle) + yUm * Math.sin(angle) < flatDistanceUm(geometry, flat) - margin;
    })
  );
}

function halfDie({ pitchUm, streetUm }: WaferGeometry): Pair {
  return { x: (pitchUm.x - streetUm.x) / 2, y: (pitchUm.y - streetUm.y) / 2 };
}

function isInStreet(geometry: WaferGeometry, point: PointUm): boolean {
  const centre = dieCentre(geometry, dieAt(geometry, point));
  const half = halfDie(geometry);
  return Math.abs(point.xUm - centre.xUm) > half.x - 0.01 || Math.abs(point.yUm - centre.yUm) > half.y - 0.01;
}

function cornersOf(geometry: WaferGeometry, die: DieIndex): PointUm[] {
  const { xUm, yUm } = dieCentre(geometry, die);
  const { x, y } = halfDie(geometry);
  return [-x, x].flatMap((dx) => [-y, y].map((dy) => ({ xUm: xUm + dx, yUm: yUm + dy })));
}
