import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { exportCsv, exportParquet, readJournal } from '@fourwire/bench';
import { systemClock } from '@fourwire/core';

// `pnpm million` writes a journal of 1,000,000 readings, exports it to CSV and to Parquet in one pass each, says what that
// takes, and lets DuckDB open both.
const readings = Number(process.argv[2] ?? 1_000_000);
const start = Date.UTC(2026, 0, 1);
const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

function* journal(): Generator<string> {
  for (let index = 0; index < readings;) {
    const lines: string[] = [];
    for (let line = 0; line < 1000 && index < readings; line++, index++) {
      const value = 25 + Math.sin(index / 500) * 60;
      lines.push(
        `{"type":"reading","at":${start + index * 100},"path":"lab/oven/temperature","value":${value},"unit":"Cel","quality":"good"}\n`,
      );
    }
    yield lines.join('');
  }
}

/** Writes a file and says how much memory was in use early on, and how much at most after that. */
async function written(path: string, chunks: AsyncIterable<string | Uint8Array>): Promise<string> {
  const begun = systemClock.monotonic();
  const resident: number[] = [];
  const watched = async function* (): AsyncGenerator<string | Uint8Array> {
    for await (const chunk of chunks) {
      resident.push(process.memoryUsage.rss());
      yield chunk;
    }
  };
  await pipeline(Readable.from(watched()), createWriteStream(path));
  const seconds = (systemClock.monotonic() - begun) / 1000;
  const quarter = Math.ceil(resident.length / 4);
  const most = (part: readonly number[]): number => megabytes(part.reduce((a, b) => Math.max(a, b), 0));
  return `${megabytes((await stat(path)).size)} MB in ${seconds.toFixed(1)} s; resident at most ${most(resident.slice(0, quarter))} MB in the first quarter, ${most(resident.slice(quarter))} MB after it`;
}

async function asked(sql: string): Promise<unknown> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'fourwire-million-'));
try {
  const source = join(folder, 'journal.jsonl');
  await pipeline(Readable.from(journal()), createWriteStream(source));
  process.stdout.write(`journal: ${readings} readings, ${megabytes((await stat(source)).size)} MB\n`);
  const csv = join(folder, 'readings.csv');
  const parquet = join(folder, 'readings.parquet');
  process.stdout.write(`CSV: ${await written(csv, exportCsv(readJournal(source), { table: 'readings' }))}\n`);
  process.stdout.write(
    `Parquet: ${await written(parquet, exportParquet(readJournal(source), { table: 'readings' }))}\n`,
  );
  for (const path of [csv, parquet]) {
    const found = await asked(
      `SELECT count(*)::INT AS readings, count("value [in the unit of the row]")::INT AS valued, round(avg("value [in the unit of the row]"), 3) AS mean, max("elapsed [s]") AS seconds FROM '${path}'`,
    );
    process.stdout.write(`DuckDB: ${JSON.stringify(found)}\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
