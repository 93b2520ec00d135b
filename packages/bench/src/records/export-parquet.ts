import type { ByteWriter as Bytes, ColumnSource } from 'hyparquet-writer';
import type { JournalEntry } from './entry.ts';
import { tableOf, titleOf } from './tables.ts';
import type { Cell, Column, TableOptions } from './tables.ts';

/** Rows of a row group: what is in memory at one time. */
const rowsPerGroup = 50_000;

/** A column of the file, made of one of the table. */
interface FileColumn {
  readonly name: string;
  readonly type: 'TIMESTAMP' | 'DOUBLE' | 'INT32' | 'STRING';
  readonly source: number;
  /** The cell as the file has it. */
  readonly cell: (cell: Cell) => bigint | number | string | null;
}

/**
 * A journal as an Apache Parquet file (compressed with Snappy), in chunks as they are asked for: one pass, flat memory. Times
 * are timestamps in UTC; a column has its unit in its name, or in the column `unit [UCUM]`. Readings that are no
 * numbers are in a text column of their own beside the column of numbers.
 *
 * @throws FourwireError of kind `range` when a member has another unit than its column.
 *
 * @example
 * ```ts
 * await writeFile('readings.parquet', exportParquet(readJournal('run.jsonl'), { table: 'readings' }));
 * ```
 */
export async function* exportParquet(
  entries: AsyncIterable<JournalEntry> | Iterable<JournalEntry>,
  options: TableOptions,
): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import('hyparquet-writer');
  const table = tableOf(options);
  const columns = table.columns.flatMap(fileColumns);
  const writer = new ByteWriter();
  const source = (rows: readonly (readonly Cell[])[]): ColumnSource[] =>
    columns.map(({ name, type, source: place, cell }) => ({
      name,
      type,
      nullable: true,
      data: rows.map((row) => cell(row[place])),
    }));
  const file = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: source([]) }),
    createdBy: 'fourwire',
  });
  let rows: (readonly Cell[])[] = [];
  const group = async (): Promise<Uint8Array> => {
    await file.write({ columnData: source(rows), rowGroupSize: rowsPerGroup });
    rows = [];
    return take(writer);
  };
  let start: number | undefined;
  for await (const entry of entries) {
    start ??= entry.at;
    rows.push(...table.rows(entry, (entry.at - start) / 1000));
    if (rows.length >= rowsPerGroup) yield await group();
  }
  // One by one: there may be more of them than a call takes arguments.
  for (const row of table.rest()) {
    rows.push(row);
    if (rows.length >= rowsPerGroup) yield await group();
  }
  if (rows.length > 0) yield await group();
  await file.finish();
  yield take(writer);
}

function fileColumns(column: Column, source: number): FileColumn[] {
  const name = titleOf(column);
  switch (column.type) {
    case 'time':
      return [
        {
          name,
          source,
          type: 'TIMESTAMP',
          cell: (cell) => (typeof cell === 'number' ? BigInt(Math.floor(cell)) : null),
        },
      ];
    case 'number':
      return [{ name, source, type: 'DOUBLE', cell: asNumber }];
    case 'integer':
      return [{ name, source, type: 'INT32', cell: asNumber }];
    case 'text':
      return [{ name, source, type: 'STRING', cell: (cell) => cell?.toString() ?? null }];
    case 'value':
      return [
        { name, source, type: 'DOUBLE', cell: asNumber },
        {
          name: `${column.name} as text`,
          source,
          type: 'STRING',
          cell: (cell) => (typeof cell === 'string' ? cell : null),
        },
      ];
    default:
      return column.type satisfies never;
  }
}

function asNumber(cell: Cell): number | null {
  return typeof cell === 'number' ? cell : null;
}

/** What was written since the last call; the writer goes on counting from where it was. */
function take(writer: Bytes): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
