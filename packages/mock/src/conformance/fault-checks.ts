import { FourwireError } from '@fourwire/core';
import type { CheckRun } from './check-run.ts';
import { ensure, show } from './failure.ts';
import { ensureDeclared } from './link-checks.ts';
import type { ConformanceBench, ConformanceFault } from './options.ts';
import type { PlannedCheck } from './planned.ts';
import { ensureValue } from './reading-checks.ts';
import { same } from './same.ts';
import { ensureActual, isWritable, prepareValues, valuesOf } from './value-instances.ts';
import type { ValueInstance } from './value-instances.ts';
import { watchReadings } from './watch-readings.ts';

/** That a fault ends in declared errors, in time, and in no wrong value. */
export function faultChecks<B extends ConformanceBench>(fault: ConformanceFault<B>): PlannedCheck<B>[] {
  const { name } = fault;
  return [
    {
      group: 'faults',
      name: `${name}: ends in a declared error or the right value, in time, and passes`,
      work: async (run) => {
        const values = valuesOf(run);
        await prepareValues(run, values);
        const before = new Map<string, unknown>();
        for (const { path, member } of values)
          before.set(path, await run.succeeds(`${path}: read()`, member.read()));
        await fault.apply(run.bench);
        // The first that a stream gives is the remembered reading.
        const remembered = new Map(values.map(({ path, member }) => [path, member.last]));
        const problems: FourwireError[] = [];
        const watched = values.map((instance) =>
          watchReadings(instance, (reading) => {
            if (reading.quality !== 'good' || reading === remembered.get(instance.path)) return;
            try {
              ensureRight(
                run,
                fault,
                instance,
                before.get(instance.path),
                reading.value,
                `value$, under ${name},`,
              );
            } catch (problem) {
              problems.push(FourwireError.from(problem));
            }
          }),
        );
        for (const instance of values) {
          const { path, member } = instance;
          try {
            const value = await run.within(`${path}: read() under ${name}`, member.read());
            ensureRight(run, fault, instance, before.get(path), value, `read(), under ${name},`);
          } catch (error) {
            ensureDeclared(run, path, error, `read() under ${name}`);
          }
        }
        await run.within(
          `safe() under ${name}`,
          run.device.safe('conformance', { timeout: run.deadlineMs / 2 }),
        );
        await fault.clear(run.bench);
        const [problem] = problems;
        if (problem !== undefined) throw problem;
        for (const { path, ended, unsubscribe } of watched) {
          ensure(ended === undefined, `${path}: under ${name}, value$ ${ended}; it must never end.`);
          unsubscribe();
        }
        // safe() has switched off what some members need.
        await prepareValues(run, values);
        await recovered(run, name, values);
      },
    },
  ];
}

function ensureRight<B extends ConformanceBench>(
  run: CheckRun<B>,
  { changesSettings = false }: ConformanceFault<B>,
  instance: ValueInstance<B>,
  before: unknown,
  value: unknown,
  what: string,
): void {
  ensureValue(run, instance, value, `${what} gave`);
  ensureActual(run, instance, value, `${what} gave`);
  if (!isWritable(instance) || changesSettings || instance.plan.actual !== undefined) return;
  ensure(
    same(instance.spec.schema, before, value),
    `${instance.path}: ${what} gave ${show(value)} for good, but it holds ${show(before)}.`,
  );
}

/** Fails unless every member can be read again. */
async function recovered<B extends ConformanceBench>(
  run: CheckRun<B>,
  name: string,
  values: readonly ValueInstance<B>[],
): Promise<void> {
  const { wire } = run.clock;
  const until = wire.monotonic() + run.deadlineMs;
  for (const instance of values) {
    const { path, member } = instance;
    for (;;) {
      try {
        const value = await run.within(`${path}: read() after ${name}`, member.read());
        ensureActual(run, instance, value, `read() after ${name} gave`);
        break;
      } catch (error) {
        ensureDeclared(run, path, error, `read() after ${name}`);
        ensure(
          wire.monotonic() < until,
          `${path}: ${name} was over, but reads still fail after ${run.deadlineMs} ms, with ${show(error)}.`,
        );
        await run.pause(200);
      }
    }
  }
}
