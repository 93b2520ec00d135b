import { FourwireError, convert } from '@fourwire/core';
import type { Unit } from '@fourwire/core';
import type { BondTestResult, bondTests } from '../classes/bond-tester.ts';
import type { BondTestDialect, CsvField } from './csv-dialect.ts';

const unitWords: Readonly<Record<string, Unit>> = {
  cn: 'cN',
  mn: 'mN',
  n: 'N',
  gf: 'gf',
  g: 'gf',
  gram: 'gf',
  grams: 'gf',
  um: 'um',
  mm: 'mm',
  mil: '[mil_i]',
};

/** Where a field is, and the unit that its heading gives. */
interface Column {
  readonly index: number;
  readonly unit: Unit | undefined;
}

/** Turns the rows of one table into results, once its headings are known. */
export class ResultRows {
  readonly #dialect: BondTestDialect;
  readonly #columns: ReadonlyMap<CsvField, Column>;
  readonly #commaIsDecimal: boolean;

  /**
   * @param delimiter - what separates the columns of this table
   * @throws FourwireError of kind `range`, code `bond-test-headings`, when a heading of the force is missing
   */
  constructor(headings: readonly string[], dialect: BondTestDialect, delimiter: string) {
    this.#dialect = dialect;
    this.#columns = columnsOf(headings, dialect);
    this.#commaIsDecimal = dialect.decimal === ',' || (dialect.decimal === undefined && delimiter !== ',');
    const missing = this.#columns.has('force') ? this.#missingTest() : 'the force';
    if (missing === undefined) return;
    throw new FourwireError(
      'range',
      'bond-test-headings',
      `The dialect "${dialect.name}" finds no column of ${missing} among ${headings.join(' | ')}; add the heading to its columns.`,
    );
  }

  /**
   * The result in a row.
   *
   * @throws FourwireError of kind `protocol`, code `bond-test-row`, that says which column is at fault
   */
  read(cells: readonly string[]): BondTestResult {
    const cell = (field: CsvField): string => cells[this.#columns.get(field)?.index ?? -1]?.trim() ?? '';
    const words = <N extends CsvField>(field: N): { readonly [K in N]?: string } =>
      cell(field) === '' ? {} : ({ [field]: cell(field) } as { [K in N]: string });
    const count = <N extends CsvField>(field: N): { readonly [K in N]?: number } => {
      if (cell(field) === '') return {};
      const value = this.#number(cell(field), field);
      if (!Number.isInteger(value)) throw refused(field, cell(field), 'a whole number');
      return { [field]: value } as { [K in N]: number };
    };
    const displacement = cell('displacement');
    const passed = cell('passed') === '' ? undefined : verdictOf(cell('passed'));
    return {
      test: this.#test(cell('test')),
      force: convert(this.#number(cell('force'), 'force'), this.#forceUnit(cell('forceUnit')), 'cN'),
      ...(displacement === ''
        ? {}
        : {
            displacement: convert(
              this.#number(displacement, 'displacement'),
              this.#columns.get('displacement')?.unit ?? 'um',
              'um',
            ),
          }),
      ...words('failure'),
      ...(passed === undefined ? {} : { passed }),
      ...words('lot'),
      ...words('sample'),
      ...count('unit'),
      ...count('wire'),
      ...count('bond'),
      ...words('operator'),
      ...words('machine'),
      ...words('cartridge'),
      ...words('calibrated'),
      ...words('time'),
    };
  }

  #missingTest(): string | undefined {
    return this.#columns.has('test') || this.#dialect.test !== undefined
      ? undefined
      : 'the kind of test (or give `test` in the dialect)';
  }

  #test(word: string): BondTestResult['test'] {
    if (word === '' && this.#dialect.test !== undefined) return this.#dialect.test;
    const found = testOf(word.toLowerCase());
    if (found === undefined) throw refused('test', word, 'such as "wire pull" or "ball shear"');
    return found;
  }

  #forceUnit(word: string): Unit {
    const heading = this.#columns.get('force')?.unit;
    const unit = word === '' ? (heading ?? this.#dialect.forceUnit) : unitWords[word.toLowerCase()];
    if (unit === undefined) throw refused('forceUnit', word, 'cN, mN, N or gf, here or in the heading');
    return unit;
  }

  #number(text: string, field: CsvField): number {
    const plain = this.#commaIsDecimal ? text.replace(',', '.') : text;
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) throw refused(field, text, 'a number');
    return Number(plain);
  }
}

/** Whether a row of a table is its headings. */
export function areHeadings(cells: readonly string[], dialect: BondTestDialect): boolean {
  return columnsOf(cells, dialect).has('force');
}

function columnsOf(headings: readonly string[], dialect: BondTestDialect): ReadonlyMap<CsvField, Column> {
  const known = headings.map(headingOf);
  const columns = new Map<CsvField, Column>();
  for (const { field, headings: wanted } of dialect.columns) {
    for (const name of wanted) {
      const index = known.findIndex(({ text }) => text === name.trim().toLowerCase());
      const taken = [...columns.values()].some((column) => column.index === index);
      if (index < 0 || taken || columns.has(field)) continue;
      columns.set(field, { index, unit: known[index]?.unit });
    }
  }
  return columns;
}

/** `Peak Force (gf)` is `peak force` in `gf`. */
function headingOf(heading: string): { readonly text: string; readonly unit: Unit | undefined } {
  const [, text = '', unit = ''] = /^(.*?)\s*(?:[([]\s*([^)\]]*)[)\]])?\s*$/.exec(heading.trim()) ?? [];
  return { text: text.toLowerCase(), unit: unitWords[unit.trim().toLowerCase().replace('µ', 'u')] };
}

function testOf(word: string): (typeof bondTests)[number] | undefined {
  if (word.includes('shear')) {
    if (word.includes('die')) return 'die-shear';
    if (word.includes('wedge') || word.includes('ribbon')) return 'wedge-shear';
    return word.includes('bump') ? 'bump-shear' : word.includes('ball') ? 'ball-shear' : undefined;
  }
  if (!word.includes('pull')) return undefined;
  if (word.includes('tweezer')) return 'tweezer-pull';
  return word.includes('bump') || word.includes('ball') ? 'bump-pull' : 'wire-pull';
}

/** The tester's verdict; undefined for a word that is none, since other things stand in such columns too. */
function verdictOf(word: string): boolean | undefined {
  if (/^(pass(ed)?|ok|good|true|1|yes)$/i.test(word)) return true;
  return /^(fail(ed)?|nok|ng|bad|false|0|no)$/i.test(word) ? false : undefined;
}

function refused(field: CsvField, found: string, allowed: string): FourwireError {
  return new FourwireError(
    'protocol',
    'bond-test-row',
    `column ${field}: expected ${allowed}, found ${JSON.stringify(found)}.`,
  );
}
