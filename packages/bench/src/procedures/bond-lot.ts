import {
  FourwireError,
  boolean,
  integer,
  oneOf,
  optionalField,
  quantity,
  record,
  array,
  text,
  until,
} from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { bondTester, wirebonder } from '@fourwire/wirebonder';
import type { BondTester, Wirebonder } from '@fourwire/wirebonder';
import { checkpoint, prompt, step } from '../procedure/action.ts';
import type { Action } from '../procedure/action.ts';
import { defineProcedure } from '../procedure/procedure.ts';
import type { Procedure, ProcedureContext } from '../procedure/procedure.ts';
import type { Target } from '../records/entry.ts';
import type { DeclaredMeasurement } from '../records/journal.ts';
import { recordBonds } from './bond-events.ts';

const options = record({
  /** Name of the lot; its strips are `NAME-1`, `NAME-2` and so on. */
  lot: text({ maxLength: 70 }),
  /** The recipe (bond program) on the machine. */
  recipe: text(),
  /** How many strips, boats or frames the lot has; each is a run of the bonder. */
  strips: integer({ min: 1, max: 10_000 }),
  /** The sampling plan of the destructive pull test. */
  sampling: record({
    /** How many wires of a sampled strip are pulled. */
    wires: integer({ min: 1, max: 10_000 }),
    /** Every so many strips one is sampled, and always the first and the last; each strip unless given. */
    every: optionalField(integer({ min: 1 })),
    /** How many wires of a sample may fail; none unless given. */
    accept: optionalField(integer({ min: 0 })),
    /** How long to wait for each result, in s; 600 unless given. */
    wait: optionalField(quantity('s', { min: 1 })),
  }),
  /** When a wire passes. */
  pull: record({
    /** The smallest force, in cN. */
    minimum: quantity('cN', { min: 0 }),
    /** Failure codes that fail a wire whatever its force, such as those of a lifted bond: `a-3`. */
    failing: optionalField(array(text())),
  }),
  /** Whether the host resumes the bonder when it calls its operator, or somebody at the machine does; `operator` unless given. */
  assists: optionalField(oneOf(['operator', 'resume'])),
  /** Whether the person at the bench is asked to put each strip on and to bring the samples to the tester; no unless given. */
  ask: optionalField(boolean()),
  /** How long the stage may take to warm up, in min; 30 unless given. */
  warmUp: optionalField(quantity('min', { min: 0 })),
  /** How long a strip is expected to take, in s, for the estimate; 60 unless given. */
  secondsPerStrip: optionalField(quantity('s', { min: 0 })),
  /** How long the pull of a wire is expected to take, in s, for the estimate; 10 unless given. */
  secondsPerPull: optionalField(quantity('s', { min: 0 })),
});

/** What {@link bondLot} is told. */
export type BondLotOptions = ValueOf<typeof options>;

/** How a lot came out; bonds, alarms and forces are in the journal. */
export interface BondLotResult {
  /** Strips that were bonded. */
  readonly bonded: number;
  readonly samples: readonly {
    readonly strip: string;
    readonly pulled: number;
    readonly failed: number;
    /** Mean force, in cN. */
    readonly mean: number;
  }[];
  /** The strip at whose pull test the lot was stopped; the rest is not bonded. */
  readonly stoppedAt?: string;
}

/**
 * A lot of a wire bonder with pull tests by a sampling plan: strip after strip is bonded, some are brought to the bond
 * tester, and when more wires of a sample fail than the plan accepts, the lot is stopped. Every bond and every force is in
 * the journal. Neither a strip nor a pull is ever done twice: a run that was interrupted in a strip takes it up where the
 * machine is, one that was interrupted in a pull test asks for a look at what became of it (`step-interrupted`).
 *
 * @example
 * ```ts no-run
 * const options = {
 *   lot: 'LOT-2026-47',
 *   recipe: 'MEMS-GOLD',
 *   strips: 20,
 *   sampling: { wires: 8, every: 5 },
 *   pull: { minimum: 3, failing: ['a-3', 'a-4', 'a-5', 'a-6'] },
 * };
 * await runProcedure(bondLot(), { bench, journal, options });
 * ```
 */
export function bondLot(): Procedure<BondLotOptions, BondLotResult> {
  return defineProcedure({
    name: 'bond-lot',
    title: 'Bonds a lot strip by strip, pulls samples of its wires and stops when they fail',
    options,
    devices: { bonder: wirebonder, tester: bondTester },
    steps: bond,
  });
}

