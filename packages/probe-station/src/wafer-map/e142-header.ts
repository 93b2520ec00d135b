/** @internal E142 `OriginLocation` (wafer-map-and-data.md, section 3). */
export const e142Origins = {
  Center: 'centre',
  UpperRight: 'upper-right',
  UpperLeft: 'upper-left',
  LowerLeft: 'lower-left',
  LowerRight: 'lower-right',
} as const;

/** @internal E142 `AxisDirection`: the direction of Y, then that of X. */
export const e142Axes = { UpRight: 'UR', UpLeft: 'UL', DownRight: 'DR', DownLeft: 'DL' } as const;

/** @internal µm per unit, by what two public writers put into `DefaultUnits`. */
export const e142Units: ReadonlyMap<string, number> = new Map([
  ['mm', 1000],
  ['micron', 1],
  ['microns', 1],
]);

/**
 * @internal Where the mark lies for `Orientation` 0; the code counts clockwise as in G85. Unconfirmed: E142 gives the
 * turn from the mark-down position, and not in which sense it turns.
 */
export const e142OrientationZeroDeg = 270;
