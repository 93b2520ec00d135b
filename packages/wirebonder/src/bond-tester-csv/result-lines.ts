import { FourwireError } from '@fourwire/core';
import type { BondTestResult } from '../classes/bond-tester.ts';
import type { BondTestDialect } from '../bond-testing/csv-dialect.ts';
import { cellsOf, delimiterOf } from '../bond-testing/import-bond-tests.ts';
import { ResultRows, areHeadings } from '../bond-testing/result-rows.ts';

/** The longest line that is taken; a longer one is noise. */
const longestLine = 16_384;

/** Cuts a stream of bytes into lines of CSV, and reads results once the headings have come. */
export class ResultLines {
  readonly #dialect: BondTestDialect;
  #rest = '';
  #table: ResultRows | undefined;
  #delimiter: string;
  #passedOver = 0;

  /** @param headings - the line of the headings, for a tester that sends none */
  constructor(dialect: BondTestDialect, headings?: string) {
    this.#dialect = dialect;
    this.#delimiter = dialect.delimiter ?? ',';
    if (headings !== undefined) this.#begin(headings);
  }

  /** How many lines came before any headings. */
  get passedOver(): number {
    return this.#passedOver;
  }

  /** A new connection: what was left of a line is gone. */
  restart(): void {
    this.#rest = '';
  }

  /** Takes bytes as they come; gives results, and errors for lines that are none. */
  push(bytes: Uint8Array): readonly (BondTestResult | FourwireError)[] {
    this.#rest += String.fromCharCode(...bytes);
    const lines = this.#rest.split(/[\r\n]+/);
    this.#rest = (lines.pop() ?? '').slice(-longestLine);
    return lines.filter((line) => line.trim() !== '').flatMap((line) => this.#read(line));
  }

  #read(line: string): readonly (BondTestResult | FourwireError)[] {
    try {
      if (this.#isHeadings(line)) {
        this.#begin(line);
        return [];
      }
      // What comes before the headings is about the tester.
      if (this.#table === undefined) {
        this.#passedOver++;
        return [];
      }
      return [this.#table.read(cellsOf(line, this.#delimiter)[0]?.cells ?? [])];
    } catch (error) {
      return [FourwireError.from(error)];
    }
  }

  #isHeadings(line: string): boolean {
    const delimiter = this.#dialect.delimiter ?? delimiterOf(line);
    return areHeadings(cellsOf(line, delimiter)[0]?.cells ?? [], this.#dialect);
  }

  #begin(line: string): void {
    this.#delimiter = this.#dialect.delimiter ?? delimiterOf(line);
    const headings = cellsOf(line, this.#delimiter)[0]?.cells ?? [];
    this.#table = new ResultRows(headings, this.#dialect, this.#delimiter);
  }
}
