import { FourwireError } from '@fourwire/core';
import type { Instant } from '@fourwire/core';
import type { EntryOf, JournalEntry } from './entry.ts';
import { isoText } from './iso-text.ts';
import { Ledger } from './ledger.ts';
import type { LedgerItem } from './ledger.ts';

/** A cell of a table; undefined is an empty one. */
export type Cell = string | number | undefined;

/** A table filled row by row from a journal. */
export interface CsvTable {
  readonly header: readonly string[];
  /** The rows that an entry completes; `elapsed` is in seconds since the first entry. */
  rows(entry: JournalEntry, elapsed: number): readonly (readonly Cell[])[];
  /** The rows still due when the journal has ended. */
  rest(): Iterable<readonly Cell[]>;
}

/** A column of readings: a member and the UCUM code of its unit, as its description says. */
export interface CsvColumn {
  readonly path: string;
  readonly unit?: string;
}

const timeColumns = ['time [UTC]', 'elapsed [s]'];

function timeCells(at: Instant, elapsed: number): Cell[] {
  return [isoText(at), Math.round(elapsed * 1000) / 1000];
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
    last?.bin,
    last?.retest,
  ];
}

/** A row for each measurement, and one for each that was declared and not measured. */
export function measurementTable(): CsvTable {
  const ledger = new Ledger();
  return {
    header: [
      ...timeColumns,
      'measurement',
      'value [in the unit of the row]',
      'unit [UCUM]',
      'low limit [in the unit of the row]',
      'high limit [in the unit of the row]',
      'verdict',
      'reason',
      'wafer',
      'die column',
      'die row',
      'subsite',
      'part',
      'wire',
      'nominal temperature [Cel]',
      'bin',
      'retest',
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
export function readingTable(): CsvTable {
  return {
    header: [...timeColumns, 'path', 'value [in the unit of the row]', 'unit [UCUM]', 'quality'],
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
export function wideReadingTable(columns: readonly CsvColumn[]): CsvTable {
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
    header: [
      ...timeColumns,
      ...columns.map(({ path, unit }) => (unit === undefined ? path : `${path} [${unit}]`)),
    ],
    rows(entry, elapsed) {
      if (entry.type !== 'reading') return [];
      const place = places.get(entry.path);
      const column = place === undefined ? undefined : columns[place];
      if (place === undefined || column === undefined) return [];
      if (entry.unit !== column.unit) {
        throw new FourwireError(
          'range',
          'csv-unit-differs',
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
