import type { Random } from '@fourwire/core';
import { requireSeconds } from './check.ts';
import { approach } from './curves.ts';

/** What a balance is like. Masses in g, times in s. */
export interface BalanceParameters {
  readonly capacity: number;
  /** The step of the last digit. */
  readonly readability: number;
  /** What the pan itself weighs: without it the balance is below its range. */
  readonly pan: number;
  /** Time constant of the filter that follows a change of load. */
  readonly settling: number;
  /** How long the weight must stand still before it counts as stable. */
  readonly steadyFor: number;
  /** Standard deviation of a reading. */
  readonly noise: number;
  /** Standard deviation of a reading while the bench shakes. */
  readonly vibration: number;
  /** How much of the capacity may be set to zero, each way. */
  readonly zeroRange: number;
  /** How long an adjustment with the built-in weight takes. */
  readonly adjustment: number;
}

/** A precision balance: 220 g in steps of 1 mg. */
export const precisionBalance: BalanceParameters = {
  capacity: 220,
  readability: 0.001,
  pan: 60,
  settling: 0.15,
  steadyFor: 0.4,
  noise: 0.0001,
  vibration: 0.02,
  zeroRange: 0.02,
  adjustment: 12,
};

/** How a balance takes a zero or a tare. */
export type BalanceVerdict = 'done' | 'over' | 'under';

/** What a balance model is made from. */
export interface BalanceModelOptions {
  readonly random: Random;
  /** What differs from {@link precisionBalance}. */
  readonly parameters?: Partial<BalanceParameters>;
}

/**
 * The weighing of a balance: a filter that settles, drift, noise, vibration, zero, tare and the ends of its range. All
 * masses are in g.
 */
export class BalanceModel {
  readonly parameters: BalanceParameters;
  /** What was tared. */
  tare = 0;
  /** What lies on the pan. */
  load = 0;
  /** Somebody took the pan away. */
  panRemoved = false;
  /** Something far too heavy lies on the pan, besides the load. */
  overloaded = false;
  /** The bench shakes: nothing is stable. */
  vibrating = false;
  /** The bench shakes for so many seconds more. */
  shakingFor = 0;
  /** The weight stands at what it is now whatever lies on the pan. */
  stuck = false;
  /** How much too much it shows after an hour, in g. */
  driftPerHour = 0;
  readonly #random: Random;
  #sensed = 0;
  #drifted = 0;
  #zero = 0;
  #steady = Number.POSITIVE_INFINITY;

  constructor({ random, parameters = {} }: BalanceModelOptions) {
    this.parameters = { ...precisionBalance, ...parameters };
    this.#random = random;
  }

  /** Without the tare, from the zero on. */
  get gross(): number {
    return this.#sensed + this.#drifted - this.#zero;
  }

  /** What the display shows, without noise. */
  get net(): number {
    return this.gross - this.tare;
  }

  /** One reading of the net weight, rounded to the readability. */
  get reading(): number {
    const { noise, vibration, readability } = this.parameters;
    const spread = this.vibrating || this.shakingFor > 0 ? Math.hypot(noise, vibration) : noise;
    const shown = this.net + (this.stuck ? 0 : this.#random.normal(0, spread));
    // `+ 0` takes the sign from a negative zero.
    return Math.round(shown / readability) * readability + 0;
  }

  get stable(): boolean {
    return (
      this.stuck || (!this.vibrating && this.shakingFor === 0 && this.#steady >= this.parameters.steadyFor)
    );
  }

  /** Whether there is too much or too little to be weighed. */
  get range(): 'within' | 'over' | 'under' {
    const { capacity, readability, pan } = this.parameters;
    if (this.gross > capacity + 9 * readability) return 'over';
    return this.gross < -pan / 2 ? 'under' : 'within';
  }

  /** Lets time pass. */
  advance(seconds: number): void {
    requireSeconds(seconds);
    if (this.stuck) return;
    const { settling, readability } = this.parameters;
    this.#drifted += (this.driftPerHour / 3600) * seconds;
    const target = this.#target();
    const away = Math.abs(target - this.#sensed);
    this.#sensed = approach(this.#sensed, target, settling, seconds);
    // Steady from the moment at which the rest is too little to show.
    const until = away < readability / 4 ? 0 : settling * Math.log((4 * away) / readability);
    this.#steady = until === 0 ? this.#steady + seconds : Math.max(0, seconds - until);
    this.#steady = this.vibrating
      ? 0
      : Math.min(this.#steady, Math.max(0, this.shakingFor > 0 ? seconds - this.shakingFor : Infinity));
    this.shakingFor = Math.max(0, this.shakingFor - seconds);
  }

  /** Takes the present weight as zero; refused far from the zero of the factory. */
  setZero(): BalanceVerdict {
    const { capacity, zeroRange } = this.parameters;
    const offset = this.#sensed + this.#drifted;
    if (Math.abs(offset) > capacity * zeroRange) return offset > 0 ? 'over' : 'under';
    this.#zero = offset;
    this.tare = 0;
    return 'done';
  }

  /** Takes the present weight as tare; refused beyond the range and below zero. */
  setTare(): BalanceVerdict {
    const { range } = this;
    if (range !== 'within') return range;
    if (this.gross < -this.parameters.readability) return 'under';
    this.tare = Math.max(0, this.gross);
    return 'done';
  }

  /** Ends an adjustment with the built-in weight: what has drifted is gone. False where something lies on the pan. */
  adjust(): boolean {
    const { capacity, zeroRange } = this.parameters;
    if (!this.stable || Math.abs(this.#sensed) > capacity * zeroRange) return false;
    this.#drifted = 0;
    this.#zero = this.#sensed;
    this.tare = 0;
    return true;
  }

  /** Switched off and on: the tare is forgotten, and what lies on the pan becomes zero where that is allowed. */
  restart(): void {
    this.tare = 0;
    this.setZero();
  }

  #target(): number {
    const { capacity, pan } = this.parameters;
    return this.load + (this.overloaded ? 2 * capacity : 0) - (this.panRemoved ? pan : 0);
  }
}
