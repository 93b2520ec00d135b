import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from './entry.ts';
import { exportCsv } from './export-csv.ts';
import type { TableOptions } from './tables.ts';
import { isoText } from '@fourwire/core';

async function csv(entries: readonly JournalEntry[], options: TableOptions): Promise<string> {
  let text = '';
  for await (const chunk of exportCsv(entries, options)) text += chunk;
  return text;
}

/** A reader written from the grammar of RFC 4180, section 2. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: string[] = [];
  for (let match = field.exec(text); match !== null; match = field.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const start = Date.UTC(2026, 0, 1);
const reading = (at: number, path: string, value: unknown, unit = 'Cel'): JournalEntry => ({
  type: 'reading',
  at: start + at,
  path,
  value,
  unit,
  quality: 'good',
});

describe('exportCsv', () => {
  it('writes a row for each reading', async () => {
    expect(
      await csv([reading(0, 'oven/temperature', 24.5), reading(1500, 'oven/mode', 'hold')], {
        table: 'readings',
      }),
    ).toBe(
      'time [UTC],elapsed [s],path,value [in the unit of the row],unit [UCUM],quality\r\n' +
        '2026-01-01T00:00:00.000Z,0,oven/temperature,24.5,Cel,good\r\n' +
        '2026-01-01T00:00:01.500Z,1.5,oven/mode,hold,Cel,good\r\n',
    );
  });

  it('writes a column for each member, with its unit in the header, and only good values', async () => {
    const columns = [
      { path: 'oven/temperature', unit: 'Cel' },
      { path: 'meter/resistance', unit: 'Ohm' },
    ];
    const entries: JournalEntry[] = [
      reading(0, 'oven/temperature', 1e-9),
      reading(0, 'meter/resistance', -100, 'Ohm'),
      reading(0, 'other', 1),
      reading(0, 'meter/resistance', 5, 'Ohm'),
      { type: 'reading', at: start + 10, path: 'oven/temperature', value: 7, unit: 'Cel', quality: 'stale' },
    ];
    expect(parseCsv(await csv(entries, { table: 'readings', columns }))).toEqual([
      ['time [UTC]', 'elapsed [s]', 'oven/temperature [Cel]', 'meter/resistance [Ohm]'],
      ['2026-01-01T00:00:00.000Z', '0', '1e-9', '-100'],
      ['2026-01-01T00:00:00.000Z', '0', '', '5'],
      ['2026-01-01T00:00:00.010Z', '0.01', '', ''],
    ]);
    await expect(
      csv([reading(0, 'oven/temperature', 1, 'K')], { table: 'readings', columns }),
    ).rejects.toMatchObject({
      kind: 'range',
      code: 'column-unit-differs',
    });
  });

  it('says what was declared and not measured', async () => {
    const target = (column: number): { die: { column: number; row: number } } => ({
      die: { column, row: 2 },
    });
    const entries: JournalEntry[] = [
      {
        type: 'declaration',
        at: start,
        name: 'R',
        unit: 'Ohm',
        limits: { max: 5 },
        targets: [target(0), target(1)],
      },
      {
        type: 'measurement',
        at: start + 1000,
        name: 'R',
        unit: 'Ohm',
        value: 4.25,
        verdict: 'pass',
        limits: { max: 5 },
        target: target(1),
      },
    ];
    const rows = parseCsv(await csv(entries, { table: 'measurements' }));
    expect(rows).toHaveLength(3);
    expect(rows[1]?.slice(0, 12).join('|')).toBe('2026-01-01T00:00:01.000Z|1|R|4.25|Ohm||5|pass|||1|2');
    expect(rows[2]?.slice(0, 12).join('|')).toBe('||R||Ohm||5|not-measured|||0|2');
    expect(rows.every((row) => row.length === rows[0]?.length)).toBe(true);
  });

  it('gives every text back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', 'a', '=', '\u2028', 'µ') }),
        async (path) => {
          const rows = parseCsv(await csv([reading(0, path, path)], { table: 'readings' }));
          // What a spreadsheet would run begins with an apostrophe.
          const written = /^[=\r]/.test(path) ? `'${path}` : path;
          expect(rows[1]?.slice(2, 4)).toEqual([written, written]);
        },
      ),
      { seed: 1 },
    );
  });

  it('reads no further ahead than it is asked to', async () => {
    let read = 0;
    function* endless(): Generator<JournalEntry> {
      for (;;) yield reading(read++, 'oven/temperature', read);
    }
    const chunks = exportCsv(endless(), { table: 'readings' });
    for (let count = 0; count < 10; count++) await chunks.next();
    expect(read).toBeLessThan(10 * 600);
    await chunks.return(undefined);
  });
});

describe('isoText', () => {
  it('agrees with the platform', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(0, 0), max: Date.UTC(9999, 11, 31) }), (at) => {
        expect(isoText(at)).toBe(new Date(at).toISOString());
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});
