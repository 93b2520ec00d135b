import { FourwireError } from '@fourwire/core';
import type { Random } from '@fourwire/core';
import { requireUnique } from './die-key.ts';
import type { DieIndex } from './geometry.ts';

/**
 * `count` dies spread evenly over the map. The dies are laid along a Hilbert curve, on which neighbours stay together,
 * and cut into `count` compact patches of equal size; each patch gives one die: its middle one, or with `random` any
 * of it, so that no die is favoured. The route follows the curve, so its steps stay short.
 *
 * @returns `count` of the dies, each at most once; all of them when `count` is their number.
 * @throws FourwireError `range` (`sample-count`) when `count` is not a whole number from 0 to the number of dies;
 *   (`duplicate-die`, `die-index`).
 */
export function sampled<D extends DieIndex>(dies: readonly D[], count: number, random?: Random): D[] {
  requireUnique(dies);
  if (!(Number.isInteger(count) && count >= 0 && count <= dies.length)) {
    throw new FourwireError(
      'range',
      'sample-count',
      `count is ${count}, allowed: a whole number from 0 to the ${dies.length} dies of the list`,
    );
  }
  const curve = alongHilbert(dies);
  return Array.from({ length: count }, (_, patch) => {
    const start = Math.floor((patch * curve.length) / count);
    const end = Math.floor(((patch + 1) * curve.length) / count) - 1;
    return curve[random === undefined ? (start + end) >> 1 : random.integer(start, end)];
  }).filter((die) => die !== undefined);
}

function alongHilbert<D extends DieIndex>(dies: readonly D[]): D[] {
  let [left, bottom, size] = [Infinity, Infinity, 1];
  for (const { column, row } of dies) {
    left = Math.min(left, column);
    bottom = Math.min(bottom, row);
  }
  for (const { column, row } of dies) {
    while (column - left >= size || row - bottom >= size) size *= 2;
  }
  return dies
    .map((die) => ({ die, step: hilbertStep(size, die.column - left, die.row - bottom) }))
    .toSorted((a, b) => a.step - b.step)
    .map(({ die }) => die);
}

/** Distance of a cell along the Hilbert curve that fills a square of `size` cells (a power of two). */
function hilbertStep(size: number, column: number, row: number): number {
  let [x, y, step] = [column, row, 0];
  for (let half = size / 2; half >= 1; half /= 2) {
    const right = x >= half;
    const upper = y >= half;
    step += half * half * (right ? (upper ? 2 : 3) : upper ? 1 : 0);
    if (right) x -= half;
    if (upper) y -= half;
    // The lower quadrants hold the curve turned: mirrored at the diagonal, on the right also upside down.
    if (!upper) [x, y] = right ? [half - 1 - y, half - 1 - x] : [y, x];
  }
  return step;
}
