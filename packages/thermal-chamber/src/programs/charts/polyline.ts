import { px } from './svg.ts';

/** A point in pixels, or undefined where the line has a gap. */
export type PlacedPoint = readonly [x: number, y: number] | undefined;

/** The path data of a line, thinned to what a picture can show. */
export function polyline(points: Iterable<PlacedPoint>): string {
  let data = '';
  let pen = 'M';
  for (const point of thin(points)) {
    if (point !== undefined) data += `${pen}${px(point[0])} ${px(point[1])}`;
    pen = point === undefined ? 'M' : 'L';
  }
  return data;
}

/** Keeps at most four points of each pixel column: the first, the lowest, the highest and the last, in their order. */
function* thin(points: Iterable<PlacedPoint>): Generator<PlacedPoint> {
  let column: NonNullable<PlacedPoint>[] = [];
  for (const point of points) {
    const [first] = column;
    if (first && (point === undefined || Math.floor(point[0]) !== Math.floor(first[0]))) {
      yield* extremes(column);
      column = [];
    }
    if (point === undefined) yield undefined;
    else column.push(point);
  }
  yield* extremes(column);
}

function extremes(column: readonly NonNullable<PlacedPoint>[]): PlacedPoint[] {
  let [low, high] = [0, 0];
  for (const [index, [, y]] of column.entries()) {
    if (y < (column[low]?.[1] ?? y)) low = index;
    if (y > (column[high]?.[1] ?? y)) high = index;
  }
  const kept = new Set([0, low, high, column.length - 1]);
  return column.filter((_, index) => kept.has(index));
}
