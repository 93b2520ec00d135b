import { definiteBlock, realBytes } from '../scpi/blocks.ts';
import { nr1, nr3 } from '../scpi/number-format.ts';
import type { LcrResult } from './lcr-model.ts';

/** How results are sent. */
export interface ResultFormat {
  binary: boolean;
  swapped: boolean;
  /** Ten digits instead of six. */
  long: boolean;
}

/** Results as `FETCh?` sends them, as Latin-1: two values and the status each, in a list whether it is in as well. */
export function formatResults(results: readonly LcrResult[], format: ResultFormat, listed: boolean): string {
  if (format.binary) {
    const numbers = results.flatMap(({ values, status }) => [...values, status, 0]);
    return definiteBlock(realBytes(numbers, 64, format.swapped));
  }
  return results
    .map(({ values, status }) =>
      [...values.map((value) => resultText(value, format)), nr1(status), ...(listed ? ['+0'] : [])].join(','),
    )
    .join(',');
}

/** One value: `+1.05984E-12`. */
export function resultText(value: number, { long }: ResultFormat): string {
  const capped = Math.abs(value) > 9.9e37 || Number.isNaN(value) ? 9.9e37 : value;
  return nr3(capped, long ? 9 : 5);
}
