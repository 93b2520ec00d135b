/** What an axis can do, in units of length a second (and a second squared); the length is the caller's. */
export interface MotionLimits {
  readonly speed: number;
  readonly acceleration: number;
}

/**
 * Seconds that a move over `distance` takes from standstill to standstill with a trapezoidal speed profile, or a
 * triangular one when it is too short to reach full speed (probe sheet 1).
 */
export function moveDuration(distance: number, limits: MotionLimits): number {
  const { speed, acceleration } = limits;
  const length = Math.abs(distance);
  return length * acceleration <= speed ** 2
    ? 2 * Math.sqrt(length / acceleration)
    : length / speed + speed / acceleration;
}

/** How far the move has got after `seconds`: rises from 0 to `distance`, with its sign, and never passes it. */
export function distanceAfter(distance: number, limits: MotionLimits, seconds: number): number {
  const duration = moveDuration(distance, limits);
  if (seconds >= duration) return distance;
  const length = Math.abs(distance);
  const { acceleration } = limits;
  const rampTime = accelerationTime(length, limits);
  const rest = duration - seconds;
  const travelled =
    seconds < rampTime
      ? (acceleration * seconds ** 2) / 2
      : rest < rampTime
        ? length - (acceleration * rest ** 2) / 2
        : acceleration * rampTime * (seconds - rampTime / 2);
  return Math.sign(distance) * Math.min(length, travelled);
}

/** Speed of the move after `seconds`, with the sign of `distance`. */
export function speedAfter(distance: number, limits: MotionLimits, seconds: number): number {
  const rest = moveDuration(distance, limits) - seconds;
  const rampTime = accelerationTime(Math.abs(distance), limits);
  return Math.sign(distance) * limits.acceleration * Math.max(0, Math.min(seconds, rest, rampTime));
}

function accelerationTime(length: number, { speed, acceleration }: MotionLimits): number {
  return Math.min(speed / acceleration, Math.sqrt(length / acceleration));
}
