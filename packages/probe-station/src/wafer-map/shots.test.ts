import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryIndex } from '../../test/wafer-map-arbitraries.ts';
import { dieOfShot, shotOf } from './shots.ts';

describe('shotOf', () => {
  it('counts shots and dies within them from the lower left', () => {
    const grid = { columns: 3, rows: 2, origin: { column: -1, row: 0 } };
    expect(shotOf(grid, { column: -1, row: 0 })).toEqual({
      shot: { column: 0, row: 0 },
      within: { column: 0, row: 0 },
    });
    expect(shotOf(grid, { column: 2, row: 1 })).toEqual({
      shot: { column: 1, row: 0 },
      within: { column: 0, row: 1 },
    });
    expect(shotOf(grid, { column: -2, row: -1 })).toEqual({
      shot: { column: -1, row: -1 },
      within: { column: 2, row: 1 },
    });
  });

  it('is undone by dieOfShot', () => {
    const count = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        fc.record({ columns: count, rows: count, origin: arbitraryIndex }),
        arbitraryIndex,
        (grid, die) => {
          const place = shotOf(grid, die);
          expect(dieOfShot(grid, place)).toEqual(die);
          expect(place.within.column).toBeGreaterThanOrEqual(0);
          expect(place.within.column).toBeLessThan(grid.columns);
          expect(place.within.row).toBeGreaterThanOrEqual(0);
          expect(place.within.row).toBeLessThan(grid.rows);
        },
      ),
      { seed: 1 },
    );
  });
});
