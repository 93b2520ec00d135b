import { toMilliseconds } from '@fourwire/core';
import type { CommandSpec, Occurrence, Reading } from '@fourwire/core';
import type { Observable } from 'rxjs';
import type { CheckRun } from './check-run.ts';
import { commandsOf, startLong } from './command-checks.ts';
import { ensure, show } from './failure.ts';
import type { ClassMember } from './instances.ts';
import type { ConformanceBench } from './options.ts';
import type { PlannedCheck } from './planned.ts';
import { ensureValue } from './reading-checks.ts';
import { ensureActual, prepareValues, valuesOf } from './value-instances.ts';
import { watchReadings } from './watch-readings.ts';

/** How long a read may take in these checks, in ms, and how much more it may take to end. */
const shortMs = 500;
const slackMs = 500;

/** A cable that is pulled and put back, each with what the device has to say of it. */
interface Cable {
  readonly unplug: () => Promise<void>;
  readonly plug: () => Promise<void>;
}

type CableWork<B extends ConformanceBench> = (run: CheckRun<B>, cable: Cable) => Promise<void>;

/** Gives work the cable, where there is one to pull. */
function withCable<B extends ConformanceBench>(work: CableWork<B>): PlannedCheck<B>['work'] {
  return async (run) => {
    const { unplug, plug } = run.options;
    if (unplug === undefined || plug === undefined) {
      run.skip('No unplug and plug are given.');
      return;
    }
    await work(run, {
      unplug: async () => {
        await unplug(run.bench);
        // A peer that may hang up between two messages is missed only by the next one.
        valuesOf(run)[0]
          ?.member.read({ timeout: shortMs })
          .then(
            () => {},
            () => {},
          );
        await run.reaches('lost');
      },
      plug: async () => {
        await plug(run.bench);
        await run.reaches('ready');
      },
    });
  };
}

