import { dieCentre } from './coordinates.ts';
import { flatDistanceUm, flatsOf } from './geometry.ts';
import type { DieIndex, Flat, Pair, WaferGeometry } from './geometry.ts';

/**
 * What a die is. `full` and `partial` follow from the geometry; the others are given by the user:
 *
 * - `full`: whole, inside the edge exclusion and above every flat.
 * - `partial`: reaches into the edge exclusion or over the rim, but touches the wafer.
 * - `skip`: present but not to be probed.
 * - `ink`: marked bad before the test.
 * - `pcm`: process control monitor.
 * - `reference`: found by the operator or the camera to fix the map's place.
 * - `mirror`: no pattern.
 */
export type DieKind = (typeof dieKinds)[number];

/** Every {@link DieKind}, in the order of legends and tables. */
export const dieKinds = ['full', 'partial', 'skip', 'ink', 'pcm', 'reference', 'mirror'] as const;

/** A die that is on the wafer. */
export interface Die extends DieIndex {
  readonly kind: DieKind;
}

/**
 * Every die that touches the wafer, row by row from the bottom, each from left to right. Dies are `full` or `partial`;
 * give the others their kind by mapping over the result. The notch is ignored: it is shallower than any usual edge
 * exclusion.
 *
 * @example
 * ```ts
 * const toProbe = layOutDies(geometry).filter((die) => die.kind === 'full');
 * ```
 */
export function layOutDies(geometry: WaferGeometry): Die[] {
  const radius = geometry.diameterUm / 2;
  const { pitchUm, offsetUm, streetUm } = geometry;
  const half = { x: (pitchUm.x - streetUm.x) / 2, y: (pitchUm.y - streetUm.y) / 2 };
  const cuts = flatsOf(geometry).map((flat) => cutOf(geometry, flat));
  const dies: Die[] = [];
  const first = {
    column: reach(-radius - half.x, offsetUm.x, pitchUm.x),
    row: reach(-radius - half.y, offsetUm.y, pitchUm.y),
  };
  for (let row = first.row; offsetUm.y + row * pitchUm.y < radius + half.y; row++) {
    for (let column = first.column; offsetUm.x + column * pitchUm.x < radius + half.x; column++) {
      const { xUm, yUm } = dieCentre(geometry, { column, row });
      const centre = { x: xUm, y: yUm };
      if (isFull(centre, half, radius - geometry.edgeExclusionUm, cuts, geometry.edgeExclusionUm)) {
        dies.push({ column, row, kind: 'full' });
      } else if (touches(centre, half, radius, cuts)) {
        dies.push({ column, row, kind: 'partial' });
      }
    }
  }
  return dies;
}

/** How many dies there are of each kind. */
export function countDies(dies: Iterable<Die>): Record<DieKind, number> {
  const counts = Object.fromEntries(dieKinds.map((kind) => [kind, 0])) as Record<DieKind, number>;
  for (const die of dies) counts[die.kind]++;
  return counts;
}

/** A flat as a half-plane: the wafer is where `x·nx + y·ny ≤ distance`. */
interface Cut {
  readonly nx: number;
  readonly ny: number;
  readonly distance: number;
}

function cutOf(geometry: WaferGeometry, flat: Flat): Cut {
  const angle = (flat.angleDeg * Math.PI) / 180;
  return { nx: Math.cos(angle), ny: Math.sin(angle), distance: flatDistanceUm(geometry, flat) };
}

/** The first index whose centre lies beyond `edge`. */
function reach(edge: number, offset: number, pitch: number): number {
  return Math.ceil((edge - offset) / pitch);
}

// Corners that lie exactly on a limit count as inside, whatever the last bit of the arithmetic says.
const slack = 1e-6;

function isFull(centre: Pair, half: Pair, radius: number, cuts: readonly Cut[], exclusion: number): boolean {
  const corner = Math.hypot(Math.abs(centre.x) + half.x, Math.abs(centre.y) + half.y);
  if (corner > radius + slack) return false;
  return cuts.every(({ nx, ny, distance }) => {
    const highest = centre.x * nx + centre.y * ny + half.x * Math.abs(nx) + half.y * Math.abs(ny);
    return highest <= distance - exclusion + slack;
  });
}

function touches(centre: Pair, half: Pair, radius: number, cuts: readonly Cut[]): boolean {
  const nearest = {
    x: Math.max(0, Math.abs(centre.x) - half.x) * Math.sign(centre.x),
    y: Math.max(0, Math.abs(centre.y) - half.y) * Math.sign(centre.y),
  };
  if (Math.hypot(nearest.x, nearest.y) >= radius - slack) return false;
  if (cuts.every((cut) => isInside(cut, nearest))) return true;
  const corners = [
    { x: centre.x - half.x, y: centre.y - half.y },
    { x: centre.x + half.x, y: centre.y - half.y },
    { x: centre.x + half.x, y: centre.y + half.y },
    { x: centre.x - half.x, y: centre.y + half.y },
  ];
  const polygon = cuts.reduce(clip, corners);
  return polygon.some(
    (point, index) =>
      distanceToSegment(point, polygon[(index + 1) % polygon.length] ?? point) < radius - slack,
  );
}

function isInside(cut: Cut, point: Pair): boolean {
  return point.x * cut.nx + point.y * cut.ny < cut.distance - slack;
}

/** The part of a convex polygon that lies on the wafer's side of a flat. */
function clip(polygon: readonly Pair[], cut: Cut): Pair[] {
  return polygon.flatMap((point, index) => {
    const next = polygon[(index + 1) % polygon.length] ?? point;
    const inside = isInside(cut, point);
    if (inside === isInside(cut, next)) return inside ? [point] : [];
    const from = cut.distance - (point.x * cut.nx + point.y * cut.ny);
    const to = cut.distance - (next.x * cut.nx + next.y * cut.ny);
    const share = from / (from - to);
    const crossing = { x: point.x + share * (next.x - point.x), y: point.y + share * (next.y - point.y) };
    return inside ? [point, crossing] : [crossing];
  });
}

/** Distance of the wafer's centre from a segment. */
function distanceToSegment(a: Pair, b: Pair): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(a.x * dx + a.y * dy) / length));
  return Math.hypot(a.x + share * dx, a.y + share * dy);
}
