/** What a model can force: the largest magnitudes of voltage and current. Not both together, which its power forbids. */
export interface SmuModel {
  /** As it says it in `*IDN?`. */
  readonly name: string;
  /** In V. */
  readonly voltage: number;
  /** In A. */
  readonly current: number;
}

/**
 * The models of the series. Source: sheet smu-keithley-2400.md, "Identity and interfaces", with the 5 % by which a
 * source reaches beyond its largest range. Unconfirmed: the 2425, 2430 and 6430, which the sheet only names.
 */
export const models: readonly SmuModel[] = [
  { name: '2400', voltage: 210, current: 1.05 },
  { name: '2401', voltage: 21, current: 1.05 },
  { name: '2410', voltage: 1100, current: 1.05 },
  { name: '2420', voltage: 63, current: 3.15 },
  { name: '2425', voltage: 105, current: 3.15 },
  { name: '2430', voltage: 105, current: 3.15 },
  { name: '2440', voltage: 42, current: 5.25 },
  { name: '6430', voltage: 210, current: 0.105 },
];
