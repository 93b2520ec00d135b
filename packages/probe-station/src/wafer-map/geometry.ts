import { FourwireError } from '@fourwire/core';

/**
 * A place on the wafer in the wafer frame: origin at the wafer's centre, X to the right and Y **up** as the operator
 * sees the wafer on the chuck, in µm. Every position in Fourwire that is not a chuck position is in this frame.
 */
export interface PointUm {
  readonly xUm: number;
  readonly yUm: number;
}

/**
 * A die by its native index: `column` grows to the **right** and `row` grows **up** as the operator sees the wafer.
 * What a prober or a file calls the die is its {@link DieLabel}.
 */
export interface DieIndex {
  readonly column: number;
  readonly row: number;
}

/** Two numbers that belong together; the unit is in the name of the member that holds them. */
export interface Pair {
  readonly x: number;
  readonly y: number;
}

/** A straight cut of the rim. `angleDeg` is where its middle lies: 0 = +X (right), counter-clockwise, 270 = down. */
export interface Flat {
  readonly kind: 'flat';
  readonly angleDeg: number;
  /** Length of the chord, in µm. */
  readonly lengthUm: number;
}

/** A notch in the rim, `depthUm` deep and opening at 90° (SEMI M1: 1 mm). Angles as in {@link Flat}. */
export interface Notch {
  readonly kind: 'notch';
  readonly angleDeg: number;
  readonly depthUm: number;
}

/**
 * How labels count: the first letter is the direction in which the label's `y` (row) grows, the second that of its `x`
 * (column). `DR`: rows grow downward, columns grow to the right. The codes are those of SENTIO's
 * `map:set_axis_orient` (mpi-sentio.md, 4.7).
 */
export type AxisDirections = 'UR' | 'UL' | 'DR' | 'DL';

/** How dies are labelled: the die that is called (0, 0) and the directions in which labels grow. */
export interface LabelFrame {
  readonly origin: DieIndex;
  readonly axes: AxisDirections;
}

/** The reticle: `columns` × `rows` dies per shot; `origin` is the lower-left die of shot (0, 0). */
export interface ShotGrid {
  readonly columns: number;
  readonly rows: number;
  readonly origin: DieIndex;
}

/** A test structure within every die, at an offset in µm from the die's **centre**, X right, Y up. */
export interface Subsite extends PointUm {
  readonly name: string;
}

/** The shape of a wafer and of the grid of dies on it. Made by {@link waferGeometry}. */
export interface WaferGeometry {
  readonly diameterUm: number;
  /** The primary flat or the notch; it also says how the wafer lies on the chuck. */
  readonly mark: Flat | Notch;
  readonly secondaryFlat: Flat | undefined;
  /** Ring along the rim and along flats in which no full die may lie. */
  readonly edgeExclusionUm: number;
  /** Die plus street: the distance from one die to the next. */
  readonly pitchUm: Pair;
  /** Width of the saw street between dies; drawn, but of no influence on positions. */
  readonly streetUm: Pair;
  /** Centre of die (0, 0) in the wafer frame. */
  readonly offsetUm: Pair;
  readonly labels: LabelFrame;
  readonly shot: ShotGrid | undefined;
  readonly subsites: readonly Subsite[];
}

/** What {@link waferGeometry} needs: the diameter and the pitch; the rest has defaults. */
export type WaferGeometryInput = Pick<WaferGeometry, 'diameterUm' | 'pitchUm'> & Partial<WaferGeometry>;

/** Dies beyond this are a mistake in the pitch: the grid is refused instead of filling the memory. */
const maximumGrid = 4_000_000;

/**
 * A checked wafer geometry. Defaults: a notch at the bottom, no edge exclusion, no street, die (0, 0) centred on the
 * wafer, labels as native indices (`UR`), no shots and no subsites.
 *
 * @throws FourwireError `range` (`wafer-geometry`) naming the member, its unit and what is allowed.
 */
