import { FourwireError } from '@fourwire/core';
import type { Instant } from '@fourwire/core';
import type { EntryOf, JournalEntry } from './entry.ts';
import { Ledger } from './ledger.ts';
import type { LedgerItem } from './ledger.ts';

/** A cell of a table; undefined is an empty one. A time is in milliseconds since 1970-01-01T00:00:00Z. */
export type Cell = string | number | undefined;

/** What the cells of a column are; `value` is a number where it can be one, and text where it cannot. */
type ColumnType = 'time' | 'number' | 'integer' | 'text' | 'value';

/** A column of a table. */
export interface Column {
  readonly name: string;
  /** UCUM code, or where the unit stands. */
  readonly unit?: string;
  readonly type: ColumnType;
}

/** A table filled row by row from a journal. */
export interface Table {
  readonly columns: readonly Column[];
  /** The rows that an entry completes; `elapsed` is in seconds since the first entry. */
  rows(entry: JournalEntry, elapsed: number): readonly (readonly Cell[])[];
  /** The rows still due when the journal has ended. */
  rest(): Iterable<readonly Cell[]>;
}

/** Which table to export. */
export type TableOptions =
  /** Every measurement, with limits and verdict, and what was declared and not measured. */
  | { readonly table: 'measurements' }
  /** Every reading in a row of its own; with `columns`, one column for each of these members. */
  | { readonly table: 'readings'; readonly columns?: readonly ReadingColumn[] };

/** A column of readings: a member and the UCUM code of its unit, as its description says. */
export interface ReadingColumn {
  readonly path: string;
  readonly unit?: string;
}

/** Makes the table that is asked for. */
export function tableOf(options: TableOptions): Table {
  if (options.table === 'measurements') return measurementTable();
  return options.columns === undefined ? readingTable() : wideReadingTable(options.columns);
}

/** The title of a column, with its unit: `elapsed [s]`. */
export function titleOf({ name, unit }: Column): string {
  return unit === undefined ? name : `${name} [${unit}]`;
}

const timeColumns: readonly Column[] = [
  { name: 'time', unit: 'UTC', type: 'time' },
  { name: 'elapsed', unit: 's', type: 'number' },
];

function timeCells(at: Instant, elapsed: number): Cell[] {
  return [at, Math.round(elapsed * 1000) / 1000];
}

function measurementCells(item: Omit<LedgerItem, 'last' | 'taken'>, last?: EntryOf<'measurement'>): Cell[] {
  return [
    item.name,
    last?.value ?? undefined,
    item.unit,
    item.limits?.min,
    item.limits?.max,
    last?.verdict ?? 'not-measured',
    last?.reason,
    item.target.wafer,
    item.target.die?.column,
    item.target.die?.row,
    item.target.subsite,
    item.target.part,
    item.target.wire,
    item.target.temperature,
    item.target.point,
    last?.bin,
    last?.retest,
  ];
}

const ofTheRow = 'in the unit of the row';

function text(name: string): Column {
  return { name, type: 'text' };
}

function integer(name: string): Column {
  return { name, type: 'integer' };
}

/** A row for each measurement, and one for each that was declared and not measured. */
function measurementTable(): Table {
  const ledger = new Ledger();
  return {
    columns: [
      ...timeColumns,
      text('measurement'),
      { name: 'value', unit: ofTheRow, type: 'number' },
      { name: 'unit', unit: 'UCUM', type: 'text' },
      { name: 'low limit', unit: ofTheRow, type: 'number' },
      { name: 'high limit', unit: ofTheRow, type: 'number' },
      text('verdict'),
      text('reason'),
      text('wafer'),
      integer('die column'),
      integer('die row'),
      integer('subsite'),
      text('part'),
      integer('wire'),
      { name: 'nominal temperature', unit: 'Cel', type: 'number' },
      text('point'),
      integer('bin'),
      integer('retest'),
    ],
    rows(entry, elapsed) {
      ledger.add(entry);
      if (entry.type !== 'measurement') return [];
      return [[...timeCells(entry.at, elapsed), ...measurementCells({ limits: undefined, ...entry }, entry)]];
    },
    *rest() {
      for (const item of ledger.open()) yield [undefined, undefined, ...measurementCells(item)];
    },
  };
}

/** A row for each reading. */
function readingTable(): Table {
  return {
    columns: [
      ...timeColumns,
      text('path'),
      { name: 'value', unit: ofTheRow, type: 'value' },
      { name: 'unit', unit: 'UCUM', type: 'text' },
      text('quality'),
    ],
    rows(entry, elapsed) {
      if (entry.type !== 'reading') return [];
      const { at, path, value, unit, quality } = entry;
      return [[...timeCells(at, elapsed), path, cellOf(value), unit, quality]];
    },
    rest: () => [],
  };
}

/**
 * A column for each member and a row for each moment at which one of them was read. Only readings of good quality
 * have a value.
 */
function wideReadingTable(columns: readonly ReadingColumn[]): Table {
  const places = new Map(columns.map((column, index) => [column.path, index]));
  let pending:
    | { readonly at: Instant; readonly elapsed: number; readonly cells: Map<number, Cell> }
    | undefined;
  const take = (): Cell[][] => {
    const row = pending;
    pending = undefined;
    return row === undefined
      ? []
      : [[...timeCells(row.at, row.elapsed), ...columns.map((_, place) => row.cells.get(place))]];
  };
  return {
    columns: [
      ...timeColumns,
      ...columns.map(({ path, unit }): Column => ({
        name: path,
        ...(unit === undefined ? {} : { unit }),
        type: 'value',
      })),
    ],
    rows(entry, elapsed) {
      if (entry.type !== 'reading') return [];
      const place = places.get(entry.path);
      const column = place === undefined ? undefined : columns[place];
      if (place === undefined || column === undefined) return [];
      if (entry.unit !== column.unit) {
        throw new FourwireError(
          'range',
          'column-unit-differs',
          `The column ${column.path} is to be in ${column.unit ?? 'no unit'}, but the journal has it in ${entry.unit ?? 'no unit'}.`,
        );
      }
      const done = pending?.at === entry.at && !pending.cells.has(place) ? [] : take();
      pending ??= { at: entry.at, elapsed, cells: new Map() };
      pending.cells.set(place, entry.quality === 'good' ? cellOf(entry.value) : undefined);
      return done;
    },
    rest: take,
  };
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}
