import fc from 'fast-check';
import type { MapCell, MapFile } from '../src/wafer-map/map-file.ts';
import { waferGeometry } from '../src/wafer-map/geometry.ts';
import type { AxisDirections, DieIndex, Flat, Notch, WaferGeometry } from '../src/wafer-map/geometry.ts';

const axes: readonly AxisDirections[] = ['UR', 'UL', 'DR', 'DL'];

/** Native indices around a wafer, for property tests. */
export const arbitraryIndex: fc.Arbitrary<DieIndex> = fc.record({
  column: fc.integer({ min: -500, max: 500 }),
  row: fc.integer({ min: -500, max: 500 }),
});

/** Sets of dies with holes, for property tests. */
export const arbitraryDies: fc.Arbitrary<DieIndex[]> = fc.uniqueArray(
  fc.record({ column: fc.integer({ min: -20, max: 20 }), row: fc.integer({ min: -20, max: 20 }) }),
  { maxLength: 300, selector: ({ column, row }) => row * 1000 + column },
);

const arbitraryFlat: fc.Arbitrary<Flat> = fc.record({
  kind: fc.constant('flat' as const),
  angleDeg: fc.integer({ min: 0, max: 359 }),
  lengthUm: fc.integer({ min: 5000, max: 35_000 }),
});

const arbitraryNotch: fc.Arbitrary<Notch> = fc.record({
  kind: fc.constant('notch' as const),
  angleDeg: fc.integer({ min: 0, max: 359 }),
  depthUm: fc.constant(1000),
});

/** Geometries with some hundred dies, for property tests. */
export const arbitraryGeometry: fc.Arbitrary<WaferGeometry> = fc
  .record({
    diameterUm: fc.integer({ min: 50_000, max: 100_000 }),
    mark: fc.oneof(arbitraryFlat, arbitraryNotch),
    secondaryFlat: fc.option(arbitraryFlat, { nil: undefined }),
    edgeExclusionUm: fc.integer({ min: 0, max: 5000 }),
    pitchUm: fc.record({
      x: fc.integer({ min: 3000, max: 20_000 }),
      y: fc.integer({ min: 3000, max: 20_000 }),
    }),
    streetUm: fc.record({ x: fc.integer({ min: 0, max: 200 }), y: fc.integer({ min: 0, max: 200 }) }),
    offsetUm: fc.record({
      x: fc.integer({ min: -9000, max: 9000 }),
      y: fc.integer({ min: -9000, max: 9000 }),
    }),
    labels: fc.record({ origin: arbitraryIndex, axes: fc.constantFrom(...axes) }),
  })
  .map(waferGeometry);

/** Maps of random cells without any header, for property tests. */
export function arbitraryCells(
  codes: fc.Arbitrary<number>,
  others: readonly MapCell[],
): fc.Arbitrary<Pick<MapFile, 'columns' | 'rows' | 'cells'>> {
  const size = fc.integer({ min: 1, max: 8 });
  return fc.tuple(size, size).chain(([columns, rows]) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.constant(rows),
      cells: fc.array(fc.oneof(codes, fc.constantFrom(...others)), {
        minLength: columns * rows,
        maxLength: columns * rows,
      }),
    }),
  );
}
