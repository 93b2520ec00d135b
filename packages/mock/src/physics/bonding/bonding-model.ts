import type { Random } from '@fourwire/core';
import { clamp, logistic } from '../curves.ts';
import type { BondTrace } from './bond-trace.ts';
import { bondTrace, finalDeformation, optimumDeformation } from './bond-trace.ts';
import type { BondProcess, BondSettings, BondWindow } from './bond-window.ts';
import { goldBall, weldQuality } from './bond-window.ts';
import type { BondWire } from './bond-wire.ts';
import { bondedBall, freeAirBall } from './bond-wire.ts';

/** How a wire came out (wire-bonder sheet 5). */
export type BondOutcome =
  | 'good'
  | 'efo-open'
  | 'non-stick-on-pad'
  | 'wire-break'
  | 'non-stick-on-lead'
  | 'short-tail'
  | 'wire-out';

/** One bond of a wire. */
export interface Bond {
  /** Weld strength: 1 is that of a bond at the optimum. */
  readonly weld: number;
  /** In µm. */
  readonly deformation: number;
  readonly trace: BondTrace;
}

/** One wire as it was bonded, or as far as it got. */
export interface BondedWire {
  /** Counted from 1 over the life of the model. */
  readonly number: number;
  readonly outcome: BondOutcome;
  readonly wire: BondWire;
  /** Missing when the machine stopped before it. */
  readonly first?: Bond;
  readonly second?: Bond;
  /** Strength of the neck as a fraction of the wire's. */
  readonly neck: number;
  /** Strength of the rest of the wire, likewise. */
  readonly span: number;
  /** Diameter of the bonded ball in µm, for a ball bond. */
  readonly ball?: number;
}

/** Chances and scatter of the process. */
export interface BondingParameters {
  /** Scatter of a weld, as a fraction. */
  readonly weldNoise: number;
  /** Mean and standard deviation of the neck's strength, as fractions of the wire's. */
  readonly neck: readonly [mean: number, deviation: number];
  readonly nonStick: number;
  /** Weld at which every second bond does not stick, and over how much it goes from always to never. */
  readonly stickThreshold: number;
  readonly stickWidth: number;
  readonly shortTail: number;
  readonly efoOpen: number;
  readonly wireBreak: number;
  /** Chance that the vision system does not recognise a unit. */
  readonly notRecognised: number;
  /** After so many bonds a worn capillary has made every chance three times as large. */
  readonly capillaryLife: number;
  /** Tail that the spark melts, in µm. */
  readonly tail: number;
}

/** Unconfirmed engineering knowledge (wire-bonder sheet 11); the chance of a wire break is an estimate. */
export const typicalBonding: BondingParameters = {
  weldNoise: 0.06,
  neck: [0.85, 0.05],
  nonStick: 5e-6,
  stickThreshold: 0.45,
  stickWidth: 0.05,
  shortTail: 2e-5,
  efoOpen: 1e-5,
  wireBreak: 1e-5,
  notRecognised: 2e-4,
  capillaryLife: 1_000_000,
  // A ball of 1.9 times a 25 µm wire.
  tail: 114,
};

/** What a {@link BondingModel} is made of. */
export interface BondingModelOptions {
  readonly random: Random;
  /** 25 µm gold by default. */
  readonly wire?: BondWire;
  /** {@link goldBall} by default. */
  readonly process?: BondProcess;
  /** What differs from {@link typicalBonding}. */
  readonly parameters?: Partial<BondingParameters>;
}

/**
 * The physics of wire bonding: how well each weld sticks, what the monitor sees, and what goes wrong how often
 * (wire-bonder sheet 11). Every wire has random numbers of its own, so the same seed and wire number give the same
 * wire whatever was asked before.
 */
export class BondingModel {
  readonly wire: BondWire;
  readonly process: BondProcess;
  /** Dirt on the pads: 0 clean, 1 nothing sticks. */
  contamination = 0;
  /** Bonds that the capillary or wedge has made. */
  toolBonds = 0;
  /** Wire left on the spool, in m. */
  wireLeft = 500;
  /** The outcome of the next wire, to provoke a fault; taken once. */
  forced: BondOutcome | undefined;
  readonly #random: Random;
  readonly #parameters: BondingParameters;
  #wires = 0;
  #units = 0;

