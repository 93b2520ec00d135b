import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDies, arbitraryGeometry } from '../../test/wafer-map-arbitraries.ts';
import { dieKey } from './die-key.ts';
import { layOutDies } from './dies.ts';
import type { Die } from './dies.ts';
import { byRows } from './order-lines.ts';
import { planTouchdowns } from './touchdowns.ts';
import type { TouchdownPlan } from './touchdowns.ts';

const full = (column: number, row: number): Die => ({ column, row, kind: 'full' });
const sites = fc.uniqueArray(
  fc.record({ column: fc.integer({ min: -3, max: 3 }), row: fc.integer({ min: -3, max: 3 }) }),
  {
    minLength: 1,
    maxLength: 8,
    selector: dieKey,
  },
);

function keys(dies: readonly Die[]): number[] {
  return dies.map(dieKey).toSorted((a, b) => a - b);
}

function measured(plan: TouchdownPlan): Die[] {
  return plan.touchdowns.flatMap(({ sites: landed }) => landed.filter((die) => die !== undefined));
}

describe('planTouchdowns', () => {
  it('tiles a block with a card of 2 × 2 sites', () => {
    const route = [
      full(0, 1),
      full(1, 1),
      full(2, 1),
      full(3, 1),
      full(3, 0),
      full(2, 0),
      full(1, 0),
      full(0, 0),
    ];
    const card = [full(0, 0), full(1, 0), full(0, 1), full(1, 1)];
    const { touchdowns } = planTouchdowns(route, card);
    expect(touchdowns.map(({ reference, complete }) => [reference.column, reference.row, complete])).toEqual([
      [0, 0, true],
      [2, 0, true],
    ]);
  });

  it('switches off the sites that measure nothing', () => {
    const { touchdowns } = planTouchdowns([full(0, 0), full(1, 0), full(2, 0)], [full(0, 0), full(1, 0)]);
    expect(touchdowns).toEqual([
      { reference: { column: 0, row: 0 }, sites: [full(0, 0), full(1, 0)], complete: true },
      { reference: { column: 2, row: 0 }, sites: [full(2, 0), undefined], complete: false },
    ]);
  });

  it('moves a touchdown so that no site lands off the allowed dies, and names the dies it cannot reach', () => {
    const row = [full(0, 0), full(1, 0), full(2, 0)];
    expect(
      planTouchdowns(row, [full(0, 0), full(1, 0)], row).touchdowns.map(({ reference }) => reference.column),
    ).toEqual([0, 1]);
    const alone = planTouchdowns([full(5, 5)], [full(0, 0), full(1, 0)], row);
    expect(alone).toEqual({ touchdowns: [], unreachable: [full(5, 5)] });
  });

  it('measures each die of a random map exactly once', () => {
    fc.assert(
      fc.property(arbitraryDies, sites, (dies, card) => {
        const route = dies.map(({ column, row }) => full(column, row));
        const plan = planTouchdowns(route, card);
        expect(plan.unreachable).toEqual([]);
        expect(keys(measured(plan))).toEqual(keys(route));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('keeps every site of every touchdown on the allowed dies', () => {
    fc.assert(
      fc.property(arbitraryGeometry, sites, (geometry, card) => {
        const route = byRows(layOutDies(geometry).filter(({ kind }) => kind === 'full'));
        const allowed = new Set(route.map(dieKey));
        const plan = planTouchdowns(route, card, route);
        for (const { reference } of plan.touchdowns) {
          for (const site of card)
            expect(allowed).toContain(
              dieKey({ column: reference.column + site.column, row: reference.row + site.row }),
            );
        }
        expect(keys([...measured(plan), ...plan.unreachable])).toEqual(keys(route));
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('refuses a card without sites or with one twice', () => {
    for (const card of [[], [full(0, 0), full(0, 0)]]) {
      expect(() => planTouchdowns([full(0, 0)], card)).toThrow(
        expect.objectContaining({ kind: 'range', code: 'card-sites' }) as Error,
      );
    }
  });
});
