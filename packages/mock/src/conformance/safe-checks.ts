import type { SafeReport } from '@fourwire/core';
import type { CheckRun } from './check-run.ts';
import { commandsOf, ensureStands, startLong } from './command-checks.ts';
import { ensure, show } from './failure.ts';
import type { ConformanceBench } from './options.ts';
import type { PlannedCheck } from './planned.ts';
import { counts, ensureActual, isWritable, prepareValues, valuesOf } from './value-instances.ts';
import type { ValueInstance } from './value-instances.ts';
import { valuesToWrite } from './writing-checks.ts';

/** A hazardous member, with its safe values. */
interface Hazard<B> extends ValueInstance<B> {
  readonly safe: readonly unknown[];
}

/** What must hold of the safe state. */
export function safeChecks<B extends ConformanceBench>(): PlannedCheck<B>[] {
  const plan = (name: string, work: PlannedCheck<B>['work']): PlannedCheck<B> => ({
    group: 'safe',
    name,
    work,
  });
  return [
    plan('safe() brings every hazard to a safe value, and reads it back', async (run) => {
      const hazards = hazardsOf(run);
      if (hazards.length === 0) run.skip('The device has no hazardous member.');
      const endangered = await endanger(run, hazards);
      const report = await run.succeeds('safe()', run.device.safe('conformance'));
      ensure(report.ok, `safe() reports ok: false: ${show(report.members)} ${show(report.commands)}.`);
      await ensureSafe(run, hazards, report);
      if (hazards.length > 0 && endangered.length === 0)
        run.skip(`safe() was called in a safe state only: give an endanger for ${hazards[0]?.path}.`);
    }),
    plan('safe() ends a command that runs, and says so', async (run) => {
      const command = commandsOf(run).find(({ spec }) => spec.stop !== 'cannot' && !spec.immediate);
      if (command === undefined) {
        run.skip('The device has no command that can be stopped.');
        return;
      }
      const { operation } = await startLong(run, command);
      const report = await run.succeeds('safe()', run.device.safe('conformance'));
      const ended = await run.refused(`${command.path}: a command that was ended by safe()`, operation);
      ensure(
        ended.kind === 'aborted',
        `${command.path}: safe() ended it with kind ${ended.kind}, not aborted.`,
      );
      ensure(
        report.commands.some(({ path }) => path.endsWith(`/${command.path}`)),
        `safe() does not report ${command.path}, which ran: ${show(report.commands)}.`,
      );
      ensure(report.ok, `safe() in the middle of ${command.path} reports ok: false: ${show(report)}.`);
      await ensureStands(run, command, 'safe() reports ok');
      await ensureSafe(run, hazardsOf(run), report);
    }),
    plan('safe() of a device that was unplugged says that nothing is confirmed', async (run) => {
      const { unplug, plug } = run.options;
      const hazards = hazardsOf(run);
      if (unplug === undefined || plug === undefined || hazards.length === 0) {
        run.skip(
          hazards.length === 0 ? 'The device has no hazardous member.' : 'No unplug and plug are given.',
        );
        return;
      }
      await endanger(run, hazards);
      await unplug(run.bench);
      const report = await run.succeeds('safe()', run.device.safe('conformance', { timeout: 1000 }), 5000);
      ensure(!report.ok, `safe() of a device that cannot be reached reports ok: ${show(report)}.`);
      await plug(run.bench);
    }),
  ];
}

function hazardsOf<B extends ConformanceBench>(run: CheckRun<B>): Hazard<B>[] {
  return valuesOf(run).flatMap((instance): Hazard<B>[] => {
    const { spec } = instance;
    const safe = spec.kind === 'writable' ? spec.safeValue : spec.safeValues;
    if (safe === undefined) return [];
    return [{ ...instance, safe: spec.kind === 'writable' ? [safe] : (safe as readonly unknown[]) }];
  });
}

function isSafe<B>(hazard: Hazard<B>, value: unknown): boolean {
  return hazard.safe.some((one) => counts(hazard, one, value));
}

/** Brings hazards out of their safe values; gives those for which that could be done. */
async function endanger<B extends ConformanceBench>(
  run: CheckRun<B>,
  hazards: readonly Hazard<B>[],
): Promise<Hazard<B>[]> {
  await prepareValues(run, hazards);
  const endangered: Hazard<B>[] = [];
  for (const hazard of hazards) {
    const { plan, path, member } = hazard;
    if (plan.endanger !== undefined) await plan.endanger(run.bench);
    else if (isWritable(hazard)) {
      const value = valuesToWrite(hazard).find((one) => !isSafe(hazard, one));
      await run.succeeds(`${path}: write(${show(value)})`, hazard.member.write(value));
    } else continue;
    const value = await run.succeeds(`${path}: read()`, member.read());
    ensure(!isSafe(hazard, value), `${path}: it was to be endangered, but holds ${show(value)}.`);
    endangered.push(hazard);
  }
  return endangered;
}

async function ensureSafe<B extends ConformanceBench>(
  run: CheckRun<B>,
  hazards: readonly Hazard<B>[],
  report: SafeReport,
): Promise<void> {
  for (const hazard of hazards) {
    const { path, member } = hazard;
    const told = report.members.find((one) => one.path.endsWith(`/${path}`));
    ensure(told !== undefined, `safe() does not report ${path}, which is hazardous.`);
    ensure(
      told.outcome === 'confirmed' && isSafe(hazard, told.value),
      `safe() reports ${path} as ${told.outcome} with ${show(told.value)}; safe is ${show(hazard.safe)}.`,
    );
    const value = await run.succeeds(`${path}: read() after safe()`, member.read());
    ensure(
      isSafe(hazard, value),
      `safe() reports ${path} as confirmed, but it reads ${show(value)}; safe is ${show(hazard.safe)}.`,
    );
    ensureActual(run, hazard, value, 'after safe() it reads');
  }
}
