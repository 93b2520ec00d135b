import { FourwireError } from '@fourwire/core';
import type { Limits, WritableSpec } from '@fourwire/core';
import { isNumeric } from '../generic/schema-shape.ts';
import { valueAt } from '../generic/value-at.ts';
import type { CheckRun } from './check-run.ts';
import { rightValues, valuesBeyond, wrongValues } from './chosen-values.ts';
import { ensure, show } from './failure.ts';
import type { ClassMember } from './instances.ts';
import type { ConformanceBench } from './options.ts';
import type { PlannedCheck } from './planned.ts';
import { same } from './same.ts';
import { counts, ensureHeld, prepareValues, writablesOf } from './value-instances.ts';
import type { WritableInstance } from './value-instances.ts';

/** What must hold of every member that can be written. */
export function writingChecks<B extends ConformanceBench>({
  path,
  spec,
}: ClassMember<WritableSpec<unknown>>): PlannedCheck<B>[] {
  const plan = (
    name: string,
    work: (run: CheckRun<B>, instance: WritableInstance<B>) => Promise<void>,
  ): PlannedCheck<B> => ({
    group: 'writing',
    name: `${path}: ${name}`,
    work: async (run) => {
      const instances = writablesOf(run, path);
      if (instances.length === 0) run.skip(run.options.values?.[path]?.skip ?? `This device has no ${path}.`);
      await prepareValues(run, instances);
      for (const instance of instances) await work(run, instance);
    },
  });
  const numeric = isNumeric(spec.schema);
  return [
    plan('takes values inside its limits and gives them back', async (run, instance) => {
      for (const value of valuesToWrite(instance)) await writeAndRead(run, instance, value);
    }),
    ...(numeric
      ? [
          plan('has its limits, and takes both ends of them', async (run, instance) => {
            const { member, plan: planned, path: at } = instance;
            if (planned.limits !== undefined) {
              ensure(
                sameLimits(member.limits, planned.limits),
                `${at}: limits are ${show(member.limits)}; they must be ${show(planned.limits)}.`,
              );
            }
            const ends = [member.limits.min, member.limits.max].filter((end) => end !== undefined);
            if (ends.length === 0) run.skip(`${at} has no limits.`);
            for (const end of ends) {
              if (planned.widerLimits !== undefined && (await isRefusedByMachine(run, instance, end)))
                continue;
              await writeAndRead(run, instance, end);
            }
          }),
          plan('refuses what is beyond its limits before a byte is sent', async (run, instance) => {
            const beyond = valuesBeyond(spec.schema, instance.member.limits);
            if (beyond.length === 0) run.skip(`${instance.path} has no limits.`);
            for (const { what, value } of beyond) await ensureRefused(run, instance, value, what);
          }),
        ]
      : []),
    plan('refuses what is no value of it before a byte is sent', async (run, instance) => {
      for (const { what, value } of wrongValues(spec.schema)) await ensureRefused(run, instance, value, what);
    }),
  ];
}

/** That writing one member leaves the others alone. */
export function independenceChecks<B extends ConformanceBench>(): PlannedCheck<B>[] {
  return [
    {
      group: 'writing',
      name: 'keeps what was written to one member when others are written',
      work: async (run) => {
        const instances = writablesOf(run).filter(({ plan }) => plan.coupled === undefined);
        if (instances.length < 2) run.skip('There are no two members that can be written independently.');
        await prepareValues(run, instances);
        const written = instances.map((instance, index) => {
          const { plan, spec, member } = instance;
          const value =
            plan.values === undefined
              ? valueAt(spec.schema, index % 2 === 0 ? 0.9 - 0.01 * index : 0.1 + 0.01 * index, member.limits)
              : plan.values[index % plan.values.length];
          return { instance, value };
        });
        for (const { instance, value } of written) await write(run, instance, value);
        await run.succeeds(
          'Reading all members at once',
          Promise.all(
            written.map(async ({ instance, value }) => {
              const { path, member } = instance;
              const found = await member.read();
              ensure(
                counts(instance, value, found),
                `${path}: ${show(value)} was written, but after other members were written it gives ${show(found)}.`,
              );
            }),
          ),
        );
      },
    },
  ];
}

