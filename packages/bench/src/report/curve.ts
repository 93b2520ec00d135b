import type { Instant } from '@fourwire/core';

/** More points than this cannot be told apart in a plot. */
const mostPoints = 4000;

/** A moment and a value; null is a gap, where there was nothing to be trusted. */
export type Point = readonly [at: Instant, value: number | null];

/**
 * The course of a value in bounded memory: when there are too many points, each four become the lowest and the highest
 * of them, so that no peak is lost.
 */
export class Curve {
  readonly path: string;
  unit: string;
  readonly kind: 'reading' | 'setting';
  #points: Point[] = [];
  #low = Infinity;
  #high = -Infinity;
  #count = 0;

  constructor(path: string, unit: string, kind: 'reading' | 'setting') {
    this.path = path;
    this.unit = unit;
    this.kind = kind;
  }

  get points(): readonly Point[] {
    return this.#points;
  }

  /** Lowest and highest value, and how many there were. */
  get range(): { readonly low: number; readonly high: number; readonly count: number } {
    return { low: this.#low, high: this.#high, count: this.#count };
  }

  add(at: Instant, value: number | null): void {
    if (value === null) {
      if (this.#points.at(-1)?.[1] === null) return;
    } else {
      this.#low = Math.min(this.#low, value);
      this.#high = Math.max(this.#high, value);
      this.#count++;
    }
    this.#points.push([at, value]);
    if (this.#points.length > mostPoints) this.#thin();
  }

  /** The value at a moment: the last one up to it. */
  valueAt(at: Instant): number | null {
    return this.#points.findLast((point) => point[0] <= at)?.[1] ?? null;
  }

  #thin(): void {
    const kept: Point[] = [];
    for (let index = 0; index < this.#points.length; index += 4)
      kept.push(...extremes(this.#points.slice(index, index + 4)));
    this.#points = kept;
  }
}

function extremes(points: readonly Point[]): readonly Point[] {
  const known = points.filter((point): point is readonly [number, number] => point[1] !== null);
  const [first] = known;
  if (first === undefined) return points.slice(0, 1);
  const low = known.reduce((best, point) => (point[1] < best[1] ? point : best), first);
  const high = known.reduce((best, point) => (point[1] > best[1] ? point : best), first);
  const gap = points.find((point) => point[1] === null);
  const kept: Point[] = low === high ? [low] : [low, high];
  if (gap !== undefined) kept.push(gap);
  return kept.toSorted((a, b) => a[0] - b[0]);
}
