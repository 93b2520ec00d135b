import type { Random } from '@fourwire/core';

/** How a target moves before a sensor: in sine waves around a distance. */
export interface TargetMotion {
  /** In mm, from the middle of the measuring range. */
  readonly offset: number;
  /** In mm. */
  readonly amplitude: number;
  /** In Hz. */
  readonly frequency: number;
}

/** What a displacement sensor is like. */
export interface DisplacementParameters {
  /** Measuring range, in mm. */
  readonly range: number;
  /** Standard deviation of a sample, in mm. */
  readonly noise: number;
}

/** A laser sensor of 10 mm. */
export const laserSensor: DisplacementParameters = { range: 10, noise: 0.0005 };

/** What a displacement model is made from. */
export interface DisplacementModelOptions {
  readonly random: Random;
  /** What differs from {@link laserSensor}. */
  readonly parameters?: Partial<DisplacementParameters>;
}

/** A sample: a displacement from the middle of the range in mm, or why there is none. */
export type DisplacementSample = number | 'no-target' | 'near' | 'far';

/** A displacement sensor before a target that moves. Lengths are in mm, from the middle of the measuring range. */
export class DisplacementModel {
  readonly parameters: DisplacementParameters;
  /** How the target moves; it stands in the middle of the range at first. */
  motion: TargetMotion = { offset: 0, amplitude: 0, frequency: 1 };
  /** There is nothing before the sensor. */
  targetLost = false;
  /** What is taken from every sample: a zero or a master value. */
  reference = 0;
  readonly #random: Random;
  #stuck: number | undefined;

  constructor({ random, parameters = {} }: DisplacementModelOptions) {
    this.parameters = { ...laserSensor, ...parameters };
    this.#random = random;
  }

  /** Where the target is at a time in s, without noise. */
  at(seconds: number): number {
    const { offset, amplitude, frequency } = this.motion;
    return offset + amplitude * Math.sin(2 * Math.PI * frequency * seconds);
  }

  /** Makes the sensor show what it shows at a time in s, whatever the target does; `undefined` makes it well again. */
  stickAt(seconds: number | undefined): void {
    this.#stuck = seconds === undefined ? undefined : this.at(seconds);
  }

  /** A sample at a time in s, with noise, less the reference. */
  sample(seconds: number): DisplacementSample {
    if (this.targetLost) return 'no-target';
    const where = this.#stuck ?? this.at(seconds) + this.#random.normal(0, this.parameters.noise);
    const half = this.parameters.range / 2;
    if (where < -half) return 'near';
    if (where > half) return 'far';
    return where - this.reference;
  }
}
