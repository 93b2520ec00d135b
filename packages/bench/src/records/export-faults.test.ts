import { readStdf } from '@fourwire/probe-station';
import type { StdfRecord } from '@fourwire/probe-station';
import { describe, expect, it } from 'vitest';
import type { JournalEntry, Target } from './entry.ts';
import { exportCsv } from './export-csv.ts';
import { exportParquet } from './export-parquet.ts';
import { exportStdf } from './export-stdf.ts';

async function stdfOf(entries: readonly JournalEntry[]): Promise<StdfRecord[]> {
  const records: StdfRecord[] = [];
  for await (const record of readStdf(exportStdf(entries))) records.push(record);
  return records;
}

function measured(target: Target, value: number, unit = 'Ohm', max = 10): JournalEntry {
  return { type: 'measurement', at: 0, name: 'R', value, unit, limits: { max }, verdict: 'pass', target };
}

describe('STDF', () => {
  it('has the parts of wafers that nobody announced', async () => {
    const records = await stdfOf([
      measured({ wafer: 'W1', die: { column: 0, row: 0 } }, 1),
      measured({ wafer: 'W2', die: { column: 0, row: 0 } }, 2),
      measured({ part: 'R7' }, 3),
    ]);
    expect(records.filter(({ record }) => record === 'PRR')).toHaveLength(3);
    expect(records.filter(({ record }) => record === 'WRR')).toMatchObject([
      { WAFER_ID: 'W1' },
      { WAFER_ID: 'W2' },
    ]);
    expect(records.filter(({ record }) => record === 'PCR')).toMatchObject([{ PART_CNT: 3 }]);
  });

  it('mixes no units, limits or points of a test under one number', async () => {
    const records = await stdfOf([
      measured({ part: 'a' }, 5),
      measured({ part: 'b' }, 5, 'kOhm'),
      measured({ part: 'c' }, 5, 'Ohm', 6),
      measured({ part: 'd', point: '168 h' }, 5),
      measured({ part: 'e' }, 5),
    ]);
    expect(records.filter(({ record }) => record === 'TSR')).toMatchObject([
      { TEST_NUM: 1, TEST_NAM: 'R', EXEC_CNT: 2 },
      { TEST_NUM: 2, TEST_NAM: 'R' },
      { TEST_NUM: 3, TEST_NAM: 'R' },
      { TEST_NUM: 4, TEST_NAM: 'R, 168 h' },
    ]);
  });

  it('is written of a part that was sorted again, with a clock that was set back meanwhile', async () => {
    const target = { part: 'R7' };
    const bin = (seconds: number): JournalEntry => ({ type: 'bin', at: 0, target, bin: 1, seconds });
    const parts = (await stdfOf([bin(2), bin(-3600)])).filter(({ record }) => record === 'PRR');
    // Bit 0: it supersedes the part of this name; bit 1 would go by coordinates, which it has not.
    expect(parts).toMatchObject([{ TEST_T: 2000 }, { PART_ID: 'R7' }]);
    expect(parts.map((part) => ('PART_FLG' in part ? part.PART_FLG & 3 : undefined))).toEqual([0, 1]);
  });
});

describe('tables', () => {
  it('are made of an empty journal, too', async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of exportParquet([], { table: 'readings' })) chunks.push(chunk);
    expect(Buffer.concat(chunks).subarray(-4).toString()).toBe('PAR1');
    expect((await stdfOf([])).map(({ record }) => record)).toContain('MRR');
  });

  it('hand no formula to a spreadsheet, and leave numbers alone', async () => {
    const texts = [
      '=1+1',
      '@SUM(A1)',
      '-2+3',
      '-1 +cmd|x',
      '+A1',
      '\t=1',
      '-40 °C',
      '+85 %',
      '-5',
      'a=b',
      '°C',
    ];
    const entries = texts.map((value): JournalEntry => ({
      type: 'reading',
      at: 0,
      path: 'a/b',
      value,
      quality: 'good',
    }));
    entries.push({ type: 'reading', at: 0, path: 'a/b', value: -5e-7, quality: 'good' });
    let csv = '';
    for await (const chunk of exportCsv(entries, { table: 'readings' })) csv += chunk;
    const values = csv
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',')[3]);
    expect(values).toEqual([
      "'=1+1",
      "'@SUM(A1)",
      "'-2+3",
      "'-1 +cmd|x",
      "'+A1",
      "'\t=1",
      '-40 °C',
      '+85 %',
      '-5',
      'a=b',
      '°C',
      '-5e-7',
    ]);
  });
});
