import { dieCentre } from './coordinates.ts';
import { requireUnique } from './die-key.ts';
import type { DieIndex, PointUm, WaferGeometry } from './geometry.ts';
import { UnvisitedGrid } from './unvisited-grid.ts';

/**
 * The dies by nearest neighbour: from `from` (default: the first die of the list) always to the closest die that is
 * left, by distance in µm. Good for scattered dies; on a full map a serpentine is no longer.
 *
 * @returns the same dies, each exactly once.
 * @throws FourwireError `range` (`duplicate-die`, `die-index`, or `die-spread` for dies that no wafer could hold).
 */
export function nearest<D extends DieIndex>(
  dies: readonly D[],
  geometry: WaferGeometry,
  from?: PointUm,
): D[] {
  requireUnique(dies);
  const [first] = dies;
  if (first === undefined) return [];
  const grid = new UnvisitedGrid(dies, geometry.pitchUm);
  const start = from ?? dieCentre(geometry, first);
  let place = {
    column: (start.xUm - geometry.offsetUm.x) / geometry.pitchUm.x,
    row: (start.yUm - geometry.offsetUm.y) / geometry.pitchUm.y,
  };
  const order: D[] = [];
  for (let die = grid.takeNearest(place); die !== undefined; die = grid.takeNearest(place)) {
    order.push(die);
    place = { column: die.column, row: die.row };
  }
  return order;
}
