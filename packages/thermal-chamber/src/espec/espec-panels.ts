/** What tells the panels of ESPEC apart (sheets espec-p300.md and espec-scp220.md). */
export interface EspecPanel {
  /** The driver's name. */
  readonly driver: string;
  readonly model: string;
  /** Whether its ROM version is that of this panel. */
  readonly isThis: (rom: string) => boolean;
  /** Whether `MODE?,DETAIL` tells pauses and end holds. */
  readonly detail: boolean;
  /** Whether the lower deviation of product control is a negative number. */
  readonly negativeDeviation: boolean;
  /** Time signals that can be switched. */
  readonly relays: number;
  /** Whether it has product control at all. */
  readonly product: boolean;
  /** Slots for programs of the user's own; 0 where programs cannot be paused from outside. */
  readonly slots: number;
  /** The ends of a program that can be told apart from a program that runs. */
  readonly ends: readonly ('hold' | 'off')[];
}

export const p300: EspecPanel = {
  driver: 'espec-p300',
  model: 'P-300',
  isThis: (rom) => rom.startsWith('P3'),
  detail: true,
  negativeDeviation: true,
  relays: 12,
  product: true,
  slots: 40,
  ends: ['hold', 'off'],
};

export const scp220: EspecPanel = {
  driver: 'espec-scp220',
  model: 'SCP-220',
  isThis: (rom) => !rom.startsWith('P3'),
  detail: false,
  negativeDeviation: false,
  relays: 12,
  product: true,
  slots: 20,
  // An end hold looks like a program that still runs.
  ends: ['off'],
};

export const es102: EspecPanel = {
  driver: 'espec-es102',
  model: 'ES-102',
  isThis: (rom) => !rom.startsWith('P3'),
  detail: false,
  negativeDeviation: false,
  relays: 0,
  product: false,
  slots: 0,
  ends: [],
};
