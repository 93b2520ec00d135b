import type { DieIndex, ProbeStation } from '@fourwire/probe-station';
import type { StepContext } from '../procedure/action.ts';
import type { Target } from '../records/entry.ts';
import type { Journal } from '../records/journal.ts';
import { describeTarget } from '../records/ledger.ts';
import type { Channel } from './channel.ts';
import { Measuring, conditionLost, mostTries } from './measuring.ts';
import type { Condition } from './measuring.ts';
import type { WaferTestOptions } from './wafer-options.ts';

/** A test of a die: a channel with its place, and the bin of dies that fail it. */
export interface DieTest extends Channel {
  /** Subsite of the die at which it is measured, from 0; 0 unless given. */
  readonly subsite?: number;
  /** Bin of a die that fails it, or which by the value (null where there is none); 2 unless given. */
  readonly bin?: number | ((value: number | null) => number);
}

/** How a die came out. */
export interface DieOutcome {
  readonly column: number;
  readonly row: number;
  readonly bin: number;
  /** How often the needles were put down on it. */
  readonly touchdowns: number;
}

/** What touching and measuring dies needs. */
export interface DieTesterOptions {
  readonly prober: ProbeStation;
  readonly journal: Journal;
  readonly tests: readonly DieTest[];
  /** What tells good contact, where that is checked. */
  readonly contact: Channel | undefined;
  /** Every die and temperature that will be tested. */
  readonly targets: readonly Target[];
  readonly options: WaferTestOptions;
}

