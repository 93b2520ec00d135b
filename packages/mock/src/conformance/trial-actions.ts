import { FourwireError } from '@fourwire/core';
import type { Duration } from '@fourwire/core';
import { valueAt } from '../generic/value-at.ts';
import type { CheckRun } from './check-run.ts';
import { commandsOf } from './command-checks.ts';
import type { CommandInstance } from './command-checks.ts';
import { ensure, show } from './failure.ts';
import type { ConformanceBench } from './options.ts';
import { ensureValue } from './reading-checks.ts';
import { counts, ensureActual, ensureHeld, isActual, isWritable, valuesOf } from './value-instances.ts';
import type { ValueInstance, WritableInstance } from './value-instances.ts';
import { valuesToWrite } from './writing-checks.ts';

/** Something done to a device while something is wrong: it throws what the device throws, or what is wrong with it. */
export interface TrialAction {
  readonly name: string;
  /** What must be done before it can be; whether that ends is not what is tried. */
  readonly prepare?: () => Promise<void> | void;
  readonly work: () => Promise<void>;
  /** How long it may take, where that is longer than anything else. */
  readonly deadline?: Duration;
  /** What must be done when it has ended; whether that ends is not what is tried. */
  readonly tidy?: () => Promise<void> | void;
  /** Whether it is a reading. */
  readonly reads?: true;
}

/** How long a command runs before it is stopped. */
const longest = { seconds: 5 };

/** What can be done to a device: every member read and written, every command run, all made safe. */
export function trialActions<B extends ConformanceBench>(run: CheckRun<B>): readonly TrialAction[] {
  const values = valuesOf(run);
  const writables = values.filter((one) => isWritable(one));
  return [
    ...values.map((instance) => ({
      name: `${instance.path}: read()`,
      reads: true as const,
      work: async () => reads(run, instance),
    })),
    ...writables.map((instance) => writing(run, instance)),
    ...commandsOf(run).map((instance) => ({
      name: `${instance.path}()`,
      prepare: async () => instance.plan.prepare?.(run.bench),
      work: async () => runs(run, instance),
      // One that cannot be stopped is let come to its end.
      ...(instance.spec.stop === 'cannot' && instance.plan.deadline !== undefined
        ? { deadline: instance.plan.deadline }
        : {}),
      tidy: async () => instance.plan.tidy?.(run.bench),
    })),
    { name: 'safe()', work: async () => makesSafe(run, values) },
  ];
}

async function reads<B extends ConformanceBench>(
  run: CheckRun<B>,
  instance: ValueInstance<B>,
): Promise<void> {
  const { member, path, plan } = instance;
  const before = plan.actual?.(run.bench, path);
  let value: unknown;
  try {
    value = await member.read();
  } catch (error) {
    const { actual } = plan;
    if (
      actual === undefined ? isWithoutValue(error) : isAnswer(error) && actual(run.bench, path) === undefined
    )
      return;
    throw error;
  }
  ensureValue(run, instance, value, 'read() gave');
  // It may have changed while the reply was on its way, for something may still be under way.
  const passed = passedThrough(before, value, plan.actual?.(run.bench, path));
  if (!passed && !isActual(run, instance, value, before)) ensureActual(run, instance, value, 'read() gave');
}

/** Whether an error is the right answer of a machine that has no such value now: of an overload, or of a lack of range. */
function isAnswer(error: unknown): boolean {
  return FourwireError.is(error) && (error.kind === 'device' || error.kind === 'state');
}

/** Whether a machine answered, and has no value to give as it is set and connected now. */
function isWithoutValue(error: unknown): boolean {
  return (
    FourwireError.is(error) &&
    error.kind === 'device' &&
    (error.code === 'no-reading' || error.code === 'overload')
  );
}

function passedThrough(before: unknown, value: unknown, after: unknown): boolean {
  if (typeof before !== 'number' || typeof value !== 'number' || typeof after !== 'number') return false;
  return value >= Math.min(before, after) && value <= Math.max(before, after);
}

/** Writes one value after the other: what was confirmed must be what the machine has. */
function writing<B extends ConformanceBench>(run: CheckRun<B>, instance: WritableInstance<B>): TrialAction {
  const { path, member, spec } = instance;
  let turn = 0;
  return {
    name: `${path}: write()`,
    work: async () => {
      const values = valuesToWrite(instance);
      const value = values[turn++ % values.length];
      await member.write(value);
      if (spec.confirm === 'readback') ensureHeld(run, instance, value);
    },
  };
}

/** Runs a command to its end, or stops it after a while. */
async function runs<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, spec, plan, start }: CommandInstance<B>,
): Promise<void> {
  const operation = start(plan.input ?? (spec.input === undefined ? undefined : valueAt(spec.input, 0.5)));
  const late = run.clock.setTimer(longest.seconds * 1000, () => {
    // What it says is in how the operation ends.
    if (spec.stop !== 'cannot')
      operation.stop('conformance').then(
        () => {},
        () => {},
      );
  });
  try {
    await operation;
  } catch (error) {
    if (FourwireError.is(error) && error.kind === 'aborted') return;
    throw error;
  } finally {
    late.cancel();
  }
  ensure(
    plan.arrived === undefined || (await plan.arrived(run.bench)),
    `${path}: it ended well, but the machine itself is not where it was to bring it.`,
  );
}

async function makesSafe<B extends ConformanceBench>(
  run: CheckRun<B>,
  values: readonly ValueInstance<B>[],
): Promise<void> {
  const report = await run.device.safe('conformance');
  if (!report.ok) return;
  for (const instance of values) {
    const { path, plan, spec } = instance;
    const safe = spec.kind === 'writable' ? [spec.safeValue] : (spec.safeValues ?? []);
    if (plan.actual === undefined || safe[0] === undefined) continue;
    const actual = plan.actual(run.bench, path);
    ensure(
      safe.some((one) => counts(instance, one, actual)),
      `safe() said ok, but ${path} of the machine itself is ${show(actual)}.`,
    );
  }
}
