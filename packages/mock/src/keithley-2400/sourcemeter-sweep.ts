/** What a source does from trigger to trigger. */
export interface SweepSettings {
  mode: 'FIX' | 'SWE' | 'LIST';
  start: number;
  stop: number;
  /** Between two levels; ignored when {@link points} was set later. */
  step: number;
  list: readonly number[];
}

/** What both sources share. */
export interface SweepShape {
  points: number;
  spacing: 'LIN' | 'LOG';
  direction: 'UP' | 'DOWN';
  abort: 'NEV' | 'EARL' | 'LATE';
}

/** The levels of a source, first to last; none while it is fixed. */
export function sweepLevels(
  { mode, start, stop, list }: SweepSettings,
  shape: SweepShape,
): readonly number[] {
  if (mode === 'FIX') return [];
  if (mode === 'LIST') return list;
  const { points, spacing, direction } = shape;
  const from = direction === 'UP' ? start : stop;
  const to = direction === 'UP' ? stop : start;
  const levels = Array.from({ length: points }, (_, index) => {
    const part = points === 1 ? 0 : index / (points - 1);
    return spacing === 'LOG' ? from * (to / from) ** part : from + (to - from) * part;
  });
  if (points > 1) levels[points - 1] = to;
  return levels;
}
