import { checkCyclingRun } from './check-cycling-run.ts';
import { checkSteadyRun } from './check-steady-run.ts';
import type { AnyProfile } from './profile.ts';
import type { RunReport, RunSample } from './run.ts';

/** How strictly a record is read. */
export interface CheckRunOptions {
  /**
   * Longest time between two good readings that still proves what happened between them, in seconds; a tenth of the
   * dwell or duration, from 1 to 300 s, unless given.
   */
  readonly maxGap?: number;
}

/**
 * Checks a recorded run against the limits of a profile and says where it failed. Pure; the same for live and simulated
 * machines. Time counts only between two good readings that follow each other: what a bad, stale or missing reading
 * leaves open is never taken for good. A run may begin and end anywhere; an incomplete first or last half-cycle is
 * left out unless cycles are missing.
 *
 * Rates are mean rates between 10 % and 90 % of the way from one nominal extreme to the other.
 *
 * @throws FourwireError of kind `range`, code `samples-order`, unless sample times rise.
 */
export function checkRun(
  profile: AnyProfile,
  samples: Iterable<RunSample>,
  options: CheckRunOptions = {},
): RunReport {
  const time = profile.kind === 'cycling' ? profile.values.dwell : profile.values.duration;
  const maxGap = options.maxGap ?? Math.min(Math.max(time / 10, 1), 300);
  const result =
    profile.kind === 'cycling'
      ? checkCyclingRun(profile.values, samples, maxGap)
      : checkSteadyRun(profile.values, samples, maxGap);
  return {
    passed: result.failures.length === 0 && result.notChecked.length === 0,
    profile: profile.id,
    ...result,
    failures: result.failures.toSorted((a, b) => a.from - b.from),
    accepted: profile.accepted,
    replaced: profile.replaced,
  };
}
