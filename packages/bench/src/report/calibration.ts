import type { EntryOf } from '../records/entry.ts';

/** What is known of the calibration of an instrument on the days of a run. */
export interface Calibration {
  readonly state: 'valid' | 'overdue' | 'not-stated' | 'not-needed';
  /** In words: `valid until 2027-01-15`. */
  readonly text: string;
}

/**
 * Judges the calibration of an instrument on the days of a run, `2026-03-17`; the day on which it is due still counts.
 * A simulator needs none.
 */
export function calibrationOf(
  { calibratedOn, calibrationDueOn, simulated = false }: EntryOf<'identity'>,
  { first, last }: { readonly first: string; readonly last: string },
): Calibration {
  if (calibrationDueOn !== undefined && calibrationDueOn < last) {
    return { state: 'overdue', text: `overdue: was due on ${calibrationDueOn}` };
  }
  if (calibratedOn !== undefined && calibratedOn > first) {
    return { state: 'overdue', text: `was calibrated on ${calibratedOn}, after the run began` };
  }
  if (calibrationDueOn !== undefined) return { state: 'valid', text: `valid until ${calibrationDueOn}` };
  if (simulated) return { state: 'not-needed', text: 'simulated: needs none' };
  if (calibratedOn !== undefined)
    return { state: 'not-stated', text: 'the day on which it is due is not stated' };
  return { state: 'not-stated', text: 'not stated' };
}
