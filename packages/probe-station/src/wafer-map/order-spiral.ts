import { requireUnique } from './die-key.ts';
import type { DieIndex } from './geometry.ts';

/** How {@link spiral} goes. */
export interface SpiralOrder {
  /** The die in the middle. Default: the middle of the smallest rectangle around the dies. */
  readonly centre?: DieIndex;
  /** Walk from the rim to the middle instead. Default false. */
  readonly inward?: boolean;
}

/**
 * The dies along a square spiral, counter-clockwise from the middle outward. Good where the middle matters most, or to
 * stop early with an even picture.
 *
 * @returns the same dies, each exactly once.
 * @throws FourwireError `range` (`duplicate-die`, `die-index`).
 */
export function spiral<D extends DieIndex>(dies: readonly D[], order: SpiralOrder = {}): D[] {
  requireUnique(dies);
  const centre = order.centre ?? middleOf(dies);
  const sorted = dies
    .map((die) => ({ die, step: spiralStep(die.column - centre.column, die.row - centre.row) }))
    .toSorted((a, b) => a.step - b.step)
    .map(({ die }) => die);
  return order.inward === true ? sorted.toReversed() : sorted;
}

/** Number of a cell along the spiral: ring `k` holds 8k cells after the (2k − 1)² of the rings within it. */
function spiralStep(dx: number, dy: number): number {
  const ring = Math.max(Math.abs(dx), Math.abs(dy));
  if (ring === 0) return 0;
  const before = (2 * ring - 1) ** 2;
  // Each ring goes up its right side, left along the top, down the left side and ends at its lower-right corner,
  // next to the first cell of the ring around it.
  if (dy === -ring) return before + 7 * ring - 1 + dx;
  if (dx === ring) return before + ring - 1 + dy;
  if (dy === ring) return before + 3 * ring - 1 - dx;
  return before + 5 * ring - 1 - dy;
}

function middleOf(dies: readonly DieIndex[]): DieIndex {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { column, row } of dies) {
    left = Math.min(left, column);
    right = Math.max(right, column);
    bottom = Math.min(bottom, row);
    top = Math.max(top, row);
  }
  return { column: Math.floor((left + right) / 2), row: Math.floor((bottom + top) / 2) };
}
