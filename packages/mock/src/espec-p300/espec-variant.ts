/** In what the panels of the family differ (sheets espec-p300.md and espec-scp220.md). */
export interface EspecVariant {
  readonly name: string;
  /** What `ROM?` answers. Unconfirmed but for its beginning. */
  readonly rom: string;
  /** How many programs can be stored. */
  readonly stored: number;
  /** How many fixed programs follow them. */
  readonly fixed: number;
  /** Steps of a program. */
  readonly steps: number;
  /** `RAM:1` or `PGM:1`. */
  readonly prefix: 'RAM' | 'PGM';
  /** Whether the forms with `DETAIL`, and `IPSET?`, are there. */
  readonly detail: boolean;
  /** Whether it has a clock, time signals, product control, pause, and programs with names. */
  readonly full: boolean;
  /** Whether the deviation below is a negative number. */
  readonly negativeDeviation: boolean;
  /** Whether the set point of the product comes before that of the air. */
  readonly productFirst: boolean;
}

export const p300: EspecVariant = {
  name: 'espec-p300',
  rom: 'P300 V2.30',
  stored: 40,
  fixed: 0,
  steps: 99,
  prefix: 'RAM',
  detail: true,
  full: true,
  negativeDeviation: true,
  productFirst: false,
};
