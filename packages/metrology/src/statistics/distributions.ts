import { bisect, gammaln } from 'simple-statistics';

/*
 * Student's t and Fisher's F from the regularised incomplete beta function. simple-statistics, which serves the rest, has
 * neither; the maintained packages that have them bring 224 packages and 26 MB for two functions.
 */

const smallest = 1e-300;
const steps = 300;

/** The continued fraction of the incomplete beta function by Lentz's method (NIST DLMF 8.17.22). */
function betaFraction(a: number, b: number, x: number): number {
  const away = (value: number): number => (Math.abs(value) < smallest ? smallest : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= steps; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const change = d * c;
    result *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return result;
}

/** The regularised incomplete beta function I(x; a, b). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast on one side of the mean only; the other is its mirror image.
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/** The probability that Student's t with `freedom` degrees of freedom lies within ±`t`. */
export function studentWithin(t: number, freedom: number): number {
  return freedom === Infinity
    ? 1 - 2 * upperNormal(Math.abs(t))
    : 1 - incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The probability of a standard normal value above `z`, by way of t with very many degrees of freedom. */
function upperNormal(z: number): number {
  const freedom = 1e7;
  return incompleteBeta(freedom / (freedom + z * z), freedom / 2, 0.5) / 2;
}

/** The t that Student's t with `freedom` degrees of freedom does not exceed, either way, with this probability. */
export function studentFactor(probability: number, freedom: number): number {
  let most = 2;
  while (studentWithin(most, freedom) < probability && most < 1e9) most *= 2;
  return bisect((t) => studentWithin(t, freedom) - probability, 0, most, 200, 1e-12);
}

/** The probability that Fisher's F with these degrees of freedom exceeds `f`. */
export function fisherAbove(f: number, numerator: number, denominator: number): number {
  if (!(f > 0)) return 1;
  return incompleteBeta(denominator / (denominator + numerator * f), denominator / 2, numerator / 2);
}
