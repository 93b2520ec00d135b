import { VirtualClock } from '@fourwire/core';
import type { Lifecycle, Occurrence } from '@fourwire/core';
import type { Observable } from 'rxjs';
import { valueAt } from '../generic/value-at.ts';
import type { CheckRun } from './check-run.ts';
import { commandsOf, startLong } from './command-checks.ts';
import { ensure, show } from './failure.ts';
import type { ConformanceBench } from './options.ts';
import type { PlannedCheck } from './planned.ts';
import { same } from './same.ts';
import { prepareValues, valuesOf, writablesOf } from './value-instances.ts';
import { watchReadings } from './watch-readings.ts';
import { valuesToWrite } from './writing-checks.ts';

/** How long a device that nobody uses is watched, in ms. */
const quietMs = 5000;

/** What must hold when a device is opened, closed and left alone. */
export function lifecycleChecks<B extends ConformanceBench>(): PlannedCheck<B>[] {
  const plan = (name: string, work: PlannedCheck<B>['work']): PlannedCheck<B> => ({
    group: 'lifecycle',
    name,
    work,
  });
  return [
    plan('closes, opens again, and is the same device', async (run) => {
      const { device } = run;
      const seen: Lifecycle[] = [];
      const watching = device.lifecycle$.subscribe({
        next: (lifecycle) => seen.push(lifecycle),
        error: () => {},
      });
      const identity = await run.current('identity$', device.identity$);
      const members = run.instances().map(({ member }) => member);
      await run.succeeds('close()', device.close());
      await run.succeeds('a second close()', device.close());
      ensure(seen.at(-1) === 'closed', `lifecycle$ says ${seen.at(-1)} after close().`);
      await run.succeeds('open() after close()', device.open());
      await run.succeeds('open() of an open device', device.open());
      watching.unsubscribe();
      ensure(
        seen.join(' ') === 'ready closing closed opening ready',
        `lifecycle$ went ${seen.join(' ')}; it must go ready closing closed opening ready.`,
      );
      const again = await run.current('identity$', device.identity$);
      ensure(
        same(undefined, identity, again),
        `identity$ was ${show(identity)} and is ${show(again)} after opening again.`,
      );
      ensure(
        run.instances().every(({ member }, index) => member === members[index]),
        'The members are other objects after opening again; whoever holds one would be left with a dead one.',
      );
      const values = valuesOf(run);
      await prepareValues(run, values);
      for (const { path, member } of values)
        await run.succeeds(`${path}: read() after opening again`, member.read());
    }),
    plan('refuses everything once it is closed, and sends nothing', async (run) => {
      const { device } = run;
      const values = valuesOf(run);
      const writables = writablesOf(run);
      const commands = commandsOf(run);
      await run.succeeds('close()', device.close());
      const ensureState = async (what: string, work: () => PromiseLike<unknown>): Promise<void> => {
        const { kind } = await run.refused(`${what} of a closed device`, work());
        ensure(kind === 'state', `${what} of a closed device fails with kind ${kind}, not state.`);
      };
      const sent = await run.sentDuring(async () => {
        for (const { path, member } of values)
          await ensureState(`${path}: read()`, async () => member.read());
        for (const one of writables) {
          await ensureState(`${one.path}: write()`, async () => one.member.write(valuesToWrite(one)[0]));
        }
        for (const { path, spec, plan: planned, start } of commands) {
          const input = planned.input ?? (spec.input === undefined ? undefined : valueAt(spec.input, 0.5));
          await ensureState(`${path}()`, () => start(input));
        }
      });
      ensure(sent === 0, `A closed device was sent ${sent} messages.`);
      const report = await run.succeeds('safe() of a closed device', device.safe('conformance'));
      ensure(
        report.members.length === 0 || !report.ok,
        `safe() of a closed device reports ok: ${show(report)}.`,
      );
    }),
    plan('keeps its streams through closing and opening again', async (run) => {
      const values = valuesOf(run);
      if (values.length === 0) run.skip('The device has no values.');
      await prepareValues(run, values);
      const watched = values.map((instance) => watchReadings(instance));
      await allGood(run, watched, 'at first');
      await run.succeeds('close()', run.device.close());
      await run.pause(100);
      for (const { path, last, ended } of watched) {
        ensure(ended === undefined, `${path}: value$ ${ended} when the device was closed.`);
        ensure(last?.quality !== 'good', `${path}: value$ says ${show(last)} of a device that was closed.`);
      }
      await run.succeeds('open() after close()', run.device.open());
      for (const one of watched) one.forget();
      await allGood(run, watched, 'after the device was opened again');
      for (const one of watched) one.unsubscribe();
    }),
    plan('leaves no timer, no poll and no subscription behind', async (run) => {
      const values = valuesOf(run);
      await prepareValues(run, values);
      const subscriptions = run.instances().flatMap(({ spec, member }) => {
        if (spec.kind === 'command') return [];
        const stream = (
          spec.kind === 'event' ? member : (member as { value$: unknown }).value$
        ) as Observable<Occurrence<unknown>>;
        return [stream.subscribe({ next: () => {}, error: () => {} })];
      });
      await run.clock.sleep(3000);
      const reads = values.map(async ({ member }) => {
        const controller = new AbortController();
        const reading = member.read({ signal: controller.signal, timeout: 60_000 });
        controller.abort();
        return reading;
      });
      await run.within('Reading all members', Promise.allSettled(reads));
      const command = commandsOf(run).find(({ spec }) => spec.stop !== 'cannot' && !spec.immediate);
      if (command !== undefined) {
        const { operation } = await startLong(run, command);
        await run.succeeds(`${command.path}: stop()`, operation.stop());
      }
      for (const subscription of subscriptions) subscription.unsubscribe();
      await run.pause(200);
      await run.clock.sleep(1000);
      // On a slow line what was asked before is answered for a while.
      const until = run.clock.monotonic() + run.deadlineMs;
      let sent = Infinity;
      while (sent > 0 && run.clock.monotonic() < until)
        sent = await run.sentDuring(async () => run.clock.sleep(quietMs));
      ensure(sent === 0, `Nobody uses the device, but in ${quietMs} ms it was sent ${sent} messages.`);
      await run.dispose();
      if (!(run.clock instanceof VirtualClock)) return;
      await run.clock.sleep(0);
      ensure(
        run.clock.pendingTimers === 0,
        `${run.clock.pendingTimers} timers are still set after the device was closed.`,
      );
    }),
  ];
}

/** Waits until every stream has given a good reading. */
async function allGood<B extends ConformanceBench>(
  run: CheckRun<B>,
  watched: readonly ReturnType<typeof watchReadings<B>>[],
  when: string,
): Promise<void> {
  await run.eventually(
    () =>
      `value$ gave no good reading ${when} of ${watched
        .filter(({ last }) => last?.quality !== 'good')
        .map(({ path, last }) => `${path} (${show(last)})`)
        .join(', ')}`,
    () => watched.every(({ last }) => last?.quality === 'good'),
  );
}
