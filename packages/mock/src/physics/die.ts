import type { Random } from '@fourwire/core';

/**
 * What is wrong with a die. `open`, `short` and `leaky` are electrical; `stuck` is a structure that does not move and
 * `broken-spring` one whose springs are half as stiff (probe sheet 6).
 */
export type Defect = 'none' | 'open' | 'short' | 'leaky' | 'stuck' | 'broken-spring';

/** How far a parameter strays from its nominal value, as fractions of it (probe sheet 6). */
export interface ProcessSpread {
  /** Standard deviation from wafer to wafer. */
  readonly wafer: number;
  /** What the rim differs from the centre; it grows with the square of the radius. */
  readonly radial: number;
  /** Standard deviation from die to die. */
  readonly die: number;
}

/** A gap or line width. Unconfirmed typical values (probe sheet 6). */
export const gapSpread: ProcessSpread = { wafer: 0.03, radial: 0.02, die: 0.01 };

/** A layer's thickness, and what follows from it. Unconfirmed typical values (probe sheet 6). */
export const layerSpread: ProcessSpread = { wafer: 0.015, radial: 0.01, die: 0.005 };

/** One die of a wafer: where it is and how the process treated it. The same seed and place give the same die. */
export interface Die {
  /** Counted from the centre die, to the right. */
  readonly column: number;
  /** Counted from the centre die, upwards. */
  readonly row: number;
  /** Centre of the die from the centre of the wafer, in µm. */
  readonly x: number;
  readonly y: number;
  /** Distance from the centre of the wafer: 0 is the centre, 1 the rim. */
  readonly radius: number;
  readonly defect: Defect;
  /** The factor on a parameter's nominal value; each name has its own, and asking twice gives the same. */
  vary(parameter: string, spread: ProcessSpread): number;
  /** Random numbers of this die for one purpose. */
  random(purpose: string): Random;
}
