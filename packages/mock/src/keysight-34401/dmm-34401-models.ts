import { fineResolutions, sixDigits } from '../keysight-34461/truevolt-models.ts';
import type { DmmTraits } from '../keysight-34461/truevolt-models.ts';

/** The older multimeters that the simulator can be. */
export type Dmm34401Model = '34401A' | '34410A' | '34411A';

/** Resolutions of the 34410A and 34411A by integration time (34410A/11A User's Guide, page 51). */
const fine = [[0.006, 6e-6] as const, ...fineResolutions, [2, 0.2e-6] as const].toSorted(
  ([first], [second]) => first - second,
);

const dmm34410: DmmTraits = {
  memory: 50_000,
  resolutions: new Map(fine),
  mostReadings: 50_000,
  lowestCurrent: 1e-4,
  highestResistance: 1e9,
  advanced: true,
};

/** Sheet dmm-keysight-34460.md, "Older relatives"; ranges of the 34401A are unconfirmed. */
export const dmm34401Models: Readonly<Record<Dmm34401Model, DmmTraits>> = {
  '34401A': {
    memory: 512,
    resolutions: sixDigits,
    mostReadings: 50_000,
    lowestCurrent: 1e-2,
    highestResistance: 1e8,
    advanced: false,
    missing: ['TEMP', 'CAP'],
  },
  '34410A': dmm34410,
  // Unconfirmed: the resolutions of the shortest integration times.
  '34411A': { ...dmm34410, resolutions: new Map([[0.001, 30e-6], [0.002, 15e-6], ...fine]) },
};
