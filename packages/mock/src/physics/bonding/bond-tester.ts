import { FourwireError } from '@fourwire/core';
import { requireRange } from '../check.ts';
import type { BondedWire } from './bonding-model.ts';
import { breakingLoad } from './bond-wire.ts';

/** Where a pulled wire gave way, as MIL-STD-883 method 2011 numbers it (unconfirmed, wire-bonder sheet 10). */
export type PullFailure = 'a-1' | 'a-2' | 'a-3' | 'a-4';

/** Strength of a weld of quality 1 against the breaking load of the wire. Unconfirmed estimates. */
const firstWeldStrength = 1.4;
const secondWeldStrength = 1.3;

/** Shear strength of a gold ball on aluminium in MPa. Unconfirmed engineering knowledge (wire-bonder sheet 11). */
const shearStrength = 90;

/** A weld below this lifts off as a whole instead of being sheared through. Unconfirmed estimate. */
const liftBelow = 0.7;

/** Shape of a loop that is pulled in its middle, in µm. */
export interface LoopGeometry {
  readonly span: number;
  readonly height: number;
}

/**
 * Tension in each leg when a hook pulls with a force of 1 in the middle of a loop whose ends are level (wire-bonder
 * sheet 10, pull geometry). A flat loop breaks at a lower pull.
 *
 * @throws FourwireError of kind `range` when the loop has no height.
 */
export function legTension({ span, height }: LoopGeometry): number {
  requireRange('height', height, 1e-3, Number.MAX_VALUE, 'µm');
  return 0.5 * Math.hypot(1, span / (2 * height));
}

/**
 * Pulls a wire until it gives way, and says at which force in cN and where: at the neck (a-1), in the wire (a-2), or
 * by lifting the first (a-3) or second (a-4) bond. With good welds it is the neck.
 *
 * @throws FourwireError of kind `state`, code `wire-incomplete`, for a wire that does not have both its bonds.
 */
export function pullTest(wire: BondedWire, loop: LoopGeometry): { force: number; failure: PullFailure } {
  const { first, second, outcome } = wire;
  if (first === undefined || second === undefined || outcome === 'non-stick-on-lead') {
    throw new FourwireError(
      'state',
      'wire-incomplete',
      `wire ${wire.number} ended as ${outcome}; only a wire that is bonded at both ends can be pulled`,
    );
  }
  const strengths: readonly (readonly [PullFailure, number])[] = [
    ['a-1', wire.neck],
    ['a-2', wire.span],
    ['a-3', firstWeldStrength * first.weld],
    ['a-4', secondWeldStrength * second.weld],
  ];
  const [failure, weakest] = strengths.reduce((least, next) => (next[1] < least[1] ? next : least));
  return { force: (breakingLoad(wire.wire) * weakest) / legTension(loop), failure };
}

/**
 * Shears a ball off its pad: force in cN, and whether the ball was sheared through or the bond lifted (modes 2 and 1
 * of the usual count, unconfirmed, wire-bonder sheet 10).
 *
 * @throws FourwireError of kind `state`, code `wire-without-ball`, for a wire without a bonded ball.
 */
export function shearTest(wire: BondedWire): { force: number; failure: 'bond-shear' | 'bond-lift' } {
  const { first, ball, outcome } = wire;
  if (first === undefined || ball === undefined || outcome === 'non-stick-on-pad') {
    throw new FourwireError(
      'state',
      'wire-without-ball',
      `wire ${wire.number} ended as ${outcome} without a ball on its pad, so there is nothing to shear`,
    );
  }
  const area = (Math.PI * ball ** 2) / 4;
  return {
    force: (shearStrength * area * first.weld) / 10_000,
    failure: first.weld < liftBelow ? 'bond-lift' : 'bond-shear',
  };
}
