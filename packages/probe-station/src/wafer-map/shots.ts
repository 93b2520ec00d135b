import type { DieIndex, ShotGrid } from './geometry.ts';

/** Where a die lies in the reticle grid: which shot, and which die of the shot, counted from its lower-left die. */
export interface ShotPlace {
  readonly shot: DieIndex;
  readonly within: DieIndex;
}

/** The shot that printed a die, and the die's place in it (wafer-map-and-data.md, section 2). */
export function shotOf(grid: ShotGrid, die: DieIndex): ShotPlace {
  const column = die.column - grid.origin.column;
  const row = die.row - grid.origin.row;
  const shot = { column: Math.floor(column / grid.columns), row: Math.floor(row / grid.rows) };
  return {
    shot,
    within: { column: column - shot.column * grid.columns, row: row - shot.row * grid.rows },
  };
}

/** The die at a place of the reticle grid. */
export function dieOfShot(grid: ShotGrid, place: ShotPlace): DieIndex {
  return {
    column: grid.origin.column + place.shot.column * grid.columns + place.within.column,
    row: grid.origin.row + place.shot.row * grid.rows + place.within.row,
  };
}
