import { definiteBlock, realBytes } from '../scpi/blocks.ts';
import { nr3 } from '../scpi/number-format.ts';

/** How readings are sent. */
export interface ReadingFormat {
  /** Bits of a binary number; `undefined` for text. */
  real: 32 | 64 | undefined;
  /** Whether the least significant byte comes first. */
  swapped: boolean;
}

/** Readings as `READ?` sends them, as Latin-1; a text is put into a block only when `block` is set, as `R?` does. */
export function formatReadings(
  readings: readonly number[],
  { real, swapped }: ReadingFormat,
  block = false,
): string {
  if (real !== undefined) return definiteBlock(realBytes(readings, real, swapped));
  const text = readings.map((reading) => nr3(reading)).join(',');
  return block ? definiteBlock(text) : text;
}
