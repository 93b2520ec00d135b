import { sweepLevels } from '../electrical/sweep-levels.ts';

/** What a source does from trigger to trigger. */
export interface SweepSettings {
  mode: 'FIX' | 'SWE' | 'LIST';
  start: number;
  stop: number;
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
export function levelsOf({ mode, start, stop, list }: SweepSettings, shape: SweepShape): readonly number[] {
  if (mode === 'FIX') return [];
  if (mode === 'LIST') return list;
  const { points, spacing, direction } = shape;
  return direction === 'UP'
    ? sweepLevels({ start, stop, points, spacing })
    : sweepLevels({ start: stop, stop: start, points, spacing });
}
