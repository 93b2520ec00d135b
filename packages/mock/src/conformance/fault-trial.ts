import { FourwireError, VirtualClock, seededRandom, toMilliseconds } from '@fourwire/core';
import type { CountedClock, DeviceClass, ErrorKind, MemberSpecs } from '@fourwire/core';
import type { FaultName } from '../faults/catalogue.ts';
import type { Faults } from '../faults/faults.ts';
import { CheckRun } from './check-run.ts';
import { show } from './failure.ts';
import type { ConformanceBench, ConformanceOptions, MakeBench } from './options.ts';
import { trialActions } from './trial-actions.ts';
import type { TrialAction } from './trial-actions.ts';
import { prepareValues, valuesOf } from './value-instances.ts';

/** A bench whose simulator and wire can be made to fail. */
export interface FaultyBench extends ConformanceBench {
  readonly faults: Faults;
  /**
   * The clock that the machine was given, where it is a share of the trial's: what the machine goes on with by itself,
   * such as a move, is not taken for a timer of the driver's.
   */
  readonly machineClock?: CountedClock;
}

/** What one trial of a driver is told besides what the conformance suite is. */
export interface FaultTrialOptions<B extends FaultyBench> extends ConformanceOptions<B> {
  /** Chooses the faults and what is done meanwhile: the same seed, the same trial. */
  readonly seed: number;
  /**
   * Whether a checksum guards the wire. Without one nothing tells a digit that became another digit from a right one:
   * then, and only then, a value that is wrong counts as nobody's mistake, if it was read while `garble` was on and is
   * one that the member may have. What is read later must be right.
   */
  readonly checksum?: boolean;
}

/** What one trial tried, and what it found. */
export interface FaultTrial {
  readonly seed: number;
  readonly faults: readonly FaultName[];
  /** All that the bench has. */
  readonly available: readonly FaultName[];
  /** What the driver did wrong; undefined where it did as it should. */
  readonly problem?: string;
}

/** What a driver may end with when a machine or a wire is faulty. Bad arguments and bugs have other kinds. */
const declared: ReadonlySet<ErrorKind> = new Set(['busy', 'device', 'link', 'protocol', 'state', 'timeout']);

/** No action takes longer than this, whatever happens: a move has 2 minutes, then the link is opened and set up anew. */
const usualDeadline = { minutes: 3 };

/** How long after the last fault has gone everything must work again: the longest pause between two connections. */
const recoveryMs = 60_000;

/** Faults after which an operator must come before anything works again. */
const lasting: ReadonlySet<FaultName> = new Set(['emergency-stop']);

/**
 * One seeded trial of a driver in virtual time: a device is opened, a fault or two of its bench come, members are read
 * and written and commands run meanwhile, the faults go. Whatever is done must end inside its deadline, rightly or in a
 * declared error kind, and once the faults are gone the device must work again. What is done comes from the class and
 * from the options of the conformance suite; values are compared with what the machine itself holds where `actual` says
 * it.
 *
 * Trials with the seeds 1 to n try every fault that the bench has as soon as n reaches their number.
 */
export async function faultTrial<B extends FaultyBench>(
  deviceClass: DeviceClass<MemberSpecs>,
  make: MakeBench<B>,
  options: FaultTrialOptions<B>,
): Promise<FaultTrial> {
  const clock = new VirtualClock();
  const random = seededRandom(options.seed);
  const pick = <T>(list: readonly T[]): T => list[random.integer(0, list.length - 1)] as T;
  const found: { faults?: FaultName[]; available?: readonly FaultName[] } = {};
  const problems: string[] = [];
  const trial = async (): Promise<void> => {
    const bench = await make({ clock, random: random.fork('bench') });
    const { names } = bench.faults;
    const first = names[(options.seed - 1) % names.length];
    const faults = [...new Set([first, random.next() < 0.3 ? pick(names) : first])].filter(
      (name) => name !== undefined,
    );
    Object.assign(found, { faults, available: names });
    const run = new CheckRun(
      { deviceClass, make, options: { deadline: usualDeadline, ...options } },
      bench,
      clock,
    );
    await prepareValues(run, valuesOf(run));
    const actions = trialActions(run);
    const undetectable = (): boolean => options.checksum !== true && bench.faults.active.has('garble');
    const attempt = async (action: TrialAction): Promise<boolean> => {
      const forgiven = undetectable();
      const { problem, done } = await attemptOne(run, action);
      if (problem !== undefined && !(forgiven && problem.value)) problems.push(problem.text);
      return done;
    };
    await attempt(pick(actions));
    for (const fault of faults) bench.faults.set(fault);
    for (let count = 0; count < 3; count++) {
      await attempt(pick(actions));
      await clock.sleep(random.integer(0, 1500));
    }
    bench.faults.clear();
    const until = clock.monotonic() + recoveryMs;
    // A command may have its reasons to refuse; a reading has none. A device without readings has only commands.
    const readings = actions.filter(({ reads }) => reads);
    const last = pick(readings.length > 0 ? readings : actions);
    let recovered = false;
    while (!recovered && clock.monotonic() < until) {
      await clock.sleep(500);
      recovered = await attempt(last);
    }
    if (!recovered && !faults.some((fault) => lasting.has(fault)))
      problems.push(`${last.name}: did not recover`);
    await run.dispose();
    const left = clock.pendingTimers - (bench.machineClock?.pendingTimers ?? 0);
    if (left > 0) problems.push(`${left} timers left right after close()`);
  };
  try {
    await clock.run(trial);
  } catch (error) {
    problems.push(`broke off with ${show(error)}`);
  }
  const { faults = [], available = [] } = found;
  const [problem] = problems;
  return { seed: options.seed, faults, available, ...(problem === undefined ? {} : { problem }) };
}

/** How one action ended. */
interface Attempt {
  /** It succeeded; of a reading, the machine itself may have said that it has no value, as of an overload. */
  readonly done: boolean;
  /** `value`: what was wrong is a value, though one that the member may have. */
  readonly problem?: { readonly text: string; readonly value: boolean };
}

async function attemptOne<B extends FaultyBench>(run: CheckRun<B>, action: TrialAction): Promise<Attempt> {
  const aside = async (step: TrialAction['tidy']): Promise<boolean> => {
    if (step === undefined) return true;
    return run.within(action.name, (async () => step())()).then(
      () => true,
      () => false,
    );
  };
  const attempt = (await aside(action.prepare)) ? await attemptWork(run, action) : { done: false };
  await aside(action.tidy);
  return attempt;
}

async function attemptWork<B extends FaultyBench>(
  run: CheckRun<B>,
  { name, work, deadline }: TrialAction,
): Promise<Attempt> {
  const state = { ended: false };
  try {
    await run.within(
      name,
      work().finally(() => {
        state.ended = true;
      }),
      deadline === undefined ? run.deadlineMs : toMilliseconds(deadline),
    );
    return { done: true };
  } catch (error) {
    const text = `${name}: ${show(error)}`;
    if (!FourwireError.is(error)) return { done: false, problem: { text, value: false } };
    if (error.code === 'conformance-failed')
      return { done: false, problem: { text, value: state.ended && error.details['impossible'] !== true } };
    return { done: false, ...(declared.has(error.kind) ? {} : { problem: { text, value: false } }) };
  }
}
