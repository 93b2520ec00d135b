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
import { recordBonds } from './bond-events.ts';
import { Puller, pullSample } from './pull-sample.ts';
import type { PulledSample } from './pull-sample.ts';

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
  /**
   * Whether the person at the bench is asked to put each strip on, to bring the samples to the tester, and what to do when
   * results do not come; no unless given.
   */
  ask: optionalField(boolean()),
  /** Whether a person looks at the first strip and its pull test and releases the lot; no unless given. */
  firstArticle: optionalField(boolean()),
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
  readonly samples: readonly PulledSample[];
  /** The strip at which the lot was stopped, by its pull test or by a person; the rest is not bonded. */
  readonly stoppedAt?: string;
}

/**
 * A lot of a wire bonder with pull tests by a sampling plan: strip after strip is bonded, some are brought to the bond
 * tester, and when more wires of a sample fail than the plan accepts, the lot is stopped. Every bond and every force is in
 * the journal. Neither a strip nor a pull is ever done twice: a run that was interrupted in a strip takes it up where the
 * machine is, one that was interrupted in a pull test asks for a look at what became of it (`step-interrupted`). With
 * `ask`, a person decides how a lot goes on whose strip, pull test or tester was left in the middle.
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
  const { sampling, pull, secondsPerStrip = 60 } = told;
  const strips = Array.from({ length: told.strips }, (_, index) => `${told.lot}-${index + 1}`);
  const isSampled = (index: number): boolean =>
    index % (sampling.every ?? 1) === 0 || index === strips.length - 1;
  const puller = new Puller(
    tester,
    journal,
    strips.filter((_, index) => isSampled(index)),
    { wires: sampling.wires, wait: sampling.wait, minimum: pull.minimum, failing: pull.failing ?? [] },
  );
  const samples: PulledSample[] = [];
  const stopLot = function* (index: number, why: string): Generator<Action, BondLotResult, unknown> {
    const stoppedAt = strips[index] ?? told.lot;
    yield* step(`stop the lot at ${stoppedAt}`, () => {
      const rest = strips.length - index - 1;
      const said = `${why}; the lot is stopped, and ${rest} strips are not bonded.`;
      journal.append({ type: 'note', text: said, deviation: true });
    });
    return { bonded: index + 1, samples, stoppedAt };
  };
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
    const bonded = yield* bondStrip(bonder, strip, { journal, told, seconds: secondsPerStrip });
    if (bonded === undefined) return yield* stopLot(index, `strip ${strip} was left in the middle`);
    if (!isSampled(index)) continue;
    yield* requireWires(strip, bonded.seen, sampling.wires);
    if (told.ask === true) yield* prompt(`Bring strip ${strip} to the bond tester.`, ['done']);
    const sample = yield* pullSample(puller, strip, told);
    if (sample === undefined)
      return yield* stopLot(index, `the pull test of ${strip} was left in the middle`);
    samples.push(sample);
    if (sample.failed > (sampling.accept ?? 0)) {
      return yield* stopLot(
        index,
        `${sample.failed} of ${sample.pulled} wires of ${strip} fail the pull test`,
      );
    }
    if (index === 0 && told.firstArticle === true) {
      const found = `${sample.pulled} wires pulled, ${sample.failed} failed, mean ${sample.mean.toFixed(2)} cN`;
      const answer = yield* prompt(`First strip ${strip}: ${found}. Release the lot?`, [
        'release',
        'stop the lot',
      ]);
      if (answer !== 'release') return yield* stopLot(index, `${strip} was not released`);
    }
  }
  return { bonded: strips.length, samples };
}

/** Refuses a sample that is larger than what was bonded, before the tester is waited for. */
function* requireWires(strip: string, bonded: number, sampled: number): Generator<Action, void, unknown> {
  // A machine that does not report its bonds is taken at its word.
  if (bonded === 0 || bonded >= sampled) return;
  yield* step(`find too few wires on ${strip}`, () => {
    throw new FourwireError(
      'range',
      'sample-too-large',
      `Strip ${strip} has ${bonded} wires, and the plan pulls ${sampled}; give sampling.wires of at most that.`,
    );
  });
}

/** What became of a strip. */
interface Bonded {
  /** Wires whose bonds the machine reported. */
  readonly seen: number;
}

/**
 * Bonds a strip once. A strip that was begun before the run was interrupted is followed to its end instead.
 *
 * @returns undefined when the lot is to be stopped
 */
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
): Generator<Action, Bonded | undefined, unknown> {
  const dry = { units: 0, wires: 0, assists: 0, seen: 0 };
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
        const counted = await running;
        await recording.end();
        return { ...counted, seen: recording.wires() };
      } finally {
        await recording.end();
      }
    };
  try {
    return yield* step(
      `bond strip ${strip}`,
      seen((signal) => bonder.run({ lot: strip }, { signal })),
      {
        once: true,
        seconds,
        dry: () => dry,
      },
    );
  } catch (error) {
    if (!FourwireError.is(error) || error.code !== 'step-interrupted') throw error;
    try {
      return yield* step(
        `follow strip ${strip}`,
        seen((signal) => bonder.follow({ signal })),
        {
          once: true,
          dry: () => dry,
        },
      );
    } catch (missed) {
      if (told.ask !== true || !FourwireError.is(missed) || missed.code !== 'lot-not-running') throw missed;
    }
    const question = `Strip ${strip} was begun before the run was interrupted, and the bonder does not bond now. What became of it?`;
    return (yield* prompt(question, ['it is bonded', 'stop the lot'])) === 'it is bonded' ? dry : undefined;
  }
}