  constructor(options: BondingModelOptions) {
    this.#random = options.random;
    this.wire = options.wire ?? { material: 'gold', diameter: 25 };
    this.process = options.process ?? goldBall;
    this.#parameters = { ...typicalBonding, ...options.parameters };
  }

  /** How much larger every chance of a fault is with the present tool. */
  get wear(): number {
    return 1 + (2 * this.toolBonds) / this.#parameters.capillaryLife;
  }

  /** Whether the vision system recognises the next unit. */
  recogniseUnit(): boolean {
    this.#units++;
    return this.#random.fork(`unit/${this.#units}`).next() >= this.#parameters.notRecognised * this.wear;
  }

  /** Chance that a bond with `weld` does not stick. */
  nonStickChance(weld: number): number {
    const { nonStick, stickThreshold, stickWidth } = this.#parameters;
    return Math.min(1, (nonStick + logistic((stickThreshold - weld) / stickWidth)) * this.wear);
  }

  /** Bonds one wire of `length` mm with the settings of its first and second bond. */
  bond(first: BondSettings, second: BondSettings, length = 3): BondedWire {
    this.#wires++;
    const random = this.#random.fork(`wire/${this.#wires}`);
    const { neck, tail } = this.#parameters;
    const firstBond = this.#weld(first, this.process.first, random.fork('first'));
    const secondBond = this.#weld(second, this.process.second, random.fork('second'));
    const outcome = this.#outcome(firstBond, secondBond, length, random.fork('outcome'));
    const reached = bondsMade[outcome];
    this.toolBonds += reached;
    if (reached > 0) this.wireLeft -= length / 1000;
    const strength = random.fork('strength');
    return {
      number: this.#wires,
      outcome,
      wire: this.wire,
      neck: clamp(strength.normal(...neck), 0, 1),
      span: clamp(strength.normal(1, 0.02), 0, 1.1),
      ...(reached > 0 ? { first: firstBond } : {}),
      ...(reached > 1 ? { second: secondBond } : {}),
      ...(reached > 0 && this.process.kind === 'ball'
        ? { ball: this.#ballDiameter(freeAirBall(this.wire, tail), firstBond.deformation) }
        : {}),
    };
  }

  #weld(settings: BondSettings, window: BondWindow, random: Random): Bond {
    const noise = Math.max(0, random.normal(1, this.#parameters.weldNoise));
    return {
      weld: weldQuality(settings, window) * (1 - clamp(this.contamination, 0, 1)) * noise,
      deformation: finalDeformation(this.wire.diameter, settings, window),
      trace: bondTrace(this.wire.diameter, settings, window, random),
    };
  }

  #outcome(first: Bond, second: Bond, length: number, random: Random): BondOutcome {
    const forced = this.forced;
    this.forced = undefined;
    if (forced !== undefined) return forced;
    if (this.wireLeft < length / 1000) return 'wire-out';
    const { efoOpen, wireBreak, shortTail } = this.#parameters;
    const happens = (chance: number): boolean => random.next() < chance;
    if (this.process.kind === 'ball' && happens(efoOpen * this.wear)) return 'efo-open';
    if (happens(this.nonStickChance(first.weld))) return 'non-stick-on-pad';
    if (happens(wireBreak * this.wear)) return 'wire-break';
    if (happens(this.nonStickChance(second.weld))) return 'non-stick-on-lead';
    return happens(shortTail * this.wear) ? 'short-tail' : 'good';
  }

  /** The ball is pressed to about a third of its height at the optimum (estimate: 8 to 20 µm for 25 µm wire). */
  #ballDiameter(ball: number, deformation: number): number {
    const pressed = (0.65 * deformation) / (optimumDeformation * this.wire.diameter);
    return bondedBall(ball, ball * (1 - clamp(pressed, 0.4, 0.9)));
  }
}

/** How many bonds the machine makes before it stops. */
const bondsMade: Readonly<Record<BondOutcome, 0 | 1 | 2>> = {
  'wire-out': 0,
  'efo-open': 0,
  'non-stick-on-pad': 1,
  'wire-break': 1,
  'non-stick-on-lead': 2,
  'short-tail': 2,
  good: 2,
};
