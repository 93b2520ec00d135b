import type { FunctionEntry } from '../multimeters/multimeter-family.ts';

/**
 * The functions of the Truevolt family. Source: sheet dmm-keysight-34460.md, "Measure and configure". The short names
 * of the first six are confirmed, the others come from the manual and are unconfirmed, as are the ranges other than
 * those of the voltages.
 */
export const functions: readonly FunctionEntry[] = [
  { name: 'dcVoltage', node: 'VOLT', unit: 'V', range: [0.1, 1000], integrates: true },
  { name: 'acVoltage', node: 'VOLT:AC', unit: 'V', range: [0.1, 1000], integrates: false },
  { name: 'dcCurrent', node: 'CURR', unit: 'A', range: [100e-6, 3], integrates: true },
  { name: 'acCurrent', node: 'CURR:AC', unit: 'A', range: [100e-6, 3], integrates: false },
  { name: 'resistance2w', node: 'RES', unit: 'Ohm', range: [100, 100e6], integrates: true },
  { name: 'resistance4w', node: 'FRES', unit: 'Ohm', range: [100, 100e6], integrates: true },
  { name: 'frequency', node: 'FREQ', unit: 'Hz', range: undefined, integrates: false },
  { name: 'period', node: 'PER', unit: 's', range: undefined, integrates: false },
  { name: 'temperature', node: 'TEMP', unit: 'Cel', range: undefined, integrates: true },
  { name: 'capacitance', node: 'CAP', unit: 'F', range: [1e-9, 100e-6], integrates: false },
  { name: 'continuity', node: 'CONT', unit: 'Ohm', range: undefined, integrates: false },
  { name: 'diode', node: 'DIOD', unit: 'V', range: undefined, integrates: false },
];

/** Full scales that the 34465A and 34470A have besides: down to 1 µA, up to 1 GΩ. From the manual, not read again. */
const widened: Readonly<Partial<Record<FunctionEntry['name'], FunctionEntry['range']>>> = {
  dcCurrent: [1e-6, 3],
  resistance2w: [100, 1e9],
  resistance4w: [100, 1e9],
};

/** The functions of the 34465A and 34470A. */
export const fineFunctions: readonly FunctionEntry[] = functions.map((entry) => ({
  ...entry,
  range: widened[entry.name] ?? entry.range,
}));

/** Integration times of the 34465A and 34470A; those below are an option (sheet, `<fn>:NPLCycles`). */
export const fineIntegrationTimes: readonly number[] = [0.02, 0.06, 0.2, 1, 10, 100];

/** Integration times that every model of the family has, in power-line cycles; other values are refused. */
export const integrationTimes: readonly number[] = [0.02, 0.2, 1, 10, 100];
