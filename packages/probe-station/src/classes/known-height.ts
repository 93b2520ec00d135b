import type { StationHeight } from './station-dialect.ts';

/**
 * The height of a prober that does not say whether its needles touch: what it last said that it had reached. Where it
 * tells its Z, that must still be as it was then. Nothing is known at first, or after a move that was cut short: that
 * counts as `between`, so that no move is made before the chuck was brought to separation.
 */
export class KnownHeight {
  readonly #tolerance: number;
  #height: StationHeight = 'between';
  #z: number | undefined;

  /** @param tolerance - how far Z may be off and still count as the same, in the unit of the prober */
  constructor(tolerance = 1) {
    this.#tolerance = tolerance;
  }

  /** Moves in height, and remembers where that ended. */
  async change(height: StationHeight, move: () => Promise<number | undefined>): Promise<number | undefined> {
    this.#height = 'between';
    const z = await move();
    this.reached(height, z);
    return z;
  }

  /** The prober came to this height by itself. */
  reached(height: StationHeight, z?: number): void {
    this.#height = height;
    this.#z = z;
  }

  /** @param z - where the prober says that it is now */
  now(z?: number): StationHeight {
    const isThere = this.#z === undefined || z === undefined || Math.abs(z - this.#z) <= this.#tolerance;
    return isThere ? this.#height : 'between';
  }
}