function* bond({
  devices,
  options: told,
  journal,
}: ProcedureContext<
  { readonly bonder: typeof wirebonder; readonly tester: typeof bondTester },
  BondLotOptions
>): Generator<Action, BondLotResult, unknown> {
  const bonder: Wirebonder = devices.bonder;
  const tester: BondTester = devices.tester;
  const { sampling, pull, secondsPerStrip = 60, secondsPerPull = 10 } = told;
  const strips = Array.from({ length: told.strips }, (_, index) => `${told.lot}-${index + 1}`);
  const isSampled = (index: number): boolean =>
    index % (sampling.every ?? 1) === 0 || index === strips.length - 1;
  const numbers = Array.from({ length: sampling.wires }, (_, index) => index + 1);
  const targetOf = (strip: string, number: number): Target => ({ part: strip, point: `sample ${number}` });
  const force = journal.declare({
    name: 'pull force',
    unit: 'cN',
    limits: { min: pull.minimum },
    targets: strips.flatMap((strip, index) =>
      isSampled(index) ? numbers.map((number) => targetOf(strip, number)) : [],
    ),
  });
  const samples: { strip: string; pulled: number; failed: number; mean: number }[] = [];
  for (const [index, strip] of strips.entries()) {
    yield* checkpoint(`strip ${strip}`);
    if (told.ask === true) yield* prompt(`Put strip ${strip} on the bonder.`, ['done']);
    yield* step(`make ready for ${strip}`, async ({ signal, clock, progress }) => {
      const state = await bonder.processing.read({ signal });
      const isBusy = state === 'executing' || state === 'paused';
      // After a run many machines want to be told again what they are to bond.
      if (!isBusy && (state === 'idle' || (await bonder.recipe.read({ signal })) !== told.recipe)) {
        await bonder.selectRecipe({ id: told.recipe }, { signal });
      }
      progress(0.1, 'the stage warms up');
      await until(bonder.processing, (now) => now === 'ready' || now === 'executing' || now === 'paused', {
        signal,
        clock,
        timeout: { minutes: told.warmUp ?? 30 },
      });
    });
    yield* bondStrip(bonder, strip, { journal, told, seconds: secondsPerStrip });
    if (!isSampled(index)) continue;
    if (told.ask === true) yield* prompt(`Bring strip ${strip} to the bond tester.`, ['done']);
    const sample = yield* step(
      `pull ${sampling.wires} wires of ${strip}`,
      async ({ signal, progress }) => {
        const { wires: count, wait } = sampling;
        const collecting = tester.collect({ count, ...(wait === undefined ? {} : { wait }) }, { signal });
        collecting.progress$.subscribe({
          next: ({ count: done }) => progress(done / count, `${done} of ${count} wires pulled`),
          error: () => {},
        });
        const { results } = await collecting;
        return judge(results, { strip, force, failing: pull.failing ?? [], targetOf, minimum: pull.minimum });
      },
      {
        once: true,
        seconds: sampling.wires * secondsPerPull,
        dry: () => ({ strip, pulled: sampling.wires, failed: 0, mean: pull.minimum }),
      },
    );
    samples.push(sample);
    if (sample.failed > (sampling.accept ?? 0)) {
      yield* step(`stop the lot at ${strip}`, () => {
        const rest = strips.length - index - 1;
        const words = `${sample.failed} of ${sample.pulled} wires of ${strip} fail the pull test`;
        journal.append({
          type: 'note',
          text: `${words}; the lot is stopped, and ${rest} strips are not bonded.`,
          deviation: true,
        });
      });
      return { bonded: index + 1, samples, stoppedAt: strip };
    }
  }
  return { bonded: strips.length, samples };
}

/** Bonds a strip once. A strip that was begun before the run was interrupted is followed to its end instead. */
function* bondStrip(
  bonder: Wirebonder,
  strip: string,
  {
    journal,
    told,
    seconds,
  }: {
    readonly journal: ProcedureContext<Record<string, never>, unknown>['journal'];
    readonly told: BondLotOptions;
    readonly seconds: number;
  },
): Generator<Action, void, unknown> {
  const seen =
    (begin: (signal: AbortSignal) => ReturnType<Wirebonder['run']>) =>
    async ({
      signal,
      progress,
    }: {
      signal: AbortSignal;
      progress: (fraction: number, text?: string) => void;
    }) => {
      const recording = recordBonds(bonder, journal, { resume: told.assists === 'resume', signal });
      try {
        const running = begin(signal);
        running.progress$.subscribe({
          next: ({ units, wires }) => progress(0.5, `unit ${units + 1}, wire ${wires}`),
          error: () => {},
        });
        return await running;
      } finally {
        await recording.end();
      }
    };
  try {
    yield* step(
      `bond strip ${strip}`,
      seen((signal) => bonder.run({ lot: strip }, { signal })),
      {
        once: true,
        seconds,
        dry: () => ({ units: 0, wires: 0, assists: 0 }),
      },
    );
  } catch (error) {
    if (!FourwireError.is(error) || error.code !== 'step-interrupted') throw error;
    yield* step(
      `follow strip ${strip}`,
      seen((signal) => bonder.follow({ signal })),
      {
        once: true,
        dry: () => ({ units: 0, wires: 0, assists: 0 }),
      },
    );
  }
}

/** Records the forces of a sample, and counts what fails. */
function judge(
  results: readonly { force: number; failure?: string; unit?: number; wire?: number }[],
  {
    strip,
    force,
    failing,
    targetOf,
    minimum,
  }: {
    readonly strip: string;
    readonly force: DeclaredMeasurement;
    readonly failing: readonly string[];
    readonly targetOf: (strip: string, number: number) => Target;
    readonly minimum: number;
  },
): BondLotResult['samples'][number] {
  let failed = 0;
  for (const [index, result] of results.entries()) {
    const { failure, unit, wire } = result;
    const isLifted = failure !== undefined && failing.includes(failure.trim().toLowerCase());
    const words = [
      unit !== undefined && `unit ${unit}`,
      wire !== undefined && `wire ${wire}`,
      failure !== undefined && `failure ${failure}`,
      isLifted && 'fails whatever the force',
    ].filter((word) => word !== false);
    force.record(
      result.force,
      targetOf(strip, index + 1),
      words.length === 0 ? {} : { reason: words.join(', ') },
    );
    if (isLifted || result.force < minimum) failed++;
  }
  const mean = results.reduce((sum, result) => sum + result.force, 0) / results.length;
  return { strip, pulled: results.length, failed, mean };
}
