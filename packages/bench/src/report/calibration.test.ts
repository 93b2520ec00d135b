import { describe, expect, it } from 'vitest';
import type { EntryOf } from '../records/entry.ts';
import { calibrationOf } from './calibration.ts';

type About = Partial<EntryOf<'identity'>>;

describe('the calibration of an instrument', () => {
  it.each<[string, About]>([
    ['valid: valid until 2026-03-18', { calibrationDueOn: '2026-03-18' }],
    ['overdue: overdue: was due on 2026-03-17', { calibrationDueOn: '2026-03-17' }],
    ['overdue: overdue: was due on 2026-03-17', { calibrationDueOn: '2026-03-17', simulated: true }],
    [
      'overdue: was calibrated on 2026-03-18, after the run began',
      { calibratedOn: '2026-03-18', calibrationDueOn: '2027-03-18' },
    ],
    ['not-stated: the day on which it is due is not stated', { calibratedOn: '2026-03-16' }],
    ['not-stated: not stated', {}],
    ['not-needed: simulated: needs none', { simulated: true }],
  ])('over a run from 2026-03-17 to 2026-03-18 is %s', (expected, about) => {
    const { state, text } = calibrationOf(
      {
        type: 'identity',
        at: 0,
        path: 'bench/meter',
        manufacturer: 'Keysight',
        model: '34461A',
        serialNumber: '1',
        firmware: '2',
        ...about,
      },
      { first: '2026-03-17', last: '2026-03-18' },
    );
    expect(`${state}: ${text}`).toBe(expected);
  });
});
