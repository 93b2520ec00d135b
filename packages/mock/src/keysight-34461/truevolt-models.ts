/** The multimeters of the family that the simulator can be. */
export type TruevoltModel = '34460A' | '34461A' | '34465A' | '34470A';

/** How a model differs from the others. */
export interface DmmTraits {
  /** How many readings the memory holds. */
  readonly memory: number;
  /** Integration times in power-line cycles, with the resolution that each gives, as a part of the range. */
  readonly resolutions: ReadonlyMap<number, number>;
  /** The most triggers and samples that can be asked for. */
  readonly mostReadings: number;
  /** The lowest range for direct and alternating current in A, and the highest for resistance in Ω. */
  readonly lowestCurrent: number;
  readonly highestResistance: number;
  /** Whether it has aperture mode and paces samples by a timer. */
  readonly advanced: boolean;
  /** Functions of the others that it does not have. */
  readonly missing?: readonly string[];
}

/** Resolutions of the meters with six and a half digits. */
export const sixDigits: DmmTraits['resolutions'] = new Map([
  [0.02, 100e-6],
  [0.2, 10e-6],
  [1, 3e-6],
  [10, 1e-6],
  [100, 0.3e-6],
]);

/** Resolutions of the better ones (34410A/11A User's Guide, page 51), from the second integration time on. */
export const fineResolutions: readonly (readonly [nplc: number, resolution: number])[] = [
  [0.02, 3e-6],
  [0.06, 1.5e-6],
  [0.2, 0.7e-6],
  [1, 0.3e-6],
  [10, 0.1e-6],
  [100, 0.03e-6],
];

const advanced: DmmTraits = {
  memory: 50_000,
  // Unconfirmed: the table of the 34410A without 0.006 and 2 PLC.
  resolutions: new Map(fineResolutions),
  mostReadings: 1e9,
  lowestCurrent: 1e-6,
  highestResistance: 1e9,
  advanced: true,
};

/**
 * The models without options: no MEM, no DIG (sheet dmm-keysight-34460.md; resolutions of 34460A and 34461A from the
 * Truevolt Operating and Service Guide, table "Range, Resolution and Integration Time").
 */
export const truevoltModels: Readonly<Record<TruevoltModel, DmmTraits>> = {
  '34460A': {
    memory: 1000,
    resolutions: new Map([
      [0.02, 300e-6],
      [0.2, 100e-6],
      [1, 30e-6],
      [10, 10e-6],
      [100, 3e-6],
    ]),
    mostReadings: 1e6,
    lowestCurrent: 1e-4,
    highestResistance: 1e8,
    advanced: false,
  },
  '34461A': {
    memory: 10_000,
    resolutions: sixDigits,
    mostReadings: 1e6,
    lowestCurrent: 1e-4,
    highestResistance: 1e8,
    advanced: false,
  },
  '34465A': advanced,
  '34470A': advanced,
};
