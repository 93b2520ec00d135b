import type { Instant } from '@fourwire/core';

/** So many spans of time are told apart in a plot: about one for each pixel or two. */
const mostSpans = 500;
/** First, lowest, highest and last value of a span, and a gap in it. */
const pointsPerSpan = 5;

/** A moment and a value; null is a gap, where there was nothing to be trusted. */
export type Point = readonly [at: Instant, value: number | null];

/**
 * The course of a value in bounded memory. When there are too many points, time is divided into equal spans, and of
 * each the first, lowest, highest and last value are kept: no peak is lost, and the plot looks as it would with all.
 */
export class Curve {
  readonly path: string;
  unit: string;
  readonly kind: 'reading' | 'setting';
  #points: Point[] = [];
  #spanMs = 0;
  #low = Infinity;
  #high = -Infinity;
  #count = 0;

  constructor(path: string, unit: string, kind: 'reading' | 'setting') {
    this.path = path;
    this.unit = unit;
    this.kind = kind;
  }

  get points(): readonly Point[] {
    if (this.#points.length > mostSpans * pointsPerSpan) this.#thin();
    return this.#points;
  }

  /** How long the spans are of which only four values were kept, in ms; 0 when every value is there. */
  get spanMs(): number {
    return this.points.length === 0 ? 0 : this.#spanMs;
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
    // Twice as many are let come together, so that thinning is rare.
    if (this.#points.length > 2 * mostSpans * pointsPerSpan) this.#thin();
  }

  /** The value at a moment: the last one up to it. */
  valueAt(at: Instant): number | null {
    return this.points.findLast((point) => point[0] <= at)?.[1] ?? null;
  }

  #thin(): void {
    const times = this.#points.map(([at]) => at);
    const start = times.reduce((first, at) => Math.min(first, at), Infinity);
    const end = times.reduce((last, at) => Math.max(last, at), -Infinity);
    // Doubled each time, the old spans lie whole in the new ones: then nothing is thinned unevenly.
    this.#spanMs = Math.max(
      this.#spanMs,
      2 ** Math.ceil(Math.log2(Math.max(end - start, 1) / (mostSpans - 1))),
    );
    this.#points = thinned(this.#points, (at) => Math.floor((at - start) / this.#spanMs));
  }
}

/** Of the points of each span the first, lowest, highest and last, and a gap. */
function thinned(points: readonly Point[], spanOf: (at: Instant) => number): Point[] {
  const spans = new Map<number, Point[]>();
  for (const point of points) {
    const span = spanOf(point[0]);
    const known = spans.get(span);
    if (known === undefined) spans.set(span, [point]);
    else known.push(point);
  }
  return [...spans.values()].flatMap((span) => extremes(span));
}

function extremes(points: readonly Point[]): readonly Point[] {
  const known = points.filter((point): point is readonly [number, number] => point[1] !== null);
  const [first] = known;
  if (first === undefined) return points.slice(0, 1);
  const low = known.reduce((best, point) => (point[1] < best[1] ? point : best), first);
  const high = known.reduce((best, point) => (point[1] > best[1] ? point : best), first);
  const kept = new Set<Point | undefined>([
    first,
    low,
    high,
    known.at(-1),
    points.find((point) => point[1] === null),
  ]);
  return points.filter((point) => kept.has(point));
}
