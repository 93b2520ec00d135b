import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDies, arbitraryGeometry } from '../../test/wafer-map-arbitraries.ts';
import { dieCentre } from './coordinates.ts';
import { dieKey } from './die-key.ts';
import { layOutDies } from './dies.ts';
import { waferGeometry } from './geometry.ts';
import type { DieIndex } from './geometry.ts';
import { byColumns, byRows } from './order-lines.ts';
import type { Corner } from './order-lines.ts';
import { nearest } from './order-nearest.ts';
import { sampled } from './order-sampled.ts';
import { spiral } from './order-spiral.ts';

const geometry = waferGeometry({ diameterUm: 100_000, pitchUm: { x: 4000, y: 2000 } });
const corners: readonly Corner[] = ['upper-left', 'upper-right', 'lower-left', 'lower-right'];

const orders: readonly (readonly [string, (dies: readonly DieIndex[]) => DieIndex[]])[] = [
  ...corners.flatMap((start) =>
    [true, false].flatMap(
      (serpentine) =>
        [
          [
            `rows from ${start}, serpentine ${serpentine}`,
            (dies: readonly DieIndex[]) => byRows(dies, { start, serpentine }),
          ],
          [
            `columns from ${start}, serpentine ${serpentine}`,
            (dies: readonly DieIndex[]) => byColumns(dies, { start, serpentine }),
          ],
        ] as const,
    ),
  ),
  ['spiral', (dies) => spiral(dies)],
  ['spiral inward around a die', (dies) => spiral(dies, { centre: { column: 3, row: -2 }, inward: true })],
  ['nearest', (dies) => nearest(dies, geometry)],
  ['nearest from a point', (dies) => nearest(dies, geometry, { xUm: 1234, yUm: -9999 })],
  ['sampled with all dies', (dies) => sampled(dies, dies.length)],
];

describe.each(orders)('%s', (_, order) => {
  it('visits each die of a random map exactly once', () => {
    fc.assert(
      fc.property(arbitraryDies, (dies) => {
        expect(keys(order(dies))).toEqual(keys(dies));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('gives back the very dies of a wafer, not copies', () => {
    const dies = layOutDies(geometry);
    expect(new Set(order(dies))).toEqual(new Set(dies));
  });

  it('refuses a list with a die twice', () => {
    expect(() => order([at(1, 2), at(0, 0), at(1, 2)])).toThrow(
      expect.objectContaining({ kind: 'range', code: 'duplicate-die' }) as Error,
    );
    expect(() => order([at(0.5, 2)])).toThrow(
      expect.objectContaining({ kind: 'range', code: 'die-index' }) as Error,
    );
  });
});

describe('byRows', () => {
  it('turns after each row that has dies, skipping empty rows and holes', () => {
    const dies = [at(0, 5), at(1, 5), at(3, 5), at(0, 2), at(2, 2), at(0, 1), at(1, 1)];
    expect(byRows(dies)).toEqual([at(0, 5), at(1, 5), at(3, 5), at(2, 2), at(0, 2), at(0, 1), at(1, 1)]);
    expect(byRows(dies, { start: 'lower-right', serpentine: false })).toEqual([
      at(1, 1),
      at(0, 1),
      at(2, 2),
      at(0, 2),
      at(3, 5),
      at(1, 5),
      at(0, 5),
    ]);
  });
});

describe('byColumns', () => {
  it('walks the first column from the starting corner', () => {
    const dies = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
    expect(byColumns(dies, { start: 'lower-left' })).toEqual([at(0, 0), at(0, 1), at(1, 1), at(1, 0)]);
    expect(byColumns(dies, { start: 'upper-right' })).toEqual([at(1, 1), at(1, 0), at(0, 0), at(0, 1)]);
  });
});

describe('spiral', () => {
  it('steps from neighbour to neighbour on a full square', () => {
    const dies = square(7);
    const route = spiral(dies);
    expect(route[0]).toEqual(at(3, 3));
    route.slice(1).forEach((die, index) => {
      const before = route[index] ?? at(0, 0);
      expect(Math.abs(die.column - before.column) + Math.abs(die.row - before.row)).toBe(1);
    });
  });

  it('goes counter-clockwise', () => {
    expect(spiral(square(3))).toEqual([
      at(1, 1),
      at(2, 1),
      at(2, 2),
      at(1, 2),
      at(0, 2),
      at(0, 1),
      at(0, 0),
      at(1, 0),
      at(2, 0),
    ]);
  });
});

describe('nearest', () => {
  it('goes to a closest die at each step, in µm and not in indices', () => {
    fc.assert(
      fc.property(arbitraryDies, arbitraryGeometry, (dies, wafer) => {
        const route = nearest(dies, wafer);
        route.slice(1).forEach((die, index) => {
          const from = route[index] ?? die;
          const step = distance(wafer, from, die);
          const least = Math.min(...route.slice(index + 1).map((other) => distance(wafer, from, other)));
          expect(step).toBeLessThan(least * (1 + 1e-9));
        });
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('starts at the die nearest to the given point', () => {
    expect(nearest([at(0, 0), at(5, 5), at(1, 1)], geometry, { xUm: 20_000, yUm: 10_000 })).toEqual([
      at(5, 5),
      at(1, 1),
      at(0, 0),
    ]);
  });

  it('refuses dies that are spread over more than a wafer', () => {
    expect(() => nearest([at(0, 0), at(10_000, 10_000)], geometry)).toThrow(
      expect.objectContaining({ kind: 'range', code: 'die-spread' }) as Error,
    );
  });
});

describe('sampled', () => {
  it('takes as many different dies as asked, repeatably', () => {
    fc.assert(
      fc.property(
        arbitraryDies,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer(),
        (dies, share, seed) => {
          const count = Math.floor(dies.length * share);
          const picked = sampled(dies, count, seededRandom(seed));
          expect(picked).toHaveLength(count);
          expect(new Set(keys(picked)).size).toBe(count);
          expect(sampled(dies, count, seededRandom(seed))).toEqual(picked);
          for (const die of picked) expect(dies).toContain(die);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  it('gives each quadrant of a square its share', () => {
    const picked = sampled(square(16), 32);
    for (const [left, bottom] of [
      [0, 0],
      [8, 0],
      [0, 8],
      [8, 8],
    ] as const) {
      expect(
        picked.filter(
          ({ column, row }) => column >= left && column < left + 8 && row >= bottom && row < bottom + 8,
        ),
      ).toHaveLength(8);
    }
  });

  it('never favours a die: with random each of a patch comes up', () => {
    const random = seededRandom(1);
    const seen = new Set(Array.from({ length: 200 }, () => keys(sampled(square(4), 2, random))).flat());
    expect(seen.size).toBe(16);
  });

  it.each([-1, 0.5, 5, Number.NaN])('refuses to take %d of 4 dies', (count) => {
    expect(() => sampled(square(2), count)).toThrow(
      expect.objectContaining({ kind: 'range', code: 'sample-count' }) as Error,
    );
  });
});

function at(column: number, row: number): DieIndex {
  return { column, row };
}

function square(size: number): DieIndex[] {
  return Array.from({ length: size * size }, (_, index) => at(index % size, Math.floor(index / size)));
}

function keys(dies: readonly DieIndex[]): number[] {
  return dies.map(dieKey).toSorted((a, b) => a - b);
}

function distance(wafer: typeof geometry, a: DieIndex, b: DieIndex): number {
  const [from, to] = [dieCentre(wafer, a), dieCentre(wafer, b)];
  return Math.hypot(to.xUm - from.xUm, to.yUm - from.yUm);
}
