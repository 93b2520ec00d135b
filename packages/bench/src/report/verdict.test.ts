import { describe, expect, it } from 'vitest';
import type { EntryOf, JournalEntry, MeasurementVerdict } from '../records/entry.ts';
import { collect } from './run-data.ts';
import { judgeRun } from './verdict.ts';

function measured(verdicts: readonly (MeasurementVerdict | 'nothing')[]): JournalEntry[] {
  const targets = verdicts.map((_, wire) => ({ wire }));
  return [
    { type: 'declaration', at: 0, name: 'R', unit: 'Ohm', limits: { min: 0 }, targets },
    ...verdicts.flatMap((verdict, wire): JournalEntry[] =>
      verdict === 'nothing'
        ? []
        : [{ type: 'measurement', at: 1, name: 'R', unit: 'Ohm', value: null, verdict, target: { wire } }],
    ),
  ];
}

const end = (run: Partial<EntryOf<'run-ended'>> = {}): JournalEntry => ({
  type: 'run-ended',
  at: 2,
  outcome: 'completed',
  ...run,
});

async function verdictOf(entries: readonly JournalEntry[]): Promise<string> {
  const { word, because } = judgeRun(await collect(entries, 'bond'));
  return `${word}. ${because}`;
}

describe('the verdict of a run', () => {
  it.each<[string, JournalEntry[]]>([
    ['Passed. All 2 measurements are within limits.', [...measured(['pass', 'pass']), end()]],
    ['Failed. 1 of 2 measurements within limits; 1 outside limits.', [...measured(['pass', 'fail']), end()]],
    [
      'Incomplete. 1 of 2 measurements within limits; 1 gave no value.',
      [...measured(['pass', 'error']), end()],
    ],
    [
      'Incomplete. 1 of 2 measurements within limits; 1 not measured.',
      [...measured(['pass', 'nothing']), end()],
    ],
    ['Incomplete. The run was cut off. The one measurement is within limits.', measured(['pass'])],
    [
      'Incomplete. The run was stopped: Ctrl-C. The one measurement is within limits.',
      [...measured(['pass']), end({ outcome: 'stopped', reason: 'Ctrl-C' })],
    ],
    [
      'Passed. The script judged the run: yield above 40 %. 1 of 2 measurements within limits; 1 outside limits.',
      [...measured(['pass', 'fail']), end({ verdict: 'pass', reason: 'yield above 40 %.' })],
    ],
    ['No measurements. The run came to its end; it declared no measurement.', [end()]],
    ['Incomplete. The run was cut off. No measurement was declared.', []],
  ])('is "%s"', async (expected, entries) => {
    expect(await verdictOf(entries)).toBe(expected);
  });

  it('says where no limits were given, and then does not call it passed', async () => {
    const free = (pass: number, total: number): JournalEntry[] => [
      {
        type: 'declaration',
        at: 0,
        name: 'U',
        unit: 'V',
        targets: Array.from({ length: total }, (_, wire) => ({ wire })),
      },
      ...Array.from({ length: pass }, (_, wire): JournalEntry => ({
        type: 'measurement',
        at: 1,
        name: 'U',
        unit: 'V',
        value: 1,
        verdict: 'pass',
        target: { wire },
      })),
    ];
    expect(await verdictOf([...free(2, 2), end()])).toBe(
      'Not judged. 2 measurements have a value; no limits were given to judge by.',
    );
    expect(await verdictOf([...free(1, 2), end()])).toBe(
      'Incomplete. 1 of 2 measurements have a value; no limits were given to judge by.',
    );
    expect(await verdictOf([...measured(['pass']), ...free(2, 2), end()])).toBe(
      'Passed. All 3 measurements are within limits. For 2 of them no limits were given.',
    );
  });

  it('counts a repeated measurement once, with its last verdict', async () => {
    const again: JournalEntry = {
      type: 'measurement',
      at: 2,
      name: 'R',
      unit: 'Ohm',
      value: 1,
      verdict: 'pass',
      target: { wire: 1 },
    };
    expect(await verdictOf([...measured(['pass', 'fail']), again, end()])).toBe(
      'Passed. All 2 measurements are within limits.',
    );
  });
});

describe('collect', () => {
  it('gives a setting without a unit the unit of the readings of the same member', async () => {
    const path = 'oven/setpoint';
    const { curves } = await collect(
      [
        { type: 'setting', at: 0, path, value: 25 },
        { type: 'reading', at: 1, path, value: 25, unit: 'Cel', quality: 'good' },
      ],
      'bond',
    );
    expect(curves.map(({ kind, unit }) => [kind, unit])).toEqual([
      ['setting', 'Cel'],
      ['reading', 'Cel'],
    ]);
  });

  it('lists trouble with a member once, from its beginning to its end', async () => {
    const reading = (at: number, quality: 'good' | 'stale'): JournalEntry => ({
      type: 'reading',
      at,
      path: 'p',
      value: 1,
      quality,
    });
    const { deviations, curves } = await collect(
      [
        reading(0, 'good'),
        reading(1, 'stale'),
        reading(2, 'stale'),
        reading(3, 'good'),
        reading(4, 'stale'),
        end(),
      ],
      'bond',
    );
    expect(deviations.map(({ at, text }) => [at, text])).toEqual([
      [1, 'could not be read'],
      [4, 'could not be read'],
    ]);
    expect(curves[0]?.points.map((point) => point[1])).toEqual([1, null, 1, null]);
  });
});
