import { checkValue, toMilliseconds } from '@fourwire/core';
import type { Activity, Command, CommandSpec, Operation, Options } from '@fourwire/core';
import { valueAt } from '../generic/value-at.ts';
import type { CheckRun } from './check-run.ts';
import { wrongValues } from './chosen-values.ts';
import { ensure, show } from './failure.ts';
import type { ClassMember } from './instances.ts';
import type { CommandPlan, ConformanceBench } from './options.ts';
import type { PlannedCheck } from './planned.ts';
import { valuesOf } from './value-instances.ts';
import { watchReadings } from './watch-readings.ts';

type AnyOperation = Operation<unknown, unknown>;

/** A command of a device, and how to run it. */
export interface CommandInstance<B> {
  readonly path: string;
  readonly spec: CommandSpec<unknown, unknown, unknown>;
  readonly plan: CommandPlan<B>;
  readonly start: (input: unknown, options?: Options) => AnyOperation;
}

/** How long nothing may come of a command that has ended, in ms. */
const quietMs = 2000;

/** The commands that are not left out; all, or those of one path of the class. */
export function commandsOf<B extends ConformanceBench>(
  run: CheckRun<B>,
  classPath?: string,
): CommandInstance<B>[] {
  return run.instances(classPath).flatMap(({ path, spec, member, classPath: planned }) => {
    const plan = run.options.commands?.[planned] ?? {};
    if (spec.kind !== 'command' || plan.skip !== undefined) return [];
    const withInput = member as Command<unknown, unknown, unknown>;
    const plain = member as Command<undefined, unknown, unknown>;
    return [
      {
        path,
        spec,
        plan,
        start: (input, options) => (spec.input === undefined ? plain(options) : withInput(input, options)),
      },
    ];
  });
}

/** Starts a command that takes long, and waits until it is under way. */
export async function startLong<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, spec, plan, start }: CommandInstance<B>,
  options?: Options,
): Promise<{ readonly operation: AnyOperation; readonly watched: Watched }> {
  await (plan.prepareLong ?? plan.prepare)?.(run.bench);
  const input =
    plan.longInput ?? plan.input ?? (spec.input === undefined ? undefined : valueAt(spec.input, 0.5));
  const operation = start(input, options);
  const watched = watchOperation(operation);
  await run.clock.sleep(plan.stopAfter ?? 500);
  // Whoever is cancelled by its own options may have ended by now; the caller looks at that.
  ensure(
    options !== undefined || watched.ended === undefined,
    `${path}: it ended (${watched.ended}) before it could be interrupted; give it a longInput that takes longer, or a shorter stopAfter.`,
  );
  return { operation, watched };
}

/** What must hold of every command. */
export function commandChecks<B extends ConformanceBench>({
  path,
  spec,
}: ClassMember<CommandSpec<unknown, unknown, unknown>>): PlannedCheck<B>[] {
  const plan = (
    name: string,
    work: (run: CheckRun<B>, instance: CommandInstance<B>) => Promise<void>,
  ): PlannedCheck<B> => ({
    group: 'commands',
    name: `${path}: ${name}`,
    work: async (run) => {
      const instances = commandsOf(run, path);
      if (instances.length === 0)
        run.skip(run.options.commands?.[path]?.skip ?? `This device has no ${path}.`);
      for (const instance of instances) await work(run, instance);
    },
  });
  const stoppable = spec.stop !== 'cannot';
  return [
    plan('runs to its end, with output and progress as its class says', runsToItsEnd),
    plan('runs to its end while every value is watched', runsWatched),
    ...(stoppable
      ? [
          plan('stops in the middle, and the machine stands', stopsInTheMiddle),
          plan('is stopped when its call is aborted or its time is up', endsWithItsCall),
        ]
      : [plan('is waited for when it is stopped', isWaitedFor)]),
    ...(spec.input === undefined
      ? []
      : [plan('refuses an input that is none before a byte is sent', refusesWrongInput)]),
  ];
}