/** Steps to dies, contacts them, again where the contact is bad, measures them and sorts them into bins. */
export class DieTester {
  readonly #prober: ProbeStation;
  readonly #journal: Journal;
  readonly #options: WaferTestOptions;
  readonly #contact: Measuring | undefined;
  /** The tests of each subsite, in the order of the subsites. */
  readonly #places: readonly {
    readonly subsite: number;
    readonly tests: readonly { readonly test: DieTest; readonly measuring: Measuring }[];
  }[];
  readonly #several: boolean;

  constructor({ prober, journal, tests, contact, targets, options }: DieTesterOptions) {
    this.#prober = prober;
    this.#journal = journal;
    this.#options = options;
    const subsites = [...new Set(tests.map(({ subsite = 0 }) => subsite))].toSorted((a, b) => a - b);
    if (subsites.length === 0) subsites.push(0);
    this.#several = subsites.length > 1 || subsites[0] !== 0;
    const at = (subsite: number): readonly Target[] =>
      this.#several ? targets.map((target) => ({ ...target, subsite })) : targets;
    this.#places = subsites.map((subsite) => ({
      subsite,
      tests: tests
        .filter((test) => (test.subsite ?? 0) === subsite)
        .map((test) => ({ test, measuring: new Measuring(journal, [test], at(subsite)) })),
    }));
    if (contact !== undefined) this.#contact = new Measuring(journal, [contact], subsites.flatMap(at));
  }

  /** Why a test would be refused; sends nothing. */
  refusal(): string | undefined {
    const all = [this.#contact, ...this.#places.flatMap(({ tests }) => tests.map((one) => one.measuring))];
    for (const measuring of all) {
      const refusal = measuring?.refusal();
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /**
   * Tests one die, from the step to it to its bin; the needles are up afterwards. What was measured while the condition
   * was not met does not count, and the die is tested again.
   *
   * @param sorted - how often it was sorted before
   * @throws FourwireError of kind `device`, code `condition-lost`, when the condition is not met time and again
   */
  async test(
    die: DieIndex,
    target: Target,
    context: StepContext,
    { condition, sorted = 0 }: { readonly condition?: Condition; readonly sorted?: number } = {},
  ): Promise<DieOutcome> {
    const { goodBin = 1, bins } = this.#options;
    const began = context.clock.monotonic();
    let touchdowns = 0;
    for (let tries = 1; ; tries++) {
      if ((await condition?.astray(context)) !== undefined) await condition?.comeBack?.(context);
      const measured = await this.#measure(die, target, context);
      touchdowns += measured.touchdowns;
      const why = await condition?.astray(context);
      if (why === undefined) {
        const { bin } = measured;
        await this.#prober.bin?.({ bin }, { signal: context.signal });
        const quality = bins?.find(({ code }) => code === bin)?.quality;
        this.#journal.append({
          type: 'bin',
          target,
          bin,
          verdict: quality === 'pass' || (quality === undefined && bin === goodBin) ? 'pass' : 'fail',
          ...(sorted === 0 ? {} : { retest: sorted }),
          seconds: (context.clock.monotonic() - began) / 1000,
        });
        return { column: die.column, row: die.row, bin, touchdowns };
      }
      this.#void(target, why);
      if (tries < mostTries) continue;
      throw conditionLost(target, tries, why);
    }
  }

  /** Records that nothing of what was measured at a die counts. */
  #void(target: Target, why: string): void {
    const reason = `taken while ${why}`;
    for (const { subsite, tests } of this.#places) {
      const at = this.#several ? { ...target, subsite } : target;
      this.#contact?.void(at, reason);
      for (const { measuring } of tests) measuring.void(at, reason);
    }
    const text = `${describeTarget(target)}: values were ${reason}, and do not count.`;
    this.#journal.append({ type: 'note', text, deviation: true });
  }

  /** Contacts and measures one die at all its subsites, and gives its bin. */
  async #measure(
    die: DieIndex,
    target: Target,
    context: StepContext,
  ): Promise<{ readonly bin: number; readonly touchdowns: number }> {
    const { signal } = context;
    const { goodBin = 1, contactBin = 3, stopAtFirstFail = false } = this.#options;
    let [touchdowns, bin]: [number, number | undefined] = [0, undefined];
    for (const { subsite, tests } of this.#places) {
      const at = this.#several ? { ...target, subsite } : target;
      if (bin !== undefined && stopAtFirstFail) {
        for (const { measuring } of tests) measuring.skip(at, 'the die had failed before');
        continue;
      }
      await this.#prober.stepTo({ column: die.column, row: die.row, subsite }, { signal });
      const touched = await this.#touch(at, context);
      touchdowns += touched.touchdowns;
      for (const { test, measuring } of tests) {
        if (!touched.good) measuring.skip(at, `no contact after ${touched.touchdowns} touchdowns`);
        else if (bin !== undefined && stopAtFirstFail) measuring.skip(at, 'the die had failed before');
        else {
          const [taken] = await measuring.take(at, context);
          if (taken?.verdict !== 'pass') bin ??= binOf(test, taken?.value ?? null);
        }
      }
      if (!touched.good) bin ??= contactBin;
      await this.#prober.separate({ signal });
    }
    return { bin: bin ?? goodBin, touchdowns };
  }

  /** Contacts, checks, and contacts again; the needles stand on the pads afterwards. */
  async #touch(target: Target, context: StepContext): Promise<{ good: boolean; touchdowns: number }> {
    const { signal, clock } = context;
    const { reprobe = 2, reprobeOvertravel = 0, touchWait = 0 } = this.#options;
    const { overtravel } = this.#prober;
    let usual: number | undefined;
    try {
      for (let touchdowns = 1; ; touchdowns++) {
        await this.#prober.contact({ signal });
        if (touchWait > 0) await clock.sleep(touchWait * 1000, signal);
        const [taken] = (await this.#contact?.take(target, context)) ?? [];
        if (taken === undefined || taken.verdict === 'pass') return { good: true, touchdowns };
        if (touchdowns > reprobe) return { good: false, touchdowns };
        await this.#prober.separate({ signal });
        if (overtravel === undefined || reprobeOvertravel === 0) continue;
        usual ??= await overtravel.read({ signal });
        const further = Math.min(usual + touchdowns * reprobeOvertravel, overtravel.limits.max ?? Infinity);
        await overtravel.write(further, { signal });
      }
    } finally {
      // The next die begins where this one did; a run that is stopped is made safe instead.
      if (usual !== undefined && !signal.aborted) await overtravel?.write(usual, { signal });
    }
  }
}

function binOf({ bin = 2 }: DieTest, value: number | null): number {
  return typeof bin === 'number' ? bin : bin(value);
}
