import { convert } from '@fourwire/core';
import type { Quantity } from '@fourwire/core';

/** Gram-force as cN, in which this package counts: `force: gramForce(30)`. 1 gf is 0.980665 cN. */
export function gramForce(gf: number): Quantity<'cN'> {
  return convert(gf, 'gf', 'cN');
}

/** cN as gram-force, as many machines and standards show it. */
export function toGramForce(centinewtons: number): Quantity<'gf'> {
  return convert(centinewtons, 'cN', 'gf');
}
