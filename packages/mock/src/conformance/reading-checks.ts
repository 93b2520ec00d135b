import { checkValue } from '@fourwire/core';
import type { Reading, ReadableSpec, WritableSpec } from '@fourwire/core';
import type { CheckRun } from './check-run.ts';
import { ensure, impossible, show } from './failure.ts';
import type { ClassMember } from './instances.ts';
import type { ConformanceBench } from './options.ts';
import type { PlannedCheck } from './planned.ts';
import { same } from './same.ts';
import { ensureActual, prepareValues, valuesOf } from './value-instances.ts';
import type { ValueInstance } from './value-instances.ts';

/** How many readings of a stream are waited for. */
const watchedReadings = 4;

/** How many subscribers share a poll. */
const manySubscribers = 20;

type ValueMember = ClassMember<ReadableSpec<unknown> | WritableSpec<unknown>>;

/** What must hold of every member with a value. */
export function readingChecks<B extends ConformanceBench>({ path, spec }: ValueMember): PlannedCheck<B>[] {
  const plan = (
    name: string,
    work: (run: CheckRun<B>, instance: ValueInstance<B>) => Promise<void>,
  ): PlannedCheck<B> => ({
    group: 'reading',
    name: `${path}: ${name}`,
    work: async (run) => {
      const instances = valuesOf(run, path);
      if (instances.length === 0) run.skip(run.options.values?.[path]?.skip ?? `This device has no ${path}.`);
      await prepareValues(run, instances);
      for (const instance of instances) await work(run, instance);
    },
  });
  return [
    plan('is asked of the device and read as its class says', async (run, instance) => {
      const { member, path: at } = instance;
      const now = run.clock.now();
      let value: unknown;
      const sent = await run.sentDuring(async () => {
        value = await run.succeeds(`${at}: read()`, member.read());
      });
      ensure(sent > 0, `${at}: read() sent nothing; it must always ask the device.`);
      ensureValue(run, instance, value, 'read() gave');
      ensureActual(run, instance, value, 'read() gave');
      const { last } = member;
      ensure(last?.quality === 'good', `${at}: last is ${show(last)} after a read that succeeded.`);
      ensure(
        same(spec.schema, last.value, value),
        `${at}: last holds ${show(last.value)}, but read() gave ${show(value)}.`,
      );
      ensure(
        last.at >= now && last.at <= run.clock.now(),
        `${at}: last.at is ${last.at}, which is not the time of the read.`,
      );
    }),
    plan('streams readings, and twenty subscribers cost one poll', async (run, instance) => {
      const { member, path: at } = instance;
      const once = await run.sentDuring(async () => run.succeeds(`${at}: read()`, member.read()));
      const one = await watch(run, instance, 1);
      await run.pause(200);
      const quiet = await run.sentDuring(async () => run.clock.sleep(spec.periodMs * 3));
      ensure(quiet === 0, `${at}: ${quiet} messages were sent after the last subscriber had gone.`);
      const many = await watch(run, instance, manySubscribers);
      ensure(one > once, `${at}: value$ gave ${watchedReadings} readings, but asked the device only once.`);
      ensure(
        many <= one * 2 + 2 * once,
        `${at}: ${watchedReadings} readings cost ${one} messages for one subscriber and ${many} for ${manySubscribers}; they must share a poll.`,
      );
    }),
    plan('ends an aborted read with kind aborted, and the next read succeeds', async (run, instance) => {
      const { member, path: at } = instance;
      let early: { readonly kind: string } | undefined;
      const sent = await run.sentDuring(async () => {
        early = await run.refused(
          `${at}: a read with a signal that is aborted already`,
          member.read({ signal: AbortSignal.abort() }),
        );
      });
      ensure(
        early?.kind === 'aborted' && sent === 0,
        `${at}: a read with a signal that is aborted already must end with kind aborted and send nothing; it ended with ${early?.kind} and sent ${sent} messages.`,
      );
      const controller = new AbortController();
      const aborted = run.refused(
        `${at}: a read whose signal was aborted`,
        member.read({ signal: controller.signal }),
      );
      controller.abort();
      const { kind } = await aborted;
      ensure(kind === 'aborted', `${at}: an aborted read ended with kind ${kind}, not aborted.`);
      const value = await run.succeeds(`${at}: the read after an aborted one`, member.read());
      ensureValue(run, instance, value, 'the read after an aborted one gave');
      ensureActual(run, instance, value, 'the read after an aborted one gave');
    }),
  ];
}

/** That all values can be asked for at once without getting crossed. */
export function togetherChecks<B extends ConformanceBench>(): PlannedCheck<B>[] {
  return [
    {
      group: 'reading',
      name: 'gives every member its own value when all are read at once',
      work: async (run) => {
        const instances = valuesOf(run);
        if (instances.length < 2) run.skip('There are no two members with values.');
        await prepareValues(run, instances);
        for (let round = 0; round < 3; round++) {
          await run.succeeds(
            'Reading all members at once',
            Promise.all(
              instances.map(async (instance) => {
                const value = await instance.member.read();
                ensureValue(run, instance, value, 'read() beside others gave');
                ensureActual(run, instance, value, 'read() beside others gave');
              }),
            ),
          );
        }
      },
    },
  ];
}

/** Fails unless a value is one of the member's. */
export function ensureValue<B extends ConformanceBench>(
  run: CheckRun<B>,
  { path, spec }: ValueInstance<B>,
  value: unknown,
  what: string,
): void {
  const problem = checkValue(spec.schema, value, path);
  if (problem !== undefined) throw impossible(`${path}: ${what} ${show(value)}: ${problem}.`);
}

/** Subscribes several times until each has got some readings; gives how many messages that cost. */
async function watch<B extends ConformanceBench>(
  run: CheckRun<B>,
  instance: ValueInstance<B>,
  subscribers: number,
): Promise<number> {
  const { member, path, spec } = instance;
  const readings = Array.from({ length: subscribers }, (): Reading<unknown>[] => []);
  const problems: string[] = [];
  const sent = await run.sentDuring(async () => {
    const subscriptions = readings.map((list) => {
      const subscription = member.value$.subscribe({
        next: (reading) => list.push(reading),
        error: (error: unknown) => problems.push(`it ended with ${show(error)}`),
        complete: () => problems.push('it completed'),
      });
      if (list.length === 0) problems.push('a new subscriber did not get the last reading at once');
      return subscription;
    });
    const fewest = (): number => Math.min(...readings.map(({ length }) => length));
    await run.eventually(
      () => `${path}: a subscriber of value$ got ${fewest()} readings, not ${watchedReadings},`,
      () => problems.length > 0 || fewest() >= watchedReadings,
      run.deadlineMs + spec.periodMs * 2 * watchedReadings,
    );
    for (const subscription of subscriptions) subscription.unsubscribe();
  });
  ensure(problems.length === 0, `${path}: value$: ${problems[0]}.`);
  for (const reading of readings.flat()) {
    ensure(
      reading.quality === 'good',
      `${path}: value$ gave ${show(reading)} where the device can be asked.`,
    );
    ensureValue(run, instance, reading.value, 'value$ gave');
  }
  return sent;
}