export function waferGeometry(input: WaferGeometryInput): WaferGeometry {
  const geometry: WaferGeometry = {
    diameterUm: input.diameterUm,
    mark: input.mark ?? { kind: 'notch', angleDeg: 270, depthUm: 1000 },
    secondaryFlat: input.secondaryFlat,
    edgeExclusionUm: input.edgeExclusionUm ?? 0,
    pitchUm: input.pitchUm,
    streetUm: input.streetUm ?? { x: 0, y: 0 },
    offsetUm: input.offsetUm ?? { x: 0, y: 0 },
    labels: input.labels ?? { origin: { column: 0, row: 0 }, axes: 'UR' },
    shot: input.shot,
    subsites: input.subsites ?? [],
  };
  const { diameterUm, edgeExclusionUm, pitchUm, streetUm, offsetUm, labels, shot, subsites } = geometry;
  const radius = diameterUm / 2;
  demand(diameterUm > 0 && Number.isFinite(diameterUm), 'diameterUm', diameterUm, 'a length above 0 µm');
  demand(
    edgeExclusionUm >= 0 && edgeExclusionUm < radius,
    'edgeExclusionUm',
    edgeExclusionUm,
    `0 to below ${radius} µm`,
  );
  for (const axis of ['x', 'y'] as const) {
    demand(
      pitchUm[axis] > 0 && Number.isFinite(pitchUm[axis]),
      `pitchUm.${axis}`,
      pitchUm[axis],
      'a length above 0 µm',
    );
    demand(
      streetUm[axis] >= 0 && streetUm[axis] < pitchUm[axis],
      `streetUm.${axis}`,
      streetUm[axis],
      `0 to below the pitch of ${pitchUm[axis]} µm`,
    );
    demand(Math.abs(offsetUm[axis]) <= diameterUm, `offsetUm.${axis}`, offsetUm[axis], `±${diameterUm} µm`);
  }
  const cells = (diameterUm / pitchUm.x + 2) * (diameterUm / pitchUm.y + 2);
  demand(
    cells <= maximumGrid,
    'pitchUm',
    pitchUm,
    `a pitch that gives at most ${maximumGrid} dies on ${diameterUm} µm`,
  );
  checkMark(geometry.mark, 'mark', radius);
  if (geometry.secondaryFlat !== undefined) checkMark(geometry.secondaryFlat, 'secondaryFlat', radius);
  demand(isIndex(labels.origin), 'labels.origin', labels.origin, 'whole numbers');
  if (shot !== undefined) {
    demand(isCount(shot.columns) && isCount(shot.rows), 'shot', shot, 'at least 1 × 1 dies');
    demand(isIndex(shot.origin), 'shot.origin', shot.origin, 'whole numbers');
  }
  for (const subsite of subsites) {
    const inside = Math.abs(subsite.xUm) <= pitchUm.x / 2 && Math.abs(subsite.yUm) <= pitchUm.y / 2;
    demand(
      inside,
      `subsite ${subsite.name}`,
      subsite,
      'an offset from the die centre within half a pitch, in µm',
    );
  }
  return geometry;
}

/** Distance in µm of a flat's chord from the wafer's centre: √(R² − (L/2)²). */
export function flatDistanceUm(geometry: WaferGeometry, flat: Flat): number {
  return Math.sqrt((geometry.diameterUm / 2) ** 2 - (flat.lengthUm / 2) ** 2);
}

/** The flats of a wafer: none, one or two. */
export function flatsOf(geometry: WaferGeometry): readonly Flat[] {
  const flats = geometry.secondaryFlat === undefined ? [] : [geometry.secondaryFlat];
  return geometry.mark.kind === 'flat' ? [geometry.mark, ...flats] : flats;
}

function checkMark(mark: Flat | Notch, name: string, radius: number): void {
  const { angleDeg } = mark;
  demand(angleDeg >= 0 && angleDeg < 360, `${name}.angleDeg`, angleDeg, '0 to below 360°');
  if (mark.kind === 'flat') {
    demand(
      mark.lengthUm > 0 && mark.lengthUm < 2 * radius,
      `${name}.lengthUm`,
      mark.lengthUm,
      `above 0 and below ${2 * radius} µm`,
    );
  } else {
    demand(
      mark.depthUm > 0 && mark.depthUm < radius,
      `${name}.depthUm`,
      mark.depthUm,
      `above 0 and below ${radius} µm`,
    );
  }
}

function isIndex(index: DieIndex): boolean {
  return Number.isSafeInteger(index.column) && Number.isSafeInteger(index.row);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function demand(holds: boolean, name: string, value: unknown, allowed: string): void {
  if (holds) return;
  const given = typeof value === 'number' ? value : JSON.stringify(value);
  throw new FourwireError('range', 'wafer-geometry', `${name} is ${given}, allowed: ${allowed}`, {
    details: { name, value, allowed },
  });
}
