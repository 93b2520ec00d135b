import { filter, groupBy, ignoreElements, endWith, merge, mergeMap, take, timer, delayWhen } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { Discovery } from './found.ts';

/**
 * Lets every address and every warning through once. An instrument on the network that does not say who it is waits a
 * moment, or until all sources have ended, since another source may know.
 *
 * @param patienceMs - how long it waits
 */
export function onceEach(
  patienceMs: number,
  scheduler: SchedulerLike,
): OperatorFunction<Discovery, Discovery> {
  return (discovery$) =>
    discovery$.pipe(
      groupBy((discovery) =>
        discovery.type === 'found' ? discovery.address : `${discovery.source}: ${discovery.message}`,
      ),
      mergeMap((same$) => {
        const atEnd$ = same$.pipe(ignoreElements(), endWith(undefined));
        const nameless$ = same$.pipe(
          take(1),
          delayWhen(() => merge(timer(patienceMs, scheduler), atEnd$)),
        );
        return merge(same$.pipe(filter(isComplete)), nameless$).pipe(take(1));
      }),
    );
}

function isComplete(discovery: Discovery): boolean {
  const { type } = discovery;
  return (
    type === 'warning' ||
    discovery.how === 'serial' ||
    discovery.how === 'usb' ||
    discovery.model !== undefined
  );
}
