import {
  array,
  boolean,
  checkValue,
  FourwireError,
  oneOf,
  optionalField,
  record,
  text,
} from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { bondTests } from '../classes/bond-tester.ts';

/** The fields of a result that a column may hold; `forceUnit` gives the unit of the force in the same row. */
const csvFields = [
  'test',
  'force',
  'forceUnit',
  'displacement',
  'failure',
  'passed',
  'lot',
  'sample',
  'unit',
  'wire',
  'bond',
  'operator',
  'machine',
  'cartridge',
  'calibrated',
  'time',
] as const;

/** A field of a result. */
export type CsvField = (typeof csvFields)[number];

const heading = record({ field: oneOf(csvFields), headings: array(text(), { minItems: 1 }) });
const forceUnits = ['cN', 'mN', 'N', 'gf'] as const;

/** The schema of a {@link BondTestDialect}. */
export const bondTestDialectSchema = record({
  name: text(),
  /** Whether somebody compared it with a file of such a tester. */
  verified: boolean(),
  /** Headings by field, without a unit in brackets; compared without regard to case. The first that is there counts. */
  columns: array(heading, { minItems: 1 }),
  /** What separates columns; found out unless given. */
  delimiter: optionalField(oneOf([',', ';', '\t'])),
  /** The decimal mark; a comma is understood where it separates no columns, unless given. */
  decimal: optionalField(oneOf(['.', ','])),
  /** Unit of the force where neither a column nor the heading tells. */
  forceUnit: optionalField(oneOf(forceUnits)),
  /** What is tested where no column tells. */
  test: optionalField(oneOf(bondTests)),
});

/** How a tester writes its results as CSV: plain data. Write your own for your export template. */
export type BondTestDialect = ValueOf<typeof bondTestDialectSchema>;

/**
 * A dialect, when it is one.
 *
 * @throws FourwireError of kind `range`, code `dialect-refused`
 */
export function checkDialect(dialect: unknown): BondTestDialect {
  const problem = checkValue(bondTestDialectSchema, dialect, 'dialect');
  if (problem === undefined) return dialect as BondTestDialect;
  throw new FourwireError(
    'range',
    'dialect-refused',
    `The dialect of the bond tester cannot be used: ${problem}.`,
  );
}

/** Usual headings of each field, in the order in which they are looked for. */
const usual: Readonly<Record<CsvField, readonly string[]>> = {
  test: ['test type', 'test', 'test method', 'type'],
  force: ['peak force', 'force', 'max force', 'load', 'peak load', 'strength', 'result force'],
  forceUnit: ['force unit', 'unit of force', 'units', 'load unit'],
  displacement: ['displacement', 'displacement at peak', 'distance', 'extension'],
  failure: ['failure code', 'failure mode', 'break code', 'grade', 'code', 'mode'],
  passed: ['pass/fail', 'passed', 'verdict', 'result', 'status'],
  lot: ['lot', 'lot id', 'batch', 'lot number'],
  sample: ['sample', 'sample id', 'specimen', 'device', 'part'],
  unit: ['unit', 'unit number', 'unit no'],
  wire: ['wire', 'wire number', 'wire no', 'test number', 'test no', 'no'],
  bond: ['bond', 'bond number', 'bond no'],
  operator: ['operator', 'user', 'operator name'],
  machine: ['machine', 'machine id', 'tester', 'serial number'],
  cartridge: ['cartridge', 'load cartridge', 'sensor', 'load cell'],
  calibrated: ['calibration date', 'calibrated', 'last calibration'],
  time: ['time', 'date', 'date time', 'timestamp', 'test date'],
};

function startingFrom(
  name: string,
  first: Partial<Record<CsvField, readonly string[]>> = {},
): BondTestDialect {
  const columns = csvFields.map((field) => ({
    field,
    headings: [...new Set([...(first[field] ?? []), ...usual[field]])],
  }));
  return { name, verified: false, columns };
}

/**
 * Dialects to start from. Unconfirmed: no file of these testers was seen, and their export is made from a template of
 * the user's; the headings are guesses. Compare with a file of yours, and write a dialect of your own where they differ.
 */
export const bondTestDialects = {
  /** Headings as they are usual. */
  general: startingFrom('general'),
  /** Nordson DAGE 4000 and 4800. */
  dage: startingFrom('dage', {
    failure: ['grade', 'failure mode'],
    sample: ['sample id'],
    wire: ['test no'],
  }),
  /** XYZTEC Condor Sigma. */
  xyztec: startingFrom('xyztec', { force: ['peak force'], failure: ['failure mode', 'grade'] }),
  /** Royce 620 and 650. */
  royce: startingFrom('royce', { force: ['strength', 'force'], failure: ['code', 'failure code'] }),
} as const satisfies Readonly<Record<string, BondTestDialect>>;
