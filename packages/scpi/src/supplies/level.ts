import type { Limits, LimitedImplementation, WritableImplementation } from '@fourwire/core';

/** A level of an output, within fixed limits, that the supply rounds to its `step`, in V or A. */
export function level(
  setting: WritableImplementation<number>,
  limits: Limits,
  step: number,
): LimitedImplementation<number> {
  return {
    ...setting,
    limits: async () => Promise.resolve(limits),
    // A whole step: some supplies cut off what others round.
    same: (written, readBack) => Math.abs(readBack - written) <= step * 1.000_001 + Math.abs(written) * 1e-6,
  };
}
