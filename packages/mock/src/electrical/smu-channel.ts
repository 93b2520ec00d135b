import type { Random } from '@fourwire/core';
import { overload } from '../scpi/number-format.ts';
import { fittingRange } from './ranges.ts';
import type { OperatingPoint, Sourced, SourcePort } from './source-port.ts';

/** What a source-measure unit can do. */
export interface SmuTraits {
  /** Full scales from low to high, in V and A. */
  readonly ranges: Readonly<Record<Sourced, readonly number[]>>;
  /** How much of its full scale a range can do: 1.05 where it has 5 % more. */
  readonly over: number;
  /** What it can do together: so many V with so many A. */
  readonly regions: readonly { readonly voltage: number; readonly current: number }[];
}

/** What is set for the voltage or the current of a channel, in V or A. */
export interface SmuQuantity {
  /** Forced while this quantity is the source. */
  level: number;
  /** Compliance: the highest magnitude while the other is the source. */
  limit: number;
  /** Full scale of the source, while it does not choose itself. */
  sourceRange: number;
  sourceAuto: boolean;
  /** Full scale of the meter, while it does not choose itself. */
  measureRange: number;
  measureAuto: boolean;
  /** The lowest full scale that the meter chooses by itself. */
  lowestAuto: number;
}

/** What is at the terminals, and why. */
export interface SmuPoint extends OperatingPoint {
  /** Whether the full scale of the meter and not the compliance is the limit. */
  readonly rangeLimited: boolean;
  /** Whether the overvoltage protection is the limit. */
  readonly clamped: boolean;
}

/** A reading of one quantity. */
export interface SmuReading {
  /** V or A; ±9.9E37 where it is beyond the range. */
  readonly value: number;
  readonly range: number;
  readonly overflow: boolean;
}

/** Standard deviation of a reading in parts of its range at one power-line cycle. Unconfirmed estimate. */
const noise = 2e-6;

/** How many conversions a reading takes with automatic zero: signal, reference and zero. Unconfirmed estimate. */
const conversions = 3;

export const otherThan: Readonly<Record<Sourced, Sourced>> = { voltage: 'current', current: 'voltage' };

/** One channel of a source-measure unit: source and compliance, ranges, readings and how long they take. */
export class SmuChannel {
  readonly traits: SmuTraits;
  readonly port: SourcePort;
  source: Sourced = 'voltage';
  readonly voltage: SmuQuantity;
  readonly current: SmuQuantity;
  output = false;
  wires: 2 | 4 = 2;
  /** Integration time in power-line cycles. */
  nplc = 1;
  autoZero = true;
  lineFrequency: 50 | 60 = 50;
  /** Overvoltage protection in V, whatever is set besides. */
  clamp = Infinity;
  readonly #random: Random;

  constructor(traits: SmuTraits, port: SourcePort, random: Random) {
    this.traits = traits;
    this.port = port;
    this.#random = random;
    this.voltage = unset(traits.ranges.voltage);
    this.current = unset(traits.ranges.current);
  }

  /** Both quantities as they are without settings: no level, automatic ranges; the limits are the caller's. */
  reset(limits: Readonly<Record<Sourced, number>>): void {
    this.source = 'voltage';
    Object.assign(this.voltage, unset(this.traits.ranges.voltage), { limit: limits.voltage });
    Object.assign(this.current, unset(this.traits.ranges.current), { limit: limits.current });
    Object.assign(this, { output: false, wires: 2, nplc: 1, autoZero: true, clamp: Infinity });
  }

  /** Full scale of the source. */
  sourceRange(of: Sourced): number {
    const { sourceAuto, sourceRange, level } = this[of];
    const { ranges, over } = this.traits;
    return sourceAuto ? fittingRange(ranges[of], level, over) : sourceRange;
  }

  /** The compliance in force: a meter with a fixed range cannot follow beyond its full scale. */
  limit(of: Sourced = otherThan[this.source]): number {
    return Math.min(Math.abs(this[of].limit), this.#fullScale(of));
  }

  /** Whether a source of so much can be had with that compliance, in V or A. */
  isPossible(source: Sourced, level: number, limit: number): boolean {
    const other = otherThan[source];
    const holds = (most: number, value: number): boolean => most >= Math.abs(value) * (1 - 1e-9);
    return this.traits.regions.some((region) => holds(region[source], level) && holds(region[other], limit));
  }

  /** The highest level of a quantity, in V or A. */
  highest(of: Sourced): number {
    return Math.max(...this.traits.regions.map((region) => region[of]));
  }

  /** What is at the terminals now; with the output off nothing is driven. */
  point(level = this[this.source].level): SmuPoint {
    if (!this.output) return { voltage: 0, current: 0, limited: false, rangeLimited: false, clamped: false };
    const { source, wires, clamp } = this;
    const other = otherThan[source];
    const limit = this.limit(other);
    if (source === 'voltage') {
      const clamped = Math.abs(level) > clamp;
      const held = clamped ? Math.sign(level) * clamp : level;
      const point = this.port.drive({ source, level: held, limit, wires });
      return { ...point, rangeLimited: point.limited && this.#isByRange(other), clamped };
    }
    const point = this.port.drive({ source, level, limit: Math.min(limit, clamp), wires });
    const clamped = point.limited && clamp < limit;
    return { ...point, rangeLimited: point.limited && !clamped && this.#isByRange(other), clamped };
  }

  /** Full scale that a quantity is measured with: that of the source where it is forced. */
  measureRange(of: Sourced, point: OperatingPoint = this.point()): number {
    if (of === this.source) return this.sourceRange(of);
    const { measureAuto, measureRange, lowestAuto, limit } = this[of];
    if (!measureAuto) return measureRange;
    const ranges = this.traits.ranges[of].filter((range) => range >= lowestAuto);
    const { over } = this.traits;
    return Math.min(fittingRange(ranges, point[of], over), fittingRange(this.traits.ranges[of], limit, over));
  }

  /** Standard deviation of a reading, in V or A. */
  noise(of: Sourced, point: OperatingPoint = this.point()): number {
    return (noise * this.measureRange(of, point)) / Math.sqrt(this.nplc);
  }

  /** Measures a quantity. */
  measure(of: Sourced, point: OperatingPoint): SmuReading {
    const range = this.measureRange(of, point);
    const deviation = this.noise(of, point);
    const value = point[of] + this.#random.normal(0, deviation);
    // The limit itself, with its noise, is no overflow.
    const overflow = Math.abs(value) > range * this.traits.over + 6 * deviation;
    return { value: overflow ? Math.sign(value) * overload : value, range, overflow };
  }

  /** How long it takes to measure so many quantities, one after the other, in s. */
  measuringTime(quantities: number): number {
    return (quantities * this.nplc * (this.autoZero ? conversions : 1)) / this.lineFrequency;
  }

  #fullScale(of: Sourced): number {
    const { measureAuto, measureRange } = this[of];
    return measureAuto ? Infinity : measureRange * this.traits.over;
  }

  #isByRange(of: Sourced): boolean {
    return this.#fullScale(of) < Math.abs(this[of].limit);
  }
}

function unset(ranges: readonly number[]): SmuQuantity {
  const [lowest = 0] = ranges;
  return {
    level: 0,
    limit: 0,
    sourceRange: lowest,
    sourceAuto: true,
    measureRange: lowest,
    measureAuto: true,
    lowestAuto: lowest,
  };
}
