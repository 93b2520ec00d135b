import type { DisplacementSample } from '../physics/displacement-model.ts';

/** How a sensor writes a distance. */
export type IldScale = 'plain' | 'mastered' | 'ild1900';

/** What stands for a distance that there is not. */
const errors = { 'no-target': 262_076, near: 262_077, far: 262_078 } as const;

/** The word of a sensor whose laser is off. */
export const laserOff = 262_082;

/**
 * The word of a distance.
 *
 * @param sample - in mm from the start of the measuring range, or from the master where it is mastered
 * @param range - the measuring range in mm
 */
export function distanceWord(sample: DisplacementSample, range: number, scale: IldScale): number {
  if (typeof sample !== 'number') return errors[sample];
  const percent = (100 * sample) / range;
  if (scale === 'ild1900') return clampWord(98_232 + (65_536 * sample) / range);
  return clampWord(((percent + (scale === 'mastered' ? 51 : 1)) / 102) * 65_520);
}

function clampWord(word: number): number {
  return Math.min(Math.max(Math.round(word), 0), 262_072);
}

/** Writes a word of 18 bits as three bytes; `first` of a set or not. */
export function writeWord(bytes: Uint8Array, at: number, word: number, first: boolean): void {
  bytes[at] = word & 0x3f;
  bytes[at + 1] = 0x40 | ((word >> 6) & 0x3f);
  bytes[at + 2] = (first ? 0x80 : 0xc0) | ((word >> 12) & 0x3f);
}
