import { realBytes } from '../scpi/blocks.ts';
import { noNumber, nr3 } from '../scpi/number-format.ts';

/** The fields of a reading, in the order in which they are always sent. */
export const elements = ['VOLTage', 'CURRent', 'RESistance', 'TIME', 'STATus'] as const;

/** A field of a reading in its short form. */
export type Element = 'VOLT' | 'CURR' | 'RES' | 'TIME' | 'STAT';

/** One reading; what was neither measured nor sourced is not a number. */
export type SourceMeterReading = Readonly<Record<Element, number>>;

/** How readings are sent (sheet smu-keithley-2400.md, "Readings"). */
export interface SourceMeterFormat {
  fields: ReadonlySet<Element>;
  /** Whether numbers are sent with 32 bits in a block of indefinite length. */
  binary: boolean;
  /** Whether the least significant byte comes first. */
  swapped: boolean;
}

/** All fields, as text, the most significant byte first: so after `*RST` (user's manual, table 18-3). */
export function usualFormat(): SourceMeterFormat {
  return {
    fields: new Set(elementNames),
    binary: false,
    swapped: false,
  };
}

/** Short forms of {@link elements}. */
export const elementNames: readonly Element[] = ['VOLT', 'CURR', 'RES', 'TIME', 'STAT'];

/** A reading of nothing. */
export const emptyReading: SourceMeterReading = {
  VOLT: noNumber,
  CURR: noNumber,
  RES: noNumber,
  TIME: 0,
  STAT: 0,
};

/** A number as a SourceMeter answers it: `+1.000000E+00`. */
export function number6(value: number): string {
  return nr3(value, 6);
}

/** Readings one after the other, as Latin-1. */
export function formatReadings(
  readings: readonly SourceMeterReading[],
  { fields, binary, swapped }: SourceMeterFormat,
): string {
  const sent = elementNames.filter((field) => fields.has(field));
  const numbers = readings.flatMap((reading) => sent.map((field) => reading[field]));
  if (binary) return `#0${realBytes(numbers, 32, swapped)}`;
  return numbers.map(number6).join(',');
}
