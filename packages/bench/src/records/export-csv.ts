import type { JournalEntry } from './entry.ts';
import { isoText } from '@fourwire/core';
import { tableOf, titleOf } from './tables.ts';
import type { Cell, TableOptions } from './tables.ts';

const rowsPerChunk = 500;

/**
 * A journal as CSV (RFC 4180, with a header line, UTF-8), in chunks as they are asked for: one pass, flat memory.
 * Each column has its unit in its header; where rows have units of their own, they are in the column `unit`. Numbers have a
 * decimal point, whatever the language of the computer. A text that a spreadsheet would run as a formula begins with an
 * apostrophe.
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
  options: TableOptions,
): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync');
  const encode = (rows: readonly (readonly Cell[])[]): string =>
    stringify([...rows], { record_delimiter: 'windows', quote_record_delimiter: true });
  const table = tableOf(options);
  const times = table.columns.map(({ type }) => type === 'time');
  const written = (row: readonly Cell[]): readonly Cell[] =>
    row.map((cell, index) => {
      if (typeof cell === 'string') return harmless(cell);
      return times[index] === true && typeof cell === 'number' ? isoText(cell) : cell;
    });
  let rows: (readonly Cell[])[] = [table.columns.map(titleOf)];
  let start: number | undefined;
  for await (const entry of entries) {
    start ??= entry.at;
    for (const row of table.rows(entry, (entry.at - start) / 1000)) rows.push(written(row));
    if (rows.length < rowsPerChunk) continue;
    yield encode(rows);
    rows = [];
  }
  for (const row of table.rest()) rows.push(written(row));
  if (rows.length > 0) yield encode(rows);
}

/** How a formula begins: `=`, `@`, or a sign that is not that of a number, alone or with its unit. */
const formula = /^(?:[=@\t\r]|[+-](?![\d.]+(?: [^\s=+\-*/|!()@']+)?$))/;

/** A text as a spreadsheet shows it, and does not run it. */
function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}
