import { gammaln } from 'simple-statistics';
import { refuseInput } from './check-values.ts';

/**
 * The expected range of `size` standard normal values (d2) and its standard deviation (d3), for sizes from 2 on: as in
 * ASTM E2587, table 1 and the NIST e-Handbook, 6.3.2.1.
 */
const rangeConstants: readonly (readonly [d2: number, d3: number])[] = [
  [1.128, 0.853],
  [1.693, 0.888],
  [2.059, 0.88],
  [2.326, 0.864],
  [2.534, 0.848],
  [2.704, 0.833],
  [2.847, 0.82],
  [2.97, 0.808],
  [3.078, 0.797],
];

/** d2 and d3 of subgroups of 2 to 10 values. */
export function rangeConstantsOf(size: number): { readonly d2: number; readonly d3: number } {
  const constants = rangeConstants[size - 2];
  if (constants === undefined) refuseInput(`Subgroups must have 2 to 10 values; got ${size}.`);
  return { d2: constants[0], d3: constants[1] };
}

/** c4: the expected sample standard deviation of `size` standard normal values. */
export function c4(size: number): number {
  return Math.sqrt(2 / (size - 1)) * Math.exp(gammaln(size / 2) - gammaln((size - 1) / 2));
}
