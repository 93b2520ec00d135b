import { FourwireError } from '@fourwire/core';

/** The steps of a sweep, as its command takes them. */
export interface SweepSteps {
  readonly start: number;
  readonly stop: number;
  readonly points: number;
  readonly spacing?: 'linear' | 'logarithmic' | undefined;
  readonly bothWays?: boolean | undefined;
}

/**
 * The levels of a sweep in the order in which they are forced: both ends are exactly as given.
 *
 * @throws FourwireError of kind `range`, code `value-refused`, for a logarithmic sweep to or through zero
 */
export function sweepLevels({ start, stop, points, spacing, bothWays }: SweepSteps): Float64Array {
  const isLogarithmic = spacing === 'logarithmic';
  if (isLogarithmic && !(start * stop > 0)) {
    throw new FourwireError(
      'range',
      'value-refused',
      `start ${start} and stop ${stop} refused: a logarithmic sweep needs two ends of one sign, neither of them 0.`,
    );
  }
  const levels = new Float64Array(bothWays === true ? 2 * points : points);
  for (let index = 0; index < points; index++) {
    const part = index / (points - 1);
    // Not start + index * step, whose error grows towards the end.
    const level = isLogarithmic ? start * (stop / start) ** part : start * (1 - part) + stop * part;
    levels[index] = index === points - 1 ? stop : level;
    if (bothWays === true) levels[levels.length - 1 - index] = levels[index] ?? stop;
  }
  return levels;
}
