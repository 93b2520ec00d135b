import { definiteBlock, realBytes } from '../scpi/blocks.ts';
import { nr3 } from '../scpi/number-format.ts';

/** How readings are sent. */
export interface CounterFormat {
  real: boolean;
  swapped: boolean;
}

/** A number as the counter prints it: 15 digits, and three of the exponent. */
export function counterNumber(value: number): string {
  return nr3(value, 14, 3);
}

/** Readings as text or numbers of 64 bits; in a block that tells its length where `definite` says so. */
export function formatCounterReadings(
  readings: readonly number[],
  { real, swapped }: CounterFormat,
  definite: boolean,
): string {
  if (real) {
    const bytes = realBytes(readings, 64, swapped);
    return definite ? definiteBlock(bytes) : `#0${bytes}`;
  }
  const text = readings.map((reading) => counterNumber(reading)).join(',');
  return definite ? definiteBlock(text) : text;
}
