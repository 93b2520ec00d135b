import type { Instant } from '@fourwire/core';
import type { Bin } from './bins.ts';
import { dieKey } from './die-key.ts';
import type { DieIndex } from './geometry.ts';

/** One measured value. */
export interface Measurement {
  /** Test number, as in the test program. */
  readonly test: number;
  readonly name: string;
  readonly value: number;
  /** Unit of the value and the limits, as a UCUM code. */
  readonly unit: string;
  readonly lowLimit?: number;
  readonly highLimit?: number;
  /** The verdict; missing when none was made. */
  readonly passed?: boolean;
  /** Name of the test structure. */
  readonly subsite?: string;
  readonly temperatureC?: number;
  readonly contactResistanceOhm?: number;
}

/** One test of one die. */
export interface DieResult {
  readonly die: DieIndex;
  readonly measurements: readonly Measurement[];
  /** Code of the {@link Bin}; missing when the die was measured but not binned. */
  readonly bin?: number;
  /** Site of a multi-site card that measured it, from 0. */
  readonly site?: number;
  /** When the test ended. */
  readonly at?: Instant;
}

/** How a wafer came out. */
export interface WaferSummary {
  /** Dies per bin code, by what counts last. */
  readonly counts: ReadonlyMap<number, number>;
  readonly passed: number;
  readonly failed: number;
  /** `passed / (passed + failed)`; undefined before the first verdict. */
  readonly yield: number | undefined;
}

/** The results of one wafer, die by die. A retest is kept behind the first test, and the last test counts. */
export class WaferResults {
  readonly #results = new Map<number, DieResult[]>();

  /** Adds the result of a test, or of a retest when the die has one. */
  record(result: DieResult): void {
    const key = dieKey(result.die);
    const earlier = this.#results.get(key);
    if (earlier === undefined) this.#results.set(key, [result]);
    else earlier.push(result);
  }

  /** Number of dies that have a result. */
  get size(): number {
    return this.#results.size;
  }

  /** Every test of a die, the first one first. */
  of(die: DieIndex): readonly DieResult[] {
    return this.#results.get(dieKey(die)) ?? [];
  }

  /** The test of a die that counts: the last. */
  last(die: DieIndex): DieResult | undefined {
    return this.of(die).at(-1);
  }

  /** The bin of a die by its last test that gave one. Usable as {@link WaferMap.binOf} without the object. */
  readonly binOf = (die: DieIndex): number | undefined =>
    this.of(die).findLast(({ bin }) => bin !== undefined)?.bin;

  /** Every test, die by die in the order in which dies were first tested. */
  *[Symbol.iterator](): IterableIterator<DieResult> {
    for (const results of this.#results.values()) yield* results;
  }

  /** Counts per bin and yield. Bins that are not in `bins` are counted but are neither good nor bad. */
  summary(bins: readonly Bin[]): WaferSummary {
    const counts = new Map<number, number>();
    for (const [first] of this.#results.values()) {
      const bin = first === undefined ? undefined : this.binOf(first.die);
      if (bin !== undefined) counts.set(bin, (counts.get(bin) ?? 0) + 1);
    }
    const sum = (quality: Bin['quality']): number =>
      bins.reduce((total, bin) => (bin.quality === quality ? total + (counts.get(bin.code) ?? 0) : total), 0);
    const [passed, failed] = [sum('pass'), sum('fail')];
    return { counts, passed, failed, yield: passed + failed === 0 ? undefined : passed / (passed + failed) };
  }
}
