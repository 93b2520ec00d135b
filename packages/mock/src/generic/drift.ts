import type { Random } from '@fourwire/core';

/** How far a reading is off at a time in s, from -1 to 1. */
export type Drift = (seconds: number) => number;

/** The largest drift as a share of the member's range. */
export const driftAmplitude = 0.002;

/** A slow wandering that is the same for the same seed and time, however often it is looked at. */
export function drift(random: Random): Drift {
  const waves = [7, 31, 127].map((period) => ({
    period: period * (0.8 + 0.4 * random.next()),
    phase: 2 * Math.PI * random.next(),
  }));
  return (seconds) =>
    waves.reduce((sum, { period, phase }) => sum + Math.sin((2 * Math.PI * seconds) / period + phase), 0) /
    waves.length;
}