/** What must hold when the cable is pulled and put back. */
export function linkChecks<B extends ConformanceBench>(): PlannedCheck<B>[] {
  const plan = (name: string, work: CableWork<B>): PlannedCheck<B> => ({
    group: 'link',
    name,
    work: withCable(work),
  });
  return [
    plan('readings go stale when the cable is pulled, and come back with it', async (run, cable) => {
      const values = valuesOf(run);
      await prepareValues(run, values);
      let unplugged = false;
      const wrong: string[] = [];
      const watched = values.map((instance) =>
        watchReadings(instance, (reading) => {
          if (unplugged && reading.quality === 'good') wrong.push(`${instance.path} (${show(reading)})`);
        }),
      );
      const notGood = (): string =>
        watched
          .filter(({ last, ended }) => last?.quality !== 'good' && ended === undefined)
          .map(({ path, last }) => `${path} (${show(last)})`)
          .join(', ');
      const allGood = (): boolean =>
        watched.every(({ last, ended }) => ended !== undefined || last?.quality === 'good');
      await run.eventually(() => `value$ gave no good reading of ${notGood()}`, allGood);
      const held = new Map(
        values.map(({ path, member }): [string, Reading<unknown> | undefined] => [path, member.last]),
      );
      await cable.unplug();
      unplugged = true;
      await run.pause(200);
      for (const { path, last, ended } of watched) {
        ensure(ended === undefined, `${path}: value$ ${ended} when the cable was pulled; it must never end.`);
        ensure(
          last?.quality === 'stale',
          `${path}: value$ says ${show(last)} while the cable is pulled; the quality must be stale.`,
        );
        ensure(
          show(last.value) === show(held.get(path)?.value) && last.at === held.get(path)?.at,
          `${path}: the stale reading is ${show(last)}, not the last good one, ${show(held.get(path))}.`,
        );
      }
      await run.clock.sleep(3000);
      ensure(wrong.length === 0, `Good readings while the cable was pulled: ${wrong.join(', ')}.`);
      unplugged = false;
      await cable.plug();
      await run.eventually(
        () => `value$ gave no good reading after the cable was put back of ${notGood()}`,
        allGood,
      );
      for (const one of watched) {
        ensure(one.ended === undefined, `${one.path}: value$ ${one.ended}; it must never end.`);
        one.unsubscribe();
      }
    }),
    plan('a read that cannot be answered ends in its time with kind timeout or link', async (run, cable) => {
      const values = valuesOf(run);
      await prepareValues(run, values);
      await cable.unplug();
      const { wire } = run.clock;
      for (const { path, member } of values) {
        const began = wire.monotonic();
        const { kind } = await run.refused(
          `${path}: a read of an unplugged device`,
          member.read({ timeout: shortMs }),
        );
        const took = wire.monotonic() - began;
        ensure(
          kind === 'timeout' || kind === 'link',
          `${path}: a read of an unplugged device ended with kind ${kind}, not timeout or link.`,
        );
        ensure(
          took <= shortMs + slackMs,
          `${path}: a read with a timeout of ${shortMs} ms took ${Math.round(took)} ms.`,
        );
      }
      await cable.plug();
      for (const instance of values) {
        const value = await run.succeeds(
          `${instance.path}: the read after the cable was put back`,
          instance.member.read(),
        );
        ensureValue(run, instance, value, 'the read after the cable was put back gave');
        ensureActual(run, instance, value, 'the read after the cable was put back gave');
      }
    }),
    plan('events are still heard of after the cable was pulled', async (run, cable) => {
      const streams = run.instances().filter(({ spec }) => spec.kind === 'event');
      if (streams.length === 0) run.skip('The device has no events.');
      const ended: string[] = [];
      const subscriptions = streams.map(({ path, member }) =>
        (member as Observable<Occurrence<unknown>>).subscribe({
          next: () => {},
          error: (error: unknown) => ended.push(`${path} ended with ${show(error)}`),
          complete: () => ended.push(`${path} completed`),
        }),
      );
      await run.clock.sleep(1000);
      await cable.unplug();
      await run.clock.sleep(3000);
      await cable.plug();
      await run.clock.sleep(1000);
      for (const subscription of subscriptions) subscription.unsubscribe();
      ensure(ended.length === 0, `${ended.join(', ')} when the cable was pulled; it must never end.`);
    }),
  ];
}

/** What must hold of a command when the cable is pulled in its middle. */
export function interruptedChecks<B extends ConformanceBench>({
  path,
  spec,
}: ClassMember<CommandSpec<unknown, unknown, unknown>>): PlannedCheck<B>[] {
  if (spec.stop === 'cannot' || spec.immediate) return [];
  return [
    {
      group: 'link',
      name: `${path}: comes to an end when the cable is pulled in its middle`,
      work: withCable(async (run, cable) => {
        const commands = commandsOf(run, path);
        if (commands.length === 0)
          run.skip(run.options.commands?.[path]?.skip ?? `This device has no ${path}.`);
        for (const command of commands) {
          const { operation } = await startLong(run, command);
          await cable.unplug();
          await run.clock.sleep(1000);
          await cable.plug();
          const ms = toMilliseconds(command.plan.deadline ?? { minutes: 10 });
          await run
            .within(`${command.path}: interrupted by the cable, it`, operation, ms, run.clock)
            .catch((error: unknown) => ensureDeclared(run, command.path, error, 'a pulled cable'));
        }
      }),
    },
  ];
}

/** Fails unless an error is one that a caller may have to expect. */
export function ensureDeclared<B extends ConformanceBench>(
  run: CheckRun<B>,
  path: string,
  error: unknown,
  what: string,
): void {
  const { kind, code } = error as { readonly kind?: string; readonly code?: string };
  if (code === 'conformance-failed') throw error;
  const declared = ['state', 'busy', 'link', 'timeout', 'protocol', 'device', 'interlock', 'aborted'];
  ensure(
    kind !== undefined && declared.includes(kind),
    `${path}: ${what} ends in ${show(error)} of kind ${kind}, which is none that a driver may let through.`,
  );
}
