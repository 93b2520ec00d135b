/** Where a first-order lag is after `seconds`: exact for a step of any length, never past `target`. */
export function approach(value: number, target: number, timeConstant: number, seconds: number): number {
  return target + (value - target) * Math.exp(-seconds / timeConstant);
}

/** `value` moved towards `target` by at most `distance`. */
export function moveTowards(value: number, target: number, distance: number): number {
  return Math.abs(target - value) <= distance ? target : value + Math.sign(target - value) * distance;
}

/** `value`, or the nearer of the two limits when it lies outside. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Points of a curve with rising x: `[x, y]`. */
export type Curve = readonly (readonly [x: number, y: number])[];

/** The curve's value at `x`: straight lines between the points, level beyond the first and the last. */
export function interpolate(curve: Curve, x: number): number {
  let below = curve[0];
  if (below === undefined) return Number.NaN;
  for (let index = 0; index < curve.length; index++) {
    const above: Curve[number] = curve[index] ?? below;
    if (x < above[0]) {
      return below === above
        ? below[1]
        : below[1] + ((above[1] - below[1]) * (x - below[0])) / (above[0] - below[0]);
    }
    below = above;
  }
  return below[1];
}

/** 1 / (1 + e^-x): a probability that goes from 0 to 1 as `x` goes from very negative to very positive. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** A bell curve of height 1 at `optimum`; `width` is its standard deviation as a fraction of the optimum. */
export function bell(value: number, optimum: number, width: number): number {
  return Math.exp(-0.5 * ((value - optimum) / (width * optimum)) ** 2);
}
