import type { Clock } from '@fourwire/core';

/** Something measured, and when by the instrument's own clock in s, where it says so. */
export interface MaybeTimed {
  readonly time?: number;
}

/** Gives what is measured the time since the first of it, in s: by the instrument's clock, otherwise by the computer's. */
export function timedFromFirst<Measured extends MaybeTimed>(
  clock: Clock,
): (measured: Measured) => Measured & Required<MaybeTimed> {
  let first: number | undefined;
  return (measured) => {
    const at = measured.time ?? clock.monotonic() / 1000;
    first ??= at;
    return { ...measured, time: at - first };
  };
}