/** The values to try: those of the options, or those that the class and the limits suggest. */
export function valuesToWrite<B>({ plan, spec, member }: WritableInstance<B>): readonly unknown[] {
  return plan.values ?? rightValues(spec.schema, member.limits);
}

async function write<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, member }: WritableInstance<B>,
  value: unknown,
): Promise<void> {
  const verdict = member.check(value);
  ensure(verdict.ok, `${path}: check(${show(value)}) refuses a value inside the limits: ${show(verdict)}.`);
  const sent = await run.sentDuring(async () =>
    run.succeeds(`${path}: write(${show(value)})`, member.write(value)),
  );
  ensure(sent > 0, `${path}: write(${show(value)}) succeeded and sent nothing.`);
}

/** Writes a value, and finds it at the device as soon as the write is done. */
async function writeAndRead<B extends ConformanceBench>(
  run: CheckRun<B>,
  instance: WritableInstance<B>,
  value: unknown,
): Promise<void> {
  const { path, member } = instance;
  const verdict = member.check(value);
  ensure(verdict.ok, `${path}: check(${show(value)}) refuses a value inside the limits: ${show(verdict)}.`);
  await run.succeeds(`${path}: write(${show(value)})`, member.write(value));
  ensureHeld(run, instance, value);
  const sent = await run.sentDuring(async () => {
    const found = await run.succeeds(`${path}: read() after a write`, member.read());
    ensure(
      counts(instance, value, found),
      `${path}: ${show(value)} was written, but read() gives ${show(found)}.`,
    );
  });
  ensure(sent > 0, `${path}: read() after a write sent nothing; it must ask the device.`);
}

/** Whether the machine itself refuses a value, which the limits of the driver allow. */
async function isRefusedByMachine<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, member }: WritableInstance<B>,
  value: unknown,
): Promise<boolean> {
  const refused = await run.within(
    `${path}: write(${show(value)})`,
    member.write(value).then(
      () => undefined,
      (error: unknown) => FourwireError.from(error),
    ),
  );
  ensure(
    refused === undefined || refused.kind === 'device',
    `${path}: write(${show(value)}) was refused in kind ${refused?.kind ?? ''}, not device: ${refused?.message ?? ''}`,
  );
  return refused !== undefined;
}

async function ensureRefused<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, spec, member }: WritableInstance<B>,
  value: unknown,
  what: string,
): Promise<void> {
  const before = await run.succeeds(`${path}: read()`, member.read());
  const verdict = member.check(value);
  ensure(!verdict.ok, `${path}: check() allows ${what}.`);
  ensure(verdict.reason !== '', `${path}: check() refuses ${what} without a reason.`);
  let kind: string | undefined;
  const sent = await run.sentDuring(async () => {
    kind = (await run.refused(`${path}: write() of ${what}`, member.write(value))).kind;
  });
  ensure(kind === 'range', `${path}: write() of ${what} failed with kind ${kind}, not range.`);
  ensure(sent === 0, `${path}: write() of ${what} was refused only after ${sent} messages were sent.`);
  const after = await run.succeeds(`${path}: read()`, member.read());
  ensure(
    same(spec.schema, before, after),
    `${path}: it held ${show(before)}, and after the refused write of ${what} it holds ${show(after)}.`,
  );
}

function sameLimits(a: Limits, b: Limits): boolean {
  const near = (one: number | undefined, other: number | undefined): boolean =>
    one === other ||
    (one !== undefined && other !== undefined && Math.abs(one - other) <= 1e-6 * Math.abs(other));
  return near(a.min, b.min) && near(a.max, b.max);
}
