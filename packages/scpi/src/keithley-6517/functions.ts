/** What the electrometer calls a function, and its largest full scale. */
export interface ElectrometerFunction {
  readonly name: 'current' | 'voltage' | 'resistance' | 'charge';
  /** The node under which its settings stand; `FUNC?` answers it with `:DC` behind some. */
  readonly node: string;
  /** In A, V, Ω or C. */
  readonly largest: number;
}

/**
 * The functions of a 6517. Source: sheet electrometer-keithley-6517.md, "Commands", with the 5 % by which a range reaches
 * beyond its name. Unconfirmed: the list of ranges.
 */
export const functions: readonly ElectrometerFunction[] = [
  { name: 'current', node: 'CURR', largest: 21e-3 },
  { name: 'voltage', node: 'VOLT', largest: 210 },
  { name: 'resistance', node: 'RES', largest: 1e18 },
  { name: 'charge', node: 'CHAR', largest: 2.1e-6 },
];
