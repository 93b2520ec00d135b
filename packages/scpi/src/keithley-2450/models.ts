/** What a model can force, and at which levels it can be kept from forcing more. */
export interface GraphicalSmuModel {
  /** As it says it in `*IDN?`. */
  readonly name: string;
  /** The largest magnitudes, in V and A; not both together, which its power forbids. */
  readonly voltage: number;
  readonly current: number;
  /** Levels of the overvoltage protection in V, rising; none where they are not known. */
  readonly protection: readonly number[];
}

/**
 * The models of the series. Source: sheet smu-keithley-2450.md; reference manuals of the 2450, 2461 and 2470 (limits of
 * `:SOURce:<function>:<x>LIMit` and of sweeps). Unconfirmed: the voltage of the 2460 and 2461, and the levels of the
 * protection.
 */
export const models: readonly GraphicalSmuModel[] = [
  {
    name: '2450',
    voltage: 210,
    current: 1.05,
    protection: [2, 5, 10, 20, 40, 60, 80, 100, 120, 140, 160, 180],
  },
  { name: '2460', voltage: 105, current: 7.35, protection: [2, 5, 10, 20, 40, 60, 80, 100] },
  { name: '2461', voltage: 105, current: 7.35, protection: [2, 5, 10, 20, 40, 60, 80, 100] },
  { name: '2470', voltage: 1100, current: 1.05, protection: [] },
];
