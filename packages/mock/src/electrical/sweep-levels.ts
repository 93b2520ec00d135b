/** How the levels of a sweep lie. */
export interface SweepSpan {
  readonly start: number;
  readonly stop: number;
  readonly points: number;
  readonly spacing: 'LIN' | 'LOG';
}

/** The levels of a sweep from `start` to `stop`, both exactly. */
export function sweepLevels({ start, stop, points, spacing }: SweepSpan): readonly number[] {
  return Array.from({ length: points }, (_, index) => {
    if (index === points - 1 && points > 1) return stop;
    const part = points === 1 ? 0 : index / (points - 1);
    return spacing === 'LOG' ? start * (stop / start) ** part : start + (stop - start) * part;
  });
}
