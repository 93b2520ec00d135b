import type { DieIndex, PointUm, Subsite, WaferGeometry } from './geometry.ts';

/** Centre of a die in the wafer frame, in µm: offset plus index times pitch, whether or not the die is on the wafer. */
export function dieCentre(geometry: WaferGeometry, die: DieIndex): PointUm {
  return {
    xUm: geometry.offsetUm.x + die.column * geometry.pitchUm.x,
    yUm: geometry.offsetUm.y + die.row * geometry.pitchUm.y,
  };
}

/**
 * The die whose cell (die and half a street around it) holds a point of the wafer frame. A point on the border belongs
 * to the die to the right or above.
 */
export function dieAt(geometry: WaferGeometry, point: PointUm): DieIndex {
  return {
    column: Math.floor((point.xUm - geometry.offsetUm.x) / geometry.pitchUm.x + 0.5),
    row: Math.floor((point.yUm - geometry.offsetUm.y) / geometry.pitchUm.y + 0.5),
  };
}

/** Position of a test structure of a die in the wafer frame, in µm. */
export function subsitePosition(geometry: WaferGeometry, die: DieIndex, subsite: Subsite): PointUm {
  const centre = dieCentre(geometry, die);
  return { xUm: centre.xUm + subsite.xUm, yUm: centre.yUm + subsite.yUm };
}