async function runsToItsEnd<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, spec, plan, start }: CommandInstance<B>,
): Promise<void> {
  await plan.prepare?.(run.bench);
  const phases: string[] = [];
  const journal = run.device.activity$.subscribe({
    next: (activity: Activity) => {
      if (activity.type === 'command' && activity.path.endsWith(`/${path}`)) phases.push(activity.phase);
    },
    error: () => {},
  });
  const operation = start(plan.input ?? (spec.input === undefined ? undefined : valueAt(spec.input, 0.5)));
  const watched = watchOperation(operation);
  const output = await finished(run, path, operation, plan);
  if (spec.output === undefined) {
    ensure(output === undefined, `${path}: it gave ${show(output)}; its class says that it gives nothing.`);
  } else {
    const problem = checkValue(spec.output, output, 'output');
    ensure(problem === undefined, `${path}: ${problem}.`);
  }
  ensure(
    plan.arrived === undefined || (await plan.arrived(run.bench)),
    `${path}: it ended well, but the machine itself is not where it was to bring it.`,
  );
  await ensureQuiet(run, path, watched);
  for (const progress of watched.progress) {
    const problem = spec.progress === undefined ? undefined : checkValue(spec.progress, progress, 'progress');
    ensure(problem === undefined, `${path}: ${problem}.`);
  }
  ensure(
    spec.progress === undefined || watched.progress.length > 0,
    `${path}: it ended without having reported any progress.`,
  );
  journal.unsubscribe();
  ensure(
    phases.join() === 'started,finished',
    `${path}: activity$ tells ${phases.join(', ') || 'nothing'} of it; it must tell started, finished.`,
  );
}

async function runsWatched<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, spec, plan, start }: CommandInstance<B>,
): Promise<void> {
  await plan.prepare?.(run.bench);
  const watched = valuesOf(run).map((instance) => watchReadings(instance));
  const operation = start(plan.input ?? (spec.input === undefined ? undefined : valueAt(spec.input, 0.5)));
  const output = await finished(run, path, operation, plan);
  const problem = spec.output === undefined ? undefined : checkValue(spec.output, output, 'output');
  ensure(problem === undefined, `${path}: while every value is watched, ${problem}.`);
  for (const one of watched) {
    ensure(one.ended === undefined, `${one.path}: value$ ${one.ended} while ${path} ran.`);
    one.unsubscribe();
  }
}

async function stopsInTheMiddle<B extends ConformanceBench>(
  run: CheckRun<B>,
  instance: CommandInstance<B>,
): Promise<void> {
  const { path, spec, plan } = instance;
  const { operation, watched } = await startLong(run, instance);
  let report: unknown;
  const sent = await run.sentDuring(async () => {
    report = await run.succeeds(`${path}: stop()`, operation.stop('conformance'));
  });
  const { mode, outcome } = report as { mode: unknown; outcome: unknown };
  ensure(mode === spec.stop, `${path}: stop() reports the mode ${show(mode)}, not ${spec.stop}.`);
  ensure(outcome === 'stopped', `${path}: stop() reports ${show(report)}; the outcome must be stopped.`);
  ensure(sent > 0, `${path}: stop() reports that the machine stands, but sent nothing to it.`);
  await ensureStands(run, instance, 'stop() reports that the machine stands');
  const error = await run.refused(`${path}: a command that was stopped`, operation);
  ensure(error.kind === 'aborted', `${path}: once stopped it rejects with kind ${error.kind}, not aborted.`);
  const again = await run.succeeds(`${path}: a second stop()`, operation.stop());
  ensure(
    show(again) === show(report),
    `${path}: a second stop() reports ${show(again)}, the first ${show(report)}.`,
  );
  await ensureQuiet(run, path, watched);
  await ensureStands(run, instance, 'stop() reported that the machine stands');
  await plan.prepare?.(run.bench);
}

