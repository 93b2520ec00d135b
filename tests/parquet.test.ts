import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { exportCsv, exportParquet } from '@fourwire/bench';
import type { JournalEntry, TableOptions } from '@fourwire/bench';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const start = 1_767_225_600_000; // 2026-01-01T00:00:00Z

/** Two members read every second, one of them as text; every thousandth reading is bad. */
function* readings(count: number): Generator<JournalEntry> {
  for (let index = 0; index < count; index++) {
    const at = start + index * 500;
    const path = index % 2 === 0 ? 'lab/oven/temperature' : 'lab/oven/mode';
    if (index % 1000 === 0) {
      const error = { kind: 'device', code: 'sensor-open', message: 'The sensor is open.' };
      yield { type: 'reading', at, path, unit: 'Cel', quality: 'bad', error };
    } else if (index % 2 === 0) {
      yield { type: 'reading', at, path, value: 25 + index / 1000, unit: 'Cel', quality: 'good' };
    } else {
      yield { type: 'reading', at, path, value: 'constant', quality: 'good' };
    }
  }
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fourwire-parquet-'));
});

afterAll(async () => rm(folder, { recursive: true }));

async function ask(sql: string): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function files(entries: () => Iterable<JournalEntry>, options: TableOptions) {
  const parquet = join(folder, 'table.parquet');
  const csv = join(folder, 'table.csv');
  await writeFile(parquet, exportParquet(entries(), options));
  await writeFile(csv, exportCsv(entries(), options));
  return { parquet, csv };
}

describe('exports, read by DuckDB', () => {
  it('hold every reading, in Parquet as in CSV', async () => {
    const { parquet, csv } = await files(() => readings(120_001), { table: 'readings' });
    const counts = `count(*)::INT AS readings, min("time [UTC]")::VARCHAR AS first, max("elapsed [s]") AS last`;
    expect(await ask(`SELECT ${counts} FROM '${parquet}'`)).toEqual([
      { readings: 120_001, first: '2026-01-01 00:00:00', last: 60_000 },
    ]);
    expect(
      await ask(
        `SELECT count(*)::INT AS n FROM '${parquet}' p JOIN read_csv('${csv}') c
         ON p."elapsed [s]" = c."elapsed [s]" AND p.path = c.path AND p.quality = c.quality
         AND coalesce(p."value [in the unit of the row]"::VARCHAR, p."value as text", '')
           = coalesce(try_cast(c."value [in the unit of the row]" AS DOUBLE)::VARCHAR, c."value [in the unit of the row]", '')`,
      ),
    ).toEqual([{ n: 120_001 }]);
    expect(
      await ask(`SELECT quality, count(*)::INT AS n FROM '${parquet}' GROUP BY quality ORDER BY quality`),
    ).toEqual([
      { quality: 'bad', n: 121 },
      { quality: 'good', n: 119_880 },
    ]);
  });

  it('have a column for each member that is asked for', async () => {
    const { parquet } = await files(() => readings(2001), {
      table: 'readings',
      columns: [{ path: 'lab/oven/temperature', unit: 'Cel' }],
    });
    expect(
      await ask(`SELECT max("lab/oven/temperature [Cel]") AS hottest, count(*)::INT AS n FROM '${parquet}'`),
    ).toEqual([{ hottest: 26.998, n: 1001 }]);
  });

  it('say what was measured and what was not', async () => {
    const entries: JournalEntry[] = [
      {
        type: 'declaration',
        at: start,
        name: 'resistance',
        unit: 'Ohm',
        limits: { min: 90, max: 110 },
        targets: [{ part: 'R1' }, { part: 'R2', die: { column: 1, row: -2 } }],
      },
      {
        type: 'measurement',
        at: start + 1000,
        name: 'resistance',
        value: 100.5,
        unit: 'Ohm',
        limits: { min: 90, max: 110 },
        verdict: 'pass',
        target: { part: 'R1' },
        bin: 1,
      },
    ];
    const { parquet } = await files(() => entries, { table: 'measurements' });
    expect(
      await ask(
        `SELECT part, "value [in the unit of the row]" AS value, verdict, "die row" AS die, bin FROM '${parquet}'`,
      ),
    ).toEqual([
      { part: 'R1', value: 100.5, verdict: 'pass', die: null, bin: 1 },
      { part: 'R2', value: null, verdict: 'not-measured', die: -2, bin: null },
    ]);
  });

  it('are whole files also when there is nothing in them', async () => {
    const { parquet } = await files(() => [], { table: 'readings' });
    expect(await ask(`SELECT count(*)::INT AS n FROM '${parquet}'`)).toEqual([{ n: 0 }]);
  });
});
