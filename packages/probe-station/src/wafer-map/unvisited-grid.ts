import { FourwireError } from '@fourwire/core';
import type { DieIndex, Pair } from './geometry.ts';

/** More than {@link waferGeometry} allows on a wafer, little enough for the memory. */
const maximumCells = 8_000_000;

interface Level {
  readonly width: number;
  readonly counts: Uint32Array;
}

/**
 * The dies still to visit, as a quadtree of counts over the grid: each level halves the one below, so a search passes
 * over visited blocks and the next die is found in logarithmic time however far away it is.
 *
 * @internal
 */
export class UnvisitedGrid<D extends DieIndex> {
  readonly #pitch: Pair;
  readonly #left: number;
  readonly #bottom: number;
  readonly #cells: (D | undefined)[] = [];
  readonly #levels: Level[] = [];
  #best = Infinity;
  #found: { readonly x: number; readonly y: number } | undefined;

  constructor(dies: readonly D[], pitch: Pair) {
    this.#pitch = pitch;
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { column, row } of dies) {
      left = Math.min(left, column);
      right = Math.max(right, column);
      bottom = Math.min(bottom, row);
      top = Math.max(top, row);
    }
    this.#left = left;
    this.#bottom = bottom;
    let [width, height] = [right - left + 1, top - bottom + 1];
    if (width * height > maximumCells) {
      throw new FourwireError(
        'range',
        'die-spread',
        `the dies span ${width} × ${height} cells, allowed: ${maximumCells} in all`,
      );
    }
    const columns = width;
    this.#levels.push({ width, counts: new Uint32Array(width * height) });
    while (width > 1 || height > 1) {
      [width, height] = [Math.ceil(width / 2), Math.ceil(height / 2)];
      this.#levels.push({ width, counts: new Uint32Array(width * height) });
    }
    for (const die of dies) {
      this.#cells[(die.row - bottom) * columns + die.column - left] = die;
      this.#count(die.column - left, die.row - bottom, 1);
    }
  }

  /** Takes the die nearest to a place, given in (also broken) columns and rows; undefined when none is left. */
  takeNearest(place: DieIndex): D | undefined {
    this.#best = Infinity;
    this.#found = undefined;
    this.#search(this.#levels.length - 1, 0, 0, place.column - this.#left, place.row - this.#bottom);
    const found = this.#found as { readonly x: number; readonly y: number } | undefined;
    if (found === undefined) return undefined;
    this.#count(found.x, found.y, -1);
    return this.#cells[found.y * (this.#levels[0]?.width ?? 0) + found.x];
  }

  #count(x: number, y: number, change: number): void {
    this.#levels.forEach(({ width, counts }, depth) => {
      const index = (y >> depth) * width + (x >> depth);
      counts[index] = (counts[index] ?? 0) + change;
    });
  }

  #search(depth: number, x: number, y: number, column: number, row: number): void {
    const level = this.#levels[depth];
    if (level === undefined || x >= level.width || !level.counts[y * level.width + x]) return;
    const distance = this.#distance(depth, x, y, column, row);
    if (distance >= this.#best) return;
    if (depth === 0) {
      this.#best = distance;
      this.#found = { x, y };
      return;
    }
    // The quadrant that holds the place, or is nearest to it, first: it usually ends the search.
    const middle = 1 << (depth - 1);
    const right = column >= (x << depth) + middle ? 1 : 0;
    const upper = row >= (y << depth) + middle ? 1 : 0;
    this.#search(depth - 1, 2 * x + right, 2 * y + upper, column, row);
    this.#search(depth - 1, 2 * x + 1 - right, 2 * y + upper, column, row);
    this.#search(depth - 1, 2 * x + right, 2 * y + 1 - upper, column, row);
    this.#search(depth - 1, 2 * x + 1 - right, 2 * y + 1 - upper, column, row);
  }

  /** Squared distance in µm from a place to the nearest cell of a block. */
  #distance(depth: number, x: number, y: number, column: number, row: number): number {
    const size = (1 << depth) - 1;
    const dx = beyond(column, x << depth, (x << depth) + size) * this.#pitch.x;
    const dy = beyond(row, y << depth, (y << depth) + size) * this.#pitch.y;
    return dx * dx + dy * dy;
  }
}

function beyond(value: number, low: number, high: number): number {
  return Math.max(0, low - value, value - high);
}
