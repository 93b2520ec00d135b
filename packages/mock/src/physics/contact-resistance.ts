/** Resistivity in Ω·m of needles and pads. Unconfirmed typical values (probe sheet 3). */
export const contactResistivity = {
  tungsten: 5.3e-8,
  tungstenRhenium: 1e-7,
  berylliumCopper: 7e-8,
  palladiumAlloy: 3e-7,
  aluminium: 2.7e-8,
  gold: 2.2e-8,
} as const;

/** Hardness in Pa; of two bodies in contact the softer one counts. Unconfirmed typical values (probe sheet 3). */
export const contactHardness = { aluminium: 0.4e9, gold: 0.6e9, tungsten: 3.7e9 } as const;

/** The two bodies of a contact and what is between them. */
export interface ContactPair {
  /** Resistivity of the needle, in Ω·m. */
  readonly needle: number;
  /** Resistivity of the pad, in Ω·m. */
  readonly pad: number;
  /** Hardness of the softer body, in Pa. */
  readonly hardness: number;
  /** Resistivity of the film on the pad, in Ω·m². */
  readonly film: number;
}

/** Tungsten on aluminium with a thin oxide that the scrub breaks up. Unconfirmed typical values (probe sheet 3). */
export const tungstenOnAluminium: ContactPair = {
  needle: contactResistivity.tungsten,
  pad: contactResistivity.aluminium,
  hardness: contactHardness.aluminium,
  film: 1e-12,
};

/** Force on a needle tip in N: `stiffness` in N/m, `deflection` in µm; nothing before it touches (probe sheet 3). */
export function tipForce(stiffness: number, deflection: number): number {
  return stiffness * Math.max(0, deflection) * 1e-6;
}

/**
 * Contact resistance in Ω at `force` N: Holm constriction, and the film of which `filmShare` (0 to 1) is left. It
 * falls as the force grows; without force there is no contact and it is `Infinity` (probe sheet 3).
 */
export function contactResistance(pair: ContactPair, force: number, filmShare = 1): number {
  if (!(force > 0)) return Number.POSITIVE_INFINITY;
  const constriction = ((pair.needle + pair.pad) / 4) * Math.sqrt((Math.PI * pair.hardness) / force);
  return constriction + (pair.film * filmShare * pair.hardness) / force;
}
