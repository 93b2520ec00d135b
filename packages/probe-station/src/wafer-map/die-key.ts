import { FourwireError } from '@fourwire/core';
import type { DieIndex } from './geometry.ts';

const span = 2 ** 25;

/**
 * One number per die, for sets and maps. Rows lie apart by more than the widest row, so keys also sort row by row.
 *
 * @throws FourwireError `range` (`die-index`) for an index that is not a whole number within ±33,554,431.
 */
export function dieKey(die: DieIndex): number {
  const { column, row } = die;
  if (
    !(Number.isInteger(column) && Number.isInteger(row) && Math.abs(column) < span && Math.abs(row) < span)
  ) {
    throw new FourwireError(
      'range',
      'die-index',
      `die (${column}, ${row}): column and row must be whole numbers within ±${span - 1}`,
    );
  }
  return row * 2 * span + column;
}

/**
 * Checks that no die occurs twice in a list.
 *
 * @throws FourwireError `range` (`duplicate-die`, `die-index`).
 */
export function requireUnique(dies: readonly DieIndex[]): void {
  const seen = new Set<number>();
  for (const die of dies) {
    const key = dieKey(die);
    if (seen.has(key)) {
      throw new FourwireError(
        'range',
        'duplicate-die',
        `die (${die.column}, ${die.row}) is in the list twice; list each die once`,
      );
    }
    seen.add(key);
  }
}
