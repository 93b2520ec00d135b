import type { Random } from '@fourwire/core';
import { overload } from '../scpi/number-format.ts';
import { fittingRange } from './ranges.ts';

/** What is set for one function of an electrometer. */
export interface ElectrometerRange {
  /** Full scale while it is not automatic. */
  range: number;
  automatic: boolean;
  /** The lowest and the highest full scale that is chosen automatically. */
  lowest: number;
  highest: number;
}

/** A reading of an electrometer. */
export interface ElectrometerReading {
  readonly value: number;
  readonly range: number;
  readonly overflow: boolean;
}

/** Noise at one power-line cycle, and the offset of the input, in parts of the lowest range. Unconfirmed estimates. */
const [noise, offset] = [2e-5, 5e-4];

/** The input amplifier of an electrometer or a picoammeter: zero check, zero correction, ranges and noise. */
export class ElectrometerInput {
  /** Whether the input is shorted; it is when the instrument is switched on. */
  zeroCheck = true;
  zeroCorrect = false;
  nplc = 1;
  readonly #random: Random;
  /** The offset that was acquired, by the range that it was acquired on. */
  #acquired = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Full scale with which a value is measured. */
  rangeFor(settings: ElectrometerRange, ranges: readonly number[], value: number, over: number): number {
    if (!settings.automatic) return settings.range;
    const usable = ranges.filter((range) => range >= settings.lowest && range <= settings.highest);
    return fittingRange(usable, value, over);
  }

  /** Measures a value: 0 with the input shorted, and always with the offset of the input. */
  measure(
    value: number,
    { settings, ranges, over }: { settings: ElectrometerRange; ranges: readonly number[]; over: number },
  ): ElectrometerReading {
    const seen = this.zeroCheck ? 0 : value;
    const range = this.rangeFor(settings, ranges, seen, over);
    const own = (ranges[0] ?? 0) * offset;
    if (Math.abs(seen) > range * over) return { value: Math.sign(seen) * overload, range, overflow: true };
    const raw = seen + own + this.#random.normal(0, (noise * range) / Math.sqrt(this.nplc));
    return { value: raw - (this.zeroCorrect ? this.#acquired : 0), range, overflow: false };
  }

  /** Takes the offset for the correction. */
  acquireZero(ranges: readonly number[]): void {
    this.#acquired = (ranges[0] ?? 0) * offset;
  }

  /** What `*RST` leaves; zero check stays as it is. */
  reset(): void {
    this.zeroCorrect = false;
    this.nplc = 1;
  }
}
