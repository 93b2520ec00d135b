/** Tensile strength of bonding wire in MPa. Unconfirmed engineering knowledge (wire-bonder sheet 11). */
export const wireStrength = { gold: 240, aluminiumSilicon: 220, copper: 230 } as const;

/** A bonding wire. */
export interface BondWire {
  readonly material: keyof typeof wireStrength;
  /** In µm. */
  readonly diameter: number;
}

/** Load in cN at which the wire itself breaks: strength times cross section (wire-bonder sheet 11). */
export function breakingLoad(wire: BondWire): number {
  // 1 MPa on 1 µm² is 1 µN, and 1 cN is 10,000 µN.
  return (wireStrength[wire.material] * Math.PI * wire.diameter ** 2) / 4 / 10_000;
}

/** Diameter in µm of the free air ball that a spark melts from `tail` µm of wire: same volume (wire-bonder sheet 2). */
export function freeAirBall(wire: BondWire, tail: number): number {
  return Math.cbrt(1.5 * wire.diameter ** 2 * tail);
}

/** Diameter in µm of a ball pressed flat to `height` µm, as a disc of the same volume. */
export function bondedBall(ball: number, height: number): number {
  return Math.sqrt((2 * ball ** 3) / (3 * height));
}
