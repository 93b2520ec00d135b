import { FourwireError } from '@fourwire/core';
import type { Bin } from './bins.ts';
import { dieKey } from './die-key.ts';
import type { Die } from './dies.ts';
import { waferGeometry } from './geometry.ts';
import type { AxisDirections, DieIndex, LabelFrame, Pair, WaferGeometryInput } from './geometry.ts';
import type { Corner } from './order-lines.ts';
import type { WaferMap } from './wafer-map.ts';

/** What a file says of a place: a bin code, no die at all, or a die that was skipped (also: partial, not tested). */
export type MapCell = number | 'none' | 'skip';

/**
 * A wafer map as SINF, G85 and E142 files carry it: a rectangle of cells, seen as the operator sees the wafer, with the mark
 * at `markAngleDeg`. The **first row is the top** one and the **first column the left** one, whatever `origin` says
 * about how the dies are numbered.
 */
export interface MapFile {
  readonly device?: string | undefined;
  readonly lot?: string | undefined;
  readonly wafer?: string | undefined;
  /** Where the flat or notch lies: 0 = right, counter-clockwise, 270 = down (the files' own codes are converted). */
  readonly markAngleDeg?: number | undefined;
  readonly diameterUm?: number | undefined;
  /** Die size in µm. Whether it includes the street is not stated by the formats; Fourwire takes it for the pitch. */
  readonly dieSizeUm?: Pair | undefined;
  /** The corner from which dies are numbered; G85 and E142 only. */
  readonly origin?: Corner | 'centre' | undefined;
  /** The directions in which numbers grow, where the file says so (E142); without it they grow inward from `origin`. */
  readonly axes?: AxisDirections | undefined;
  /**
   * The reference die, as written in the file. Unconfirmed: writers disagree whether it counts from 0 or from 1, so
   * nothing in Fourwire uses it.
   */
  readonly reference?: Pair | undefined;
  readonly bins: readonly Bin[];
  readonly columns: number;
  readonly rows: number;
  /** `rows` × `columns` cells, row by row from the top left. */
  readonly cells: readonly MapCell[];
  /** What else the header holds, by the file's own names. */
  readonly extra?: Readonly<Record<string, string>> | undefined;
}

/** What {@link toMapFile} cannot know from the map. */
export type MapFileHeader = Pick<MapFile, 'device' | 'lot' | 'wafer' | 'reference' | 'extra'>;

const originOfAxes = {
  DR: 'upper-left',
  DL: 'upper-right',
  UR: 'lower-left',
  UL: 'lower-right',
} as const satisfies Record<AxisDirections, Corner>;

/**
 * A map as a file can carry it: the smallest rectangle around its dies. Dies without a bin become `skip`; the die size
 * is the pitch; `origin` follows from the directions of the labels.
 *
 * @throws FourwireError `range` (`map-empty`) when the map has no die.
 */
export function toMapFile(map: WaferMap, header: MapFileHeader = {}): MapFile {
  if (map.dies.length === 0)
    throw new FourwireError('range', 'map-empty', 'the map has no dies; lay out dies before writing a file');
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { column, row } of map.dies) {
    left = Math.min(left, column);
    right = Math.max(right, column);
    bottom = Math.min(bottom, row);
    top = Math.max(top, row);
  }
  const columns = right - left + 1;
  const rows = top - bottom + 1;
  const cells = Array.from<MapCell>({ length: columns * rows }).fill('none');
  for (const die of map.dies) cells[(top - die.row) * columns + die.column - left] = map.binOf(die) ?? 'skip';
  const { mark, diameterUm, pitchUm, labels } = map.geometry;
  return {
    ...header,
    markAngleDeg: mark.angleDeg,
    diameterUm,
    dieSizeUm: pitchUm,
    origin: originOfAxes[labels.axes],
    bins: map.bins,
    columns,
    rows,
    cells,
  };
}

/**
 * A map from what a file holds. Die (0, 0) is the lower-left cell; coded cells are `full` dies, skipped ones `skip`.
 *
 * Files hold less than a geometry, so: the middle of the rectangle is taken for the wafer's centre and the mark for a
 * notch, labels count from 0 at the file's `origin` (default: the upper left), and `known` overrides or completes it.
 *
 * @throws FourwireError `range` (`map-incomplete`) naming what neither the file nor `known` gives: `diameterUm` (SINF
 *   never has it) or `pitchUm`; (`wafer-geometry`) when the result is impossible.
 */
export function fromMapFile(file: MapFile, known: Partial<WaferGeometryInput> = {}): WaferMap {
  const { columns, rows } = file;
  const pitchUm = needed('pitchUm', known.pitchUm ?? file.dieSizeUm);
  const geometry = waferGeometry({
    mark: { kind: 'notch', angleDeg: file.markAngleDeg ?? 270, depthUm: 1000 },
    offsetUm: { x: (-(columns - 1) / 2) * pitchUm.x, y: (-(rows - 1) / 2) * pitchUm.y },
    labels: labelsOf(file),
    ...known,
    pitchUm,
    diameterUm: needed('diameterUm', known.diameterUm ?? file.diameterUm),
  });
  const dies: Die[] = [];
  const binOf = new Map<number, number>();
  file.cells.forEach((cell, index) => {
    if (cell === 'none') return;
    const column = index % columns;
    const die: DieIndex = { column, row: rows - 1 - (index - column) / columns };
    dies.push({ ...die, kind: cell === 'skip' ? 'skip' : 'full' });
    if (cell !== 'skip') binOf.set(dieKey(die), cell);
  });
  return { geometry, dies, bins: file.bins, binOf: (die) => binOf.get(dieKey(die)) };
}

function labelsOf(file: MapFile): LabelFrame {
  const { columns, rows } = file;
  const origin = file.origin ?? 'upper-left';
  if (origin === 'centre') {
    const middle = { column: Math.floor((columns - 1) / 2), row: Math.floor(rows / 2) };
    return { origin: middle, axes: file.axes ?? axesOfOrigin(origin) };
  }
  const axes = file.axes ?? axesOfOrigin(origin);
  return {
    origin: {
      column: origin.endsWith('left') ? 0 : columns - 1,
      row: origin.startsWith('lower') ? 0 : rows - 1,
    },
    axes,
  };
}

/**
 * @internal The directions in which numbers grow from an origin when the file does not say: inward. Unconfirmed: one
 * importer counts a centred origin like an upper-left one, right and down.
 */
export function axesOfOrigin(origin: Corner | 'centre'): AxisDirections {
  return (Object.keys(originOfAxes) as AxisDirections[]).find((key) => originOfAxes[key] === origin) ?? 'DR';
}

function needed<T>(name: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw new FourwireError(
    'range',
    'map-incomplete',
    `the file gives no ${name}; pass it in µm as the second argument`,
    { details: { name } },
  );
}
