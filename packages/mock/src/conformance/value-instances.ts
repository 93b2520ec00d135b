import type { Readable, ReadableSpec, Writable, WritableSpec } from '@fourwire/core';
import type { CheckRun } from './check-run.ts';
import { same } from './same.ts';
import { ensure, show } from './failure.ts';
import type { ConformanceBench, ValuePlan } from './options.ts';

/** A member with a value, on a device. */
export interface ValueInstance<B> {
  /** Below the device. */
  readonly path: string;
  readonly spec: ReadableSpec<unknown> | WritableSpec<unknown>;
  readonly member: Readable<unknown>;
  readonly plan: ValuePlan<B>;
}

/** A member that can be written, on a device. */
export interface WritableInstance<B> extends ValueInstance<B> {
  readonly spec: WritableSpec<unknown>;
  readonly member: Writable<unknown>;
}

/** The members with a value that are not left out; all, or those of one path of the class. */
export function valuesOf<B extends ConformanceBench>(
  run: CheckRun<B>,
  classPath?: string,
): ValueInstance<B>[] {
  return run.instances(classPath).flatMap(({ path, spec, member, classPath: planned }) => {
    const plan = run.options.values?.[planned] ?? {};
    return (spec.kind === 'readable' || spec.kind === 'writable') && plan.skip === undefined
      ? [{ path, spec, member: member as Readable<unknown>, plan }]
      : [];
  });
}

/** Whether a member can be written. */
export function isWritable<B>(instance: ValueInstance<B>): instance is WritableInstance<B> {
  return instance.spec.kind === 'writable';
}

/** The members among them that can be written. */
export function writablesOf<B extends ConformanceBench>(
  run: CheckRun<B>,
  classPath?: string,
): WritableInstance<B>[] {
  return valuesOf(run, classPath).filter((one) => isWritable(one));
}

/** Whether a value read back counts as the one written. */
export function counts<B>({ spec, plan }: ValueInstance<B>, written: unknown, readBack: unknown): boolean {
  return plan.same?.(written, readBack) ?? same(spec.schema, written, readBack);
}

/** Whether a value is what the machine itself holds. */
export function isActual<B extends ConformanceBench>(
  { bench }: CheckRun<B>,
  { spec, plan: { tolerance } }: ValueInstance<B>,
  value: unknown,
  actual: unknown,
): boolean {
  return same(spec.schema, value, actual, typeof tolerance === 'function' ? tolerance(bench) : tolerance);
}

/** Compares a value with what the machine itself holds, where that is known. */
export function ensureActual<B extends ConformanceBench>(
  run: CheckRun<B>,
  instance: ValueInstance<B>,
  value: unknown,
  what: string,
): void {
  const { path, plan } = instance;
  if (plan.actual === undefined) return;
  const actual = plan.actual(run.bench, path);
  ensure(
    isActual(run, instance, value, actual),
    `${path}: ${what} ${show(value)}, but the machine itself holds ${show(actual)}.`,
  );
}

/** Fails unless a value whose write is done is what the machine itself holds, where that is known. */
export function ensureHeld<B extends ConformanceBench>(
  run: CheckRun<B>,
  instance: ValueInstance<B>,
  written: unknown,
): void {
  const { path, plan } = instance;
  if (plan.actual === undefined) return;
  const actual = plan.actual(run.bench, path);
  ensure(
    plan.same?.(written, actual) ?? isActual(run, instance, written, actual),
    `${path}: write(${show(written)}) was confirmed, but the machine itself holds ${show(actual)}.`,
  );
}

/** Brings the device into a state in which the members can be used. */
export async function prepareValues<B extends ConformanceBench>(
  run: CheckRun<B>,
  instances: readonly ValueInstance<B>[],
): Promise<void> {
  const steps = new Set(instances.map(({ plan }) => plan.prepare));
  for (const prepare of steps) await prepare?.(run.bench);
}
