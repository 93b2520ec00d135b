import type { JournalEntry } from './entry.ts';
import { measurementTable, readingTable, wideReadingTable } from './csv-tables.ts';
import type { Cell, CsvColumn, CsvTable } from './csv-tables.ts';

/** Which table to export. */
export type CsvOptions =
  /** Every measurement, with limits and verdict, and what was declared and not measured. */
  | { readonly table: 'measurements' }
  /** Every reading in a row of its own; with `columns`, one column for each of these members. */
  | { readonly table: 'readings'; readonly columns?: readonly CsvColumn[] };

const rowsPerChunk = 500;

/**
 * A journal as CSV (RFC 4180, with a header line, UTF-8), in chunks as they are asked for: one pass, flat memory.
 * Each column has its unit in its header; where rows have units of their own, they are in the column `unit`.
 *
 * @throws FourwireError of kind `range` when a member has another unit than its column.
 *
 * @example
 * ```ts
 * await writeFile('readings.csv', exportCsv(readJournal('run.jsonl'), { table: 'readings' }));
 * ```
 */
export async function* exportCsv(
  entries: AsyncIterable<JournalEntry> | Iterable<JournalEntry>,
  options: CsvOptions,
): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync');
  const encode = (rows: readonly (readonly Cell[])[]): string =>
    stringify([...rows], { record_delimiter: 'windows', quote_record_delimiter: true });
  const table = tableOf(options);
  let rows: (readonly Cell[])[] = [table.header];
  let start: number | undefined;
  for await (const entry of entries) {
    start ??= entry.at;
    rows.push(...table.rows(entry, (entry.at - start) / 1000));
    if (rows.length < rowsPerChunk) continue;
    yield encode(rows);
    rows = [];
  }
  rows.push(...table.rest());
  if (rows.length > 0) yield encode(rows);
}

function tableOf(options: CsvOptions): CsvTable {
  if (options.table === 'measurements') return measurementTable();
  return options.columns === undefined ? readingTable() : wideReadingTable(options.columns);
}
