import { FourwireError } from '@fourwire/core';
import type { Bounds } from '../programs/check-program.ts';

/** How far a temperature may lie below and above its nominal value, in K, both 0 or more. */
export interface Tolerance {
  readonly minus: number;
  readonly plus: number;
}

/**
 * A test that alternates between two temperatures (cycling, shock, cyclic damp heat). °C, K, K/min, seconds, %RH.
 */
export interface CyclingValues {
  readonly low: number;
  readonly high: number;
  readonly lowTolerance: Tolerance;
  readonly highTolerance: Tolerance;
  /** Least time at each extreme. */
  readonly dwell: number;
  /** What that time is counted on: the air or the product within tolerance, or the load being in the bath. */
  readonly dwellOn: 'air' | 'product' | 'immersion';
  readonly cycles: number;
  /** Time to move the load from one zone to the other. */
  readonly transfer?: Bounds;
  /** Longest time from leaving one extreme until the other is within tolerance. */
  readonly recovery?: number;
  /** Mean rate between 10 % and 90 % of the way. */
  readonly rate?: Bounds;
  /** Time of the whole way, extrapolated from 10 % to 90 % of it. */
  readonly rampTime?: Bounds;
  /** Relative humidity all the time. */
  readonly humidity?: Bounds;
}

/** A test at one temperature of the chamber's air, with or without humidity. °C, K, seconds, %RH. */
export interface SteadyValues {
  readonly temperature: number;
  readonly tolerance: Tolerance;
  readonly duration: number;
  readonly humidity?: Bounds;
}

/** The values of each kind of profile. */
export interface ProfileValues {
  readonly cycling: CyclingValues;
  readonly steady: SteadyValues;
}

/** The kinds of profile. */
export type ProfileKind = keyof ProfileValues;

/**
 * Refuses values that make no test, such as a high temperature below the low one.
 *
 * @throws FourwireError of kind `range`, code `profile-value-invalid`.
 */
export function assertValues(id: string, kind: ProfileKind, values: CyclingValues | SteadyValues): void {
  const complaint = 'low' in values ? cyclingComplaint(values) : steadyComplaint(values);
  if (complaint === undefined) return;
  throw new FourwireError('range', 'profile-value-invalid', `${id}: ${complaint}.`, {
    details: { kind, values },
  });
}

function cyclingComplaint(values: CyclingValues): string | undefined {
  const { low, high, dwell, cycles, recovery, rate, rampTime, transfer } = values;
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    return `low must be below high, in °C; got ${low} and ${high}`;
  }
  if (!isTolerance(values.lowTolerance) || !isTolerance(values.highTolerance)) return toleranceComplaint;
  if (low + values.lowTolerance.plus >= high - values.highTolerance.minus) {
    return 'the tolerances of low and high must not meet';
  }
  if (!isPositive(dwell)) return `dwell must be above 0 s; got ${dwell}`;
  if (!(Number.isSafeInteger(cycles) && cycles >= 1))
    return `cycles must be a whole number, 1 or more; got ${cycles}`;
  if (recovery !== undefined && !isPositive(recovery)) return `recovery must be above 0 s; got ${recovery}`;
  for (const [name, limits] of Object.entries({ transfer, rate, rampTime, humidity: values.humidity })) {
    if (limits !== undefined && !isBounds(limits)) {
      return `${name} must have 0 <= min <= max; got ${limits.min} and ${limits.max}`;
    }
  }
  if (rate?.max === 0 || rampTime?.max === 0) return 'a rate or ramp time must allow more than 0';
  return undefined;
}

function steadyComplaint({ temperature, tolerance, duration, humidity }: SteadyValues): string | undefined {
  if (!Number.isFinite(temperature)) return `temperature must be a number of °C; got ${temperature}`;
  if (!isTolerance(tolerance)) return toleranceComplaint;
  if (!isPositive(duration)) return `duration must be above 0 s; got ${duration}`;
  if (humidity !== undefined && !isBounds(humidity)) {
    return `humidity must have 0 <= min <= max; got ${humidity.min} and ${humidity.max}`;
  }
  return undefined;
}

const toleranceComplaint = 'a tolerance must have minus and plus of 0 K or more, not both 0';

function isTolerance({ minus, plus }: Tolerance): boolean {
  return minus >= 0 && plus >= 0 && isPositive(minus + plus);
}

function isBounds({ min, max }: Bounds): boolean {
  return min >= 0 && min <= max;
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}
