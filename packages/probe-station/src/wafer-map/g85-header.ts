/**
 * Where the mark lies for G85 `Orientation` 0; the code counts clockwise: 0 bottom, 90 left, 180 top, 270 right.
 * Source: wafer-map-and-data.md, section 3 (one importer).
 *
 * @internal
 */
export const g85OrientationZeroDeg = 270;

/** @internal G85 `OriginLocation`, the SECS ORLOC code (wafer-map-and-data.md, section 3). */
export const g85Origins = {
  0: 'centre',
  1: 'upper-right',
  2: 'upper-left',
  3: 'lower-left',
  4: 'lower-right',
} as const;
