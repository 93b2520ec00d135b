import { dieCentre } from './coordinates.ts';
import type { DieIndex, Pair, PointUm, WaferGeometry } from './geometry.ts';

/**
 * How chuck positions follow from wafer positions. The axis signs are a matter of the machine and unconfirmed for most
 * of them, so they are always stated: (−1, −1) where the chuck carries the wafer under fixed probes and its axes point
 * right and up, (1, 1) where the probes move.
 */
export interface ChuckFrame {
  /** The die that lies under the probes at `homeUm`. */
  readonly homeDie: DieIndex;
  /** Chuck position at which it does, in µm. */
  readonly homeUm: Pair;
  readonly signs: { readonly x: 1 | -1; readonly y: 1 | -1 };
  /** Residual rotation of the wafer on the chuck, counter-clockwise. */
  readonly rotationDeg: number;
  /** Thermal growth of wafer distances against the geometry; 1 when there is none. */
  readonly scale: number;
}

/**
 * Chuck position in µm that brings a point of the wafer under the probes:
 * home + signs · rotation · (point − home die) · scale (wafer-map-and-data.md, section 2).
 */
export function toChuck(geometry: WaferGeometry, frame: ChuckFrame, point: PointUm): Pair {
  const home = dieCentre(geometry, frame.homeDie);
  const turned = rotate(point.xUm - home.xUm, point.yUm - home.yUm, frame.rotationDeg);
  return {
    x: frame.homeUm.x + frame.signs.x * turned.x * frame.scale,
    y: frame.homeUm.y + frame.signs.y * turned.y * frame.scale,
  };
}

/** The point of the wafer that lies under the probes at a chuck position; the inverse of {@link toChuck}. */
export function fromChuck(geometry: WaferGeometry, frame: ChuckFrame, position: Pair): PointUm {
  const home = dieCentre(geometry, frame.homeDie);
  const x = (frame.signs.x * (position.x - frame.homeUm.x)) / frame.scale;
  const y = (frame.signs.y * (position.y - frame.homeUm.y)) / frame.scale;
  const turned = rotate(x, y, -frame.rotationDeg);
  return { xUm: home.xUm + turned.x, yUm: home.yUm + turned.y };
}

function rotate(x: number, y: number, angleDeg: number): Pair {
  const angle = (angleDeg * Math.PI) / 180;
  return { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
}
