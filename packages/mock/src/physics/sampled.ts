/** Physics under a controller that looks at its sensor from time to time. */
export interface SampledPhysics {
  /** Seconds until the controller looks again. */
  readonly untilSample: number;
  advance(seconds: number): void;
}

/**
 * Lets `seconds` pass, and calls `sampled` with the seconds that went by after each sample of the controller, however
 * rarely somebody asks the machine.
 */
export function advanceSampled(
  physics: SampledPhysics,
  seconds: number,
  sampled: (seconds: number) => void,
): void {
  let rest = seconds;
  while (rest > 0) {
    const step = Math.min(rest, physics.untilSample);
    physics.advance(step);
    rest -= step;
    sampled(step);
  }
}
