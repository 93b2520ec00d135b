import { FourwireError, convert } from '@fourwire/core';
import { toGramForce } from '../recipes/gram-force.ts';
import type { PullLimits } from './test-standards.ts';

/** A wire, for the limits of its pull test. */
export interface PulledWire {
  readonly material: PullLimits['limits'][number]['material'];
  /** In µm; of a ribbon that of the wire with the same cross section, see {@link equivalentDiameter}. */
  readonly diameter: number;
}

/** A limit, with whether its numbers were compared with the standard. */
export interface MinimumForce {
  /** In cN. */
  readonly force: number;
  readonly verified: boolean;
}

/**
 * The smallest pull force for a wire. Between the diameters of the table it is interpolated; the standard gives a curve.
 *
 * @param when - before the package is sealed, or after
 * @throws FourwireError of kind `range`, code `wire-not-covered`, for a wire outside the table
 */
export function minimumPullForce(
  table: PullLimits,
  wire: PulledWire,
  when: 'pre-seal' | 'post-seal' = 'pre-seal',
): MinimumForce {
  const rows = table.limits
    .filter(({ material }) => material === wire.material)
    .toSorted((a, b) => a.diameter - b.diameter);
  const upper = rows.find(({ diameter }) => diameter >= wire.diameter);
  const lower = rows.findLast(({ diameter }) => diameter <= wire.diameter);
  if (upper === undefined || lower === undefined) {
    const [first, last] = [rows[0]?.diameter, rows.at(-1)?.diameter];
    const allowed = first === undefined ? 'no such wire' : `${first} to ${last} µm`;
    throw new FourwireError(
      'range',
      'wire-not-covered',
      `${table.standard} has no limit here for ${wire.material} wire of ${wire.diameter} µm; it has ${allowed}.`,
    );
  }
  const column = when === 'pre-seal' ? 'preSeal' : 'postSeal';
  const part = upper === lower ? 0 : (wire.diameter - lower.diameter) / (upper.diameter - lower.diameter);
  const gf = lower[column] + part * (upper[column] - lower[column]);
  return { force: convert(gf, 'gf', 'cN'), verified: table.verified };
}

/** Diameter in µm of the round wire with the cross section of a ribbon. */
export function equivalentDiameter(thickness: number, width: number): number {
  return Math.sqrt((4 * thickness * width) / Math.PI);
}

/**
 * Tension in each leg of a loop, in cN, when a hook in its middle pulls with `force`: bonds of equal height, span and
 * height in µm. A flat loop breaks at a lower pull: normalise before comparing. Source: sheet wire-bonder.md section 10.
 *
 * @throws FourwireError of kind `range`, code `loop-flat`, for a loop without height
 */
export function legTension(force: number, loop: { readonly span: number; readonly height: number }): number {
  const { span, height } = loop;
  if (height > 0) return (force / 2) * Math.hypot(1, span / (2 * height));
  throw new FourwireError('range', 'loop-flat', `A loop has a height above 0 µm; got ${height}.`);
}

/** Shear force over the area of the ball, in gf per square mil: force in cN, diameter in µm. */
export function shearStrength(force: number, ballDiameter: number): number {
  const mils = convert(ballDiameter, 'um', '[mil_i]');
  return toGramForce(force) / ((Math.PI * mils ** 2) / 4);
}
