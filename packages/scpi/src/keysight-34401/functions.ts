import { functions as truevolt } from '../keysight-34460/functions.ts';
import type { FunctionEntry } from '../multimeters/multimeter-family.ts';

/** What a 34401A does not measure. */
const missing: ReadonlySet<FunctionEntry['name']> = new Set(['temperature', 'capacitance']);

/** Full scales that differ from those of the Truevolt family. From the manual, not read again. */
const ranges: Readonly<Partial<Record<FunctionEntry['name'], readonly [number, number]>>> = {
  acVoltage: [0.1, 750],
  dcCurrent: [10e-3, 3],
  acCurrent: [1, 3],
};

/** The functions of a 34401A. */
export const functions34401: readonly FunctionEntry[] = truevolt
  .filter(({ name }) => !missing.has(name))
  .map((entry) => ({ ...entry, range: ranges[entry.name] ?? entry.range }));

/** Integration times of a 34401A in power-line cycles. */
export const integrationTimes34401: readonly number[] = [0.02, 0.2, 1, 10, 100];

/** Those of 34410A and 34411A; the sheet names the ends. Unconfirmed: which there are between. */
export const integrationTimes34410: readonly number[] = [0.006, 0.02, 0.06, 0.2, 1, 2, 10, 100];
export const integrationTimes34411: readonly number[] = [0.001, 0.002, ...integrationTimes34410];
