import { FourwireError } from '@fourwire/core';
import { dieKey, requireUnique } from './die-key.ts';
import type { Die } from './dies.ts';
import type { DieIndex } from './geometry.ts';

/** One contact of a multi-site probe card. */
export interface Touchdown {
  /** Where the card's reference (site offset 0, 0) lies. */
  readonly reference: DieIndex;
  /** For each site of the card the die it measures here; undefined where the site is to be switched off. */
  readonly sites: readonly (Die | undefined)[];
  /** Whether every site measures. */
  readonly complete: boolean;
}

/** The touchdowns of a multi-site card, and the dies it cannot reach. */
export interface TouchdownPlan {
  readonly touchdowns: readonly Touchdown[];
  /** Selected dies that no allowed touchdown covers; always empty without `keepOn`. */
  readonly unreachable: readonly Die[];
}

/**
 * Plans the touchdowns of a multi-site card over the dies of a route. Every selected die is measured once. Each
 * touchdown starts from the first die of the route that is left and takes the site for it that measures the most
 * dies. A site that is switched off still touches whatever lies under it.
 *
 * @param route the dies to measure, in the order in which they should be reached.
 * @param sites offset of each site from the card's reference, in dies: `{ column, row }`, right and up.
 * @param keepOn when given, every site of a touchdown must land on one of these dies, measured or not: pass the full
 *   dies of the wafer to keep needles off the rim and the flat.
 * @throws FourwireError `range` (`card-sites`) for a card without sites or with one twice; (`duplicate-die`,
 *   `die-index`) for the route.
 */
export function planTouchdowns(
  route: readonly Die[],
  sites: readonly DieIndex[],
  keepOn?: Iterable<DieIndex>,
): TouchdownPlan {
  requireUnique(route);
  if (sites.length === 0 || new Set(sites.map(dieKey)).size < sites.length) {
    throw new FourwireError(
      'range',
      'card-sites',
      'sites must hold at least one offset and none twice, in dies',
    );
  }
  const left = new Map(route.map((die) => [dieKey(die), die]));
  const allowed = keepOn === undefined ? undefined : new Set(Array.from(keepOn, dieKey));
  const touchdowns: Touchdown[] = [];
  const unreachable: Die[] = [];
  for (const die of route) {
    if (!left.has(dieKey(die))) continue;
    const best = bestTouchdown(die, sites, left, allowed);
    if (best === undefined) {
      unreachable.push(die);
      continue;
    }
    for (const covered of best.sites) if (covered !== undefined) left.delete(dieKey(covered));
    touchdowns.push(best);
  }
  return { touchdowns, unreachable };
}

function bestTouchdown(
  die: Die,
  sites: readonly DieIndex[],
  left: ReadonlyMap<number, Die>,
  allowed: ReadonlySet<number> | undefined,
): Touchdown | undefined {
  let best: Touchdown | undefined;
  let most = 0;
  for (const site of sites) {
    const reference = { column: die.column - site.column, row: die.row - site.row };
    const keys = sites.map(({ column, row }) =>
      dieKey({ column: reference.column + column, row: reference.row + row }),
    );
    if (allowed !== undefined && !keys.every((key) => allowed.has(key))) continue;
    const covered = keys.map((key) => left.get(key));
    const count = covered.reduce((sum, one) => (one === undefined ? sum : sum + 1), 0);
    if (count <= most) continue;
    most = count;
    best = { reference, sites: covered, complete: count === sites.length };
    if (best.complete) break;
  }
  return best;
}
