/** A position or speed in full steps and the microsteps beyond them; both have the sign of the whole. */
export interface SmcSteps {
  readonly full: number;
  readonly micro: number;
}

/** Steps with a fraction, as full steps and microsteps. */
export function splitSteps(steps: number, microsteps: number): SmcSteps {
  const all = Math.round(steps * microsteps);
  const full = Math.trunc(all / microsteps);
  // No negative zero.
  return { full: full + 0, micro: all - full * microsteps + 0 };
}

/** Full steps and microsteps as steps with a fraction. */
export function joinSteps({ full, micro }: SmcSteps, microsteps: number): number {
  return full + micro / microsteps;
}
