import type { Random } from '@fourwire/core';
import type { ContactPair } from './contact-resistance.ts';
import { contactResistance, tipForce, tungstenOnAluminium } from './contact-resistance.ts';

/** The numbers behind a probe card. */
export interface ProbeCardParameters {
  readonly needles: number;
  /** Stiffness of a needle, in N/m. */
  readonly stiffness: number;
  /** Tips lie within ± this, in µm, of their mean height. */
  readonly planarity: number;
  readonly contact: ContactPair;
  /** Needle and cable, in Ω. */
  readonly pathResistance: number;
  /** Scrub along the pad for each µm of overtravel. */
  readonly scrubRatio: number;
  /** Scrub that breaks the film down to 1/e, in µm. */
  readonly scrubLength: number;
  /** After so many touchdowns the dirt on a tip has doubled the film. */
  readonly touchdownsToDouble: number;
  /** Part of the dirt that a cleaning takes away. */
  readonly cleaning: number;
  /** Chance that a needle does not make contact in a touchdown, while it is clean. */
  readonly openProbability: number;
  /** Force in N below which a touch is intermittent: the chance of contact is force / this. */
  readonly firstTouchForce: number;
}

/**
 * Four tungsten cantilever needles for Kelvin probing. Unconfirmed typical values (probe sheet 3): a new card, middle
 * of each range; the scrub that breaks the film is an estimate.
 */
export const kelvinCard: ProbeCardParameters = {
  needles: 4,
  stiffness: 500,
  planarity: 5,
  contact: tungstenOnAluminium,
  pathResistance: 0.3,
  scrubRatio: 0.12,
  scrubLength: 1,
  touchdownsToDouble: 20_000,
  cleaning: 0.9,
  openProbability: 3e-5,
  firstTouchForce: 0.002,
};

/** What a {@link ProbeCardModel} is made of. */
export interface ProbeCardModelOptions {
  readonly random: Random;
  /** What differs from {@link kelvinCard}. */
  readonly parameters?: Partial<ProbeCardParameters>;
}

/**
 * The needles: each with its own height, force, dirt and luck (probe sheet 3). Contact is a function of the overtravel,
 * not a flag. Chance is drawn once a touchdown, so the same look gives the same answer, and more overtravel never
 * makes contact worse.
 */
export class ProbeCardModel {
  readonly parameters: ProbeCardParameters;
  /** Height of each tip over the mean of all, in µm: how much later it touches. */
  readonly tipHeights: readonly number[];
  /** Fault: the card is not lowered, so no needle touches. */
  lifted = false;
  readonly #random: Random;
  #touchdowns = 0;
  #dirt = 0;
  #luck: readonly number[];

  constructor(options: ProbeCardModelOptions) {
    this.parameters = { ...kelvinCard, ...options.parameters };
    this.#random = options.random;
    const heights = options.random.fork('planarity');
    const { needles, planarity } = this.parameters;
    this.tipHeights = Array.from({ length: needles }, () => planarity * (2 * heights.next() - 1));
    this.#luck = this.#drawLuck();
  }

  /** Touchdowns in the life of the card. */
  get touchdowns(): number {
    return this.#touchdowns;
  }

  /** How many touchdowns' worth of dirt is on the tips. */
  get dirt(): number {
    return this.#dirt;
  }

  /** One more touchdown: wear, and new luck for every needle. */
  land(): void {
    this.#touchdowns++;
    this.#dirt++;
    this.#luck = this.#drawLuck();
  }

  /** Cleans the tips on an abrasive pad. */
  clean(): void {
    this.#dirt *= 1 - this.parameters.cleaning;
  }

  /**
   * Resistance in Ω from the needle's connector to the pad at `overtravel` µm above the mean contact height;
   * `Infinity` without contact.
   */
  resistance(needle: number, overtravel: number): number {
    const { stiffness, contact, pathResistance } = this.parameters;
    const deflection = overtravel - (this.tipHeights[needle] ?? Number.POSITIVE_INFINITY);
    const force = tipForce(stiffness, deflection);
    if (!this.#conducts(needle, force)) return Number.POSITIVE_INFINITY;
    return pathResistance + contactResistance(contact, force, this.#filmLeft(deflection));
  }

  #filmLeft(deflection: number): number {
    const { scrubRatio, scrubLength, touchdownsToDouble } = this.parameters;
    const scrubbed = Math.exp((-scrubRatio * deflection) / scrubLength);
    return scrubbed * (1 + this.#dirt / touchdownsToDouble);
  }

  #conducts(needle: number, force: number): boolean {
    const { firstTouchForce, openProbability, touchdownsToDouble } = this.parameters;
    const luck = this.#luck[needle] ?? 1;
    const misses = 1 - openProbability * (1 + this.#dirt / touchdownsToDouble);
    return !this.lifted && force > 0 && luck < misses && luck * firstTouchForce < force;
  }

  #drawLuck(): readonly number[] {
    const random = this.#random.fork(`touchdown/${this.#touchdowns}`);
    return Array.from({ length: this.parameters.needles }, () => random.next());
  }
}
