import { FourwireError } from '@fourwire/core';
import { parse } from 'csv-parse/sync';
import type { BondTestResult } from '../classes/bond-tester.ts';
import { bondTestDialects, checkDialect } from './csv-dialect.ts';
import type { BondTestDialect } from './csv-dialect.ts';
import { ResultRows, areHeadings } from './result-rows.ts';

/** What was read from an export. */
export interface ImportedBondTests {
  readonly results: readonly BondTestResult[];
  /** Lines that are no results, and why. Look at them: nothing is left out silently. */
  readonly problems: readonly string[];
  /** Whether the dialect was ever compared with a file of such a tester. */
  readonly dialect: Pick<BondTestDialect, 'name' | 'verified'>;
}

/** Lines above the headings that testers write about themselves. */
const mostPreamble = 50;

/**
 * Reads bond tests from a CSV file that a tester exported: finds the headings, also below lines of other things, and
 * converts forces to cN.
 *
 * @param dialect - how the tester writes; {@link bondTestDialects}`.general` unless given
 * @throws FourwireError of kind `range`, code `bond-test-headings`, when there are no headings that the dialect knows;
 * code `bond-test-csv` for a text that is no CSV
 */
export function importBondTests(
  text: string,
  dialect: BondTestDialect = bondTestDialects.general,
): ImportedBondTests {
  const checked = checkDialect(dialect);
  const delimiter = checked.delimiter ?? delimiterOf(text);
  const rows = cellsOf(text, delimiter);
  const found = rows.slice(0, mostPreamble).findIndex(({ cells }) => areHeadings(cells, checked));
  const headings = rows[Math.max(found, 0)]?.cells ?? [];
  const table = new ResultRows(headings, checked, delimiter);
  const results: BondTestResult[] = [];
  const problems: string[] = [];
  for (const { cells, line } of rows.slice(found + 1)) {
    try {
      results.push(table.read(cells));
    } catch (error) {
      problems.push(`line ${line}: ${FourwireError.from(error).message}`);
    }
  }
  return { results, problems, dialect: { name: checked.name, verified: checked.verified } };
}

/** The cells of each line that has any. */
export function cellsOf(
  text: string,
  delimiter: string,
): readonly { readonly cells: readonly string[]; readonly line: number }[] {
  try {
    const records: unknown = parse(text, {
      delimiter,
      bom: true,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      info: true,
    });
    return (records as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      cells: record,
      line: info.lines,
    }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FourwireError('range', 'bond-test-csv', `The text is no CSV: ${reason}`, { cause });
  }
}

/** What separates columns: whichever is most frequent in the line that has most of any. */
export function delimiterOf(text: string): ',' | ';' | '\t' {
  const lines = text.split(/\r?\n/, mostPreamble);
  const most = (mark: string): number => Math.max(...lines.map((line) => line.split(mark).length));
  const [semicolons, tabs, commas] = [most(';'), most('\t'), most(',')];
  if (tabs >= semicolons && tabs > 1 && tabs >= commas) return '\t';
  // A decimal comma is frequent too: where semicolons are, they separate.
  return semicolons > 1 ? ';' : ',';
}
