import { convert } from '@fourwire/core';
import type { Random } from '@fourwire/core';
import { clamp } from './curves.ts';

/** Units that gauges show, as UCUM codes. */
export type GaugeUnit = 'mm' | '[in_i]';

/** What a gauge keeps of the values since it was cleared. */
export type GaugeMode = 'normal' | 'maximum' | 'minimum' | 'range';

/** What a gauge is like. */
export interface GaugeParameters {
  /** Travel of the spindle, in mm. */
  readonly travel: { readonly low: number; readonly high: number };
  /** Decimals of the display, in each of its units. */
  readonly decimals: Readonly<Record<GaugeUnit, number>>;
  /** The step of the last digit in inch, of which many gauges show every fifth; one of the last digit unless given. */
  readonly inchStep?: number;
  /** Standard deviation of the placing of a part, in mm. */
  readonly repeatability: number;
}

/** A hand gauge: 25 mm in steps of 1 µm, or of 0.00005 inch. */
export const handGauge: GaugeParameters = {
  travel: { low: -1, high: 25 },
  decimals: { mm: 3, '[in_i]': 5 },
  inchStep: 0.00005,
  repeatability: 0.0002,
};

/** A batch of parts of which each is a little different. */
export interface PartBatch {
  /** In mm. */
  readonly nominal: number;
  /** Standard deviation, in mm. */
  readonly spread: number;
}

/** What a gauge model is made from. */
export interface GaugeModelOptions {
  readonly random: Random;
  /** What differs from {@link handGauge}. */
  readonly parameters?: Partial<GaugeParameters>;
}

/** Tolerance limits of a gauge's own comparator, in mm. */
export interface GaugeTolerance {
  readonly low: number;
  readonly high: number;
}

/** A length gauge: a spindle, a display with a zero, a preset and a unit, and what it remembers. Lengths are in mm. */
export class GaugeModel {
  readonly parameters: GaugeParameters;
  /** What the display shows. */
  unit: GaugeUnit = 'mm';
  /** Which of the values since it was cleared is shown. */
  mode: GaugeMode = 'normal';
  /** The stored preset. */
  preset = 0;
  /** The comparator; off where there is none. */
  tolerance: GaugeTolerance | undefined;
  /** The spindle is beyond what can be measured: there is no value. */
  beyond = false;
  /** The battery is nearly empty. */
  batteryLow = false;
  readonly #random: Random;
  #position = 0;
  #stuck: number | undefined;
  #offset = 0;
  #held: number | undefined;
  #least = 0;
  #greatest = 0;

  constructor({ random, parameters = {} }: GaugeModelOptions) {
    this.parameters = { ...handGauge, ...parameters };
    this.#random = random;
  }

  /** Where the spindle is, from the zero of the factory. */
  get position(): number {
    return this.#stuck ?? this.#position;
  }

  set position(millimetres: number) {
    const { low, high } = this.parameters.travel;
    this.#position = clamp(millimetres, low, high);
    this.#note();
  }

  /** Puts the next part of a batch under the spindle; gives its true size. */
  measure({ nominal, spread }: PartBatch): number {
    const size = this.#random.normal(nominal, spread);
    this.position = this.#random.normal(size, this.parameters.repeatability) - this.#offset;
    return size;
  }

  /** The sensor stays where it is, whatever the spindle does. */
  set stuck(stuck: boolean) {
    this.#stuck = stuck ? this.#position : undefined;
    this.#note();
  }

  /** What the display would show without hold, memories and rounding. */
  get value(): number {
    return this.position + this.#offset;
  }

  /** What the display shows, in mm, before it is rounded to the last digit. */
  get reading(): number {
    if (this.#held !== undefined) return this.#held;
    const [least, greatest] = [this.#least + this.#offset, this.#greatest + this.#offset];
    switch (this.mode) {
      case 'maximum':
        return greatest;
      case 'minimum':
        return least;
      case 'range':
        return greatest - least;
      default:
        return this.value;
    }
  }

  /** The number on the display, in its unit. */
  get shown(): number {
    return this.round(convert(this.reading, 'mm', this.unit));
  }

  /** A number in the unit of the display, rounded as the display does; never a negative zero. */
  round(value: number): number {
    const { decimals, inchStep } = this.parameters;
    const step = this.unit === '[in_i]' && inchStep !== undefined ? inchStep : 10 ** -decimals[this.unit];
    return Math.round(value / step) * step + 0;
  }

  /** The number on the display as text, without a sign for positive ones. */
  get text(): string {
    return this.shown.toFixed(this.decimals);
  }

  /** Decimals of the display in its unit. */
  get decimals(): number {
    return this.parameters.decimals[this.unit];
  }

  /** What the comparator says, where it is on. */
  get judgement(): 'low' | 'good' | 'high' | undefined {
    if (this.tolerance === undefined) return undefined;
    if (this.reading < this.tolerance.low) return 'low';
    return this.reading > this.tolerance.high ? 'high' : 'good';
  }

  get held(): boolean {
    return this.#held !== undefined;
  }

  set held(held: boolean) {
    this.#held = held ? (this.#held ?? this.reading) : undefined;
  }

  /** Gives the present position a value. */
  setValue(millimetres: number): void {
    this.#offset = millimetres - this.position;
  }

  /** Forgets the greatest and the least value. */
  clear(): void {
    this.#least = this.position;
    this.#greatest = this.position;
  }

  /** Switched off and on: the zero is the one of the factory again, and nothing is remembered but the unit. */
  restart(): void {
    this.#offset = 0;
    this.preset = 0;
    this.#held = undefined;
    this.mode = 'normal';
    this.tolerance = undefined;
    this.clear();
  }

  #note(): void {
    const { position } = this;
    this.#least = Math.min(this.#least, position);
    this.#greatest = Math.max(this.#greatest, position);
  }
}
