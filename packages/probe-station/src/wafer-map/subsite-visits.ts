import type { DieIndex, Subsite } from './geometry.ts';

/** One measurement place of a route: a test structure of a die. */
export interface SubsiteVisit<D extends DieIndex> {
  readonly die: D;
  readonly subsite: Subsite;
}

/**
 * The test structures of a route, in order: `die-major` measures all of a die before the next die, `subsite-major`
 * the same structure over the whole route before the next structure, which needs fewer probe-card changes.
 */
export function subsiteVisits<D extends DieIndex>(
  route: readonly D[],
  subsites: readonly Subsite[],
  loop: 'die-major' | 'subsite-major' = 'die-major',
): SubsiteVisit<D>[] {
  return loop === 'die-major'
    ? route.flatMap((die) => subsites.map((subsite) => ({ die, subsite })))
    : subsites.flatMap((subsite) => route.map((die) => ({ die, subsite })));
}
