import { checkValue } from '@fourwire/core';
import type { EventSpec, Occurrence } from '@fourwire/core';
import type { Observable } from 'rxjs';
import { ensure, failure, show } from './failure.ts';
import type { ClassMember } from './instances.ts';
import type { ConformanceBench } from './options.ts';
import type { PlannedCheck } from './planned.ts';
import { same } from './same.ts';

/** What must hold of every event. */
export function eventChecks<B extends ConformanceBench>({
  path,
  spec,
}: ClassMember<EventSpec<unknown>>): PlannedCheck<B>[] {
  return [
    {
      group: 'events',
      name: `${path}: tells every subscriber what happened, as its class says`,
      work: async (run) => {
        const { skip, trigger } = run.options.events?.[path] ?? {};
        const [instance] = run.instances(path);
        if (instance === undefined || skip !== undefined || trigger === undefined) {
          run.skip(skip ?? (instance === undefined ? `This device has no ${path}.` : `No trigger is given.`));
          return;
        }
        const event$ = instance.member as Observable<Occurrence<unknown>>;
        const heard: Occurrence<unknown>[][] = [[], []];
        const problems: string[] = [];
        const subscriptions = heard.map((list) =>
          event$.subscribe({
            next: (occurrence) => list.push(occurrence),
            error: (error: unknown) => problems.push(`it ended with ${show(error)}`),
            complete: () => problems.push('it completed'),
          }),
        );
        await run.clock.sleep(2000);
        const before = heard.map(({ length }) => length);
        const since = run.clock.now();
        await trigger(run.bench);
        await run.eventually(
          () => `${path}: it was made to happen, but nobody was told`,
          () => problems.length > 0 || heard.every((list, index) => list.length > (before[index] ?? 0)),
        );
        for (const subscription of subscriptions) subscription.unsubscribe();
        ensure(problems.length === 0, `${path}: ${problems[0]}.`);
        const [first = [], second = []] = heard;
        const told = heard.map((list) => list.map(({ value }) => value));
        // Without a schema: numbers, too, must be the same.
        if (!same(undefined, told[0], told[1], 0))
          throw failure(
            `${path}: two subscribers were told different things: ${show(first)} and ${show(second)}.`,
          );
        for (const { value, at } of first.slice(before[0])) {
          const problem = checkValue(spec.schema, value, path);
          ensure(problem === undefined, `${path}: ${problem}.`);
          ensure(
            at >= since && at <= run.clock.now(),
            `${path}: it happened at ${at}, which is not when it was made to happen.`,
          );
        }
      },
    },
  ];
}