async function endsWithItsCall<B extends ConformanceBench>(
  run: CheckRun<B>,
  instance: CommandInstance<B>,
): Promise<void> {
  const { path, plan } = instance;
  const controller = new AbortController();
  const aborting = await startLong(run, instance, { signal: controller.signal });
  controller.abort();
  const aborted = await run.refused(`${path}: a command whose signal was aborted`, aborting.operation);
  ensure(aborted.kind === 'aborted', `${path}: aborted, it ends with kind ${aborted.kind}, not aborted.`);
  await ensureStands(run, instance, 'it was aborted');
  const timing = await startLong(run, instance, { timeout: plan.stopAfter ?? 500 });
  const late = await run.refused(`${path}: a command whose time was up`, timing.operation);
  ensure(late.kind === 'timeout', `${path}: out of time, it ends with kind ${late.kind}, not timeout.`);
  await ensureStands(run, instance, 'its time was up');
}

async function isWaitedFor<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, spec, plan, start }: CommandInstance<B>,
): Promise<void> {
  await plan.prepare?.(run.bench);
  const operation = start(plan.input ?? (spec.input === undefined ? undefined : valueAt(spec.input, 0.5)));
  // One microtask later it has begun: before that, stopping it would only take it out of the queue.
  await run.pause(0);
  const report = await run.within(
    `${path}: stop()`,
    operation.stop(),
    toMilliseconds(plan.deadline ?? { minutes: 10 }),
    run.clock,
  );
  ensure(
    report.mode === 'cannot' && report.outcome !== 'not-confirmed',
    `${path}: stop() of a command that cannot be stopped reports ${show(report)}.`,
  );
  await finished(run, path, operation, plan);
}

async function refusesWrongInput<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, spec, plan, start }: CommandInstance<B>,
): Promise<void> {
  await plan.prepare?.(run.bench);
  const wrong = spec.input === undefined ? [] : wrongValues(spec.input);
  for (const { what, value } of wrong) {
    let kind: string | undefined;
    const sent = await run.sentDuring(async () => {
      kind = (await run.refused(`${path}: the input ${what}`, start(value))).kind;
    });
    ensure(kind === 'range', `${path}: the input ${what} is refused with kind ${kind}, not range.`);
    ensure(sent === 0, `${path}: the input ${what} is refused only after ${sent} messages were sent.`);
  }
}

/** The output of a command that must end well inside its deadline. */
async function finished<B>(
  run: CheckRun<B & ConformanceBench>,
  path: string,
  operation: AnyOperation,
  plan: CommandPlan<B>,
): Promise<unknown> {
  const ms = toMilliseconds(plan.deadline ?? { minutes: 10 });
  let output: unknown;
  const done = run.within(`${path}: it`, operation, ms, run.clock);
  output = await run.succeeds(`${path}: it`, done, Infinity);
  return output;
}

/** What was seen of an operation. */
export interface Watched {
  readonly progress: unknown[];
  completed: boolean;
  error: unknown;
  ended: 'finished' | 'failed' | undefined;
}

/** Follows an operation from its start. */
function watchOperation(operation: AnyOperation): Watched {
  const watched: Watched = { progress: [], completed: false, error: undefined, ended: undefined };
  operation.then(
    () => {
      watched.ended = 'finished';
    },
    () => {
      watched.ended = 'failed';
    },
  );
  operation.progress$.subscribe({
    next: (progress) => watched.progress.push(progress),
    error: (error: unknown) => {
      watched.error = error;
    },
    complete: () => {
      watched.completed = true;
    },
  });
  return watched;
}

/** Fails when a command that has ended goes on to report. */
async function ensureQuiet<B extends ConformanceBench>(
  run: CheckRun<B>,
  path: string,
  watched: Watched,
): Promise<void> {
  await run.pause(0);
  const before = watched.progress.length;
  await run.clock.sleep(quietMs);
  ensure(
    watched.progress.length === before,
    `${path}: progress$ gave ${show(watched.progress.at(-1))} after the command had ended.`,
  );
  ensure(watched.error === undefined, `${path}: progress$ ended with ${show(watched.error)}.`);
  ensure(watched.completed, `${path}: progress$ does not complete when the command has ended.`);
}

/** Fails when the machine itself is known to go on. */
export async function ensureStands<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, plan }: CommandInstance<B>,
  what: string,
): Promise<void> {
  if (plan.stands === undefined) return;
  ensure(await plan.stands(run.bench), `${path}: ${what}, but the machine itself goes on.`);
}
