import type { Instant } from '@fourwire/core';

/** Time since the start of a run, in the unit that gives handy numbers. */
export interface TimeAxis {
  readonly start: Instant;
  readonly end: Instant;
  /** `minutes`, for axis titles. */
  readonly unit: string;
  /** The time since the start, in the unit. */
  at(instant: Instant): number;
}

/** Chooses the unit for a run from `start` to `end`. */
export function timeAxis(start: Instant, end: Instant): TimeAxis {
  const seconds = (end - start) / 1000;
  const [unit, size] =
    seconds < 180
      ? (['seconds', 1000] as const)
      : seconds < 3 * 3600
        ? (['minutes', 60_000] as const)
        : seconds < 96 * 3600
          ? (['hours', 3_600_000] as const)
          : (['days', 86_400_000] as const);
  return { start, end, unit, at: (instant) => (instant - start) / size };
}
