import { refuseInput } from './check-values.ts';

/** The limits of a characteristic; one of them may be left out. */
export interface ToleranceLimits {
  readonly min?: number;
  readonly max?: number;
}

/** What a measurement proves about conformity. */
export type Conformity = 'conforming' | 'not-conforming' | 'undecided';

/**
 * Decides about conformity with guard bands: a value proves conformity inside the limits narrowed by the guard band,
 * non-conformity outside the limits widened by it, and in between it proves nothing.
 *
 * Source: ISO 14253-1 and JCGM 106:2012, 8.3, with the expanded uncertainty as guard band.
 *
 * @param guardBand - the expanded uncertainty of the value, or a multiple of it; in the unit of the value
 * @throws FourwireError of kind `range` where there is no limit, or the guard bands leave no room between both
 *
 * @example
 * ```ts
 * judgeConformity(10.02, { min: 9.95, max: 10.05 }, 0.01); // 'conforming'
 * ```
 */
export function judgeConformity(value: number, limits: ToleranceLimits, guardBand: number): Conformity {
  const { min, max } = acceptance(limits, guardBand);
  if (!Number.isFinite(value)) refuseInput(`value must be a number; got ${value}.`);
  if (value >= min && value <= max) return 'conforming';
  const low = (limits.min ?? -Infinity) - guardBand;
  const high = (limits.max ?? Infinity) + guardBand;
  return value < low || value > high ? 'not-conforming' : 'undecided';
}

/** The range in which a value proves conformity; an infinity where there is no limit. */
export function acceptance(
  limits: ToleranceLimits,
  guardBand: number,
): { readonly min: number; readonly max: number } {
  checkLimits(limits);
  if (!(guardBand >= 0 && guardBand < Infinity))
    refuseInput(`guardBand must be a number of 0 or more; got ${guardBand}.`);
  const min = (limits.min ?? -Infinity) + guardBand;
  const max = (limits.max ?? Infinity) - guardBand;
  if (min > max) {
    refuseInput(
      `A guard band of ${guardBand} leaves nothing between ${limits.min} and ${limits.max}; measure with less uncertainty.`,
    );
  }
  return { min, max };
}

/** @throws FourwireError of kind `range` for limits that are none, or the wrong way round */
export function checkLimits({ min, max }: ToleranceLimits): void {
  if (min === undefined && max === undefined) refuseInput('limits must have a min, a max, or both.');
  if ([min, max].some((limit) => limit !== undefined && !Number.isFinite(limit)))
    refuseInput(`limits must be numbers; got ${min} to ${max}.`);
  if (min !== undefined && max !== undefined && min >= max)
    refuseInput(`limits must have a min below its max; got ${min} to ${max}.`);
}
