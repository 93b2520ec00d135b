import { combineLatest, distinctUntilChanged, filter, map, of, switchMap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Clock, Readable, Reading } from '@fourwire/core';
import { judgeCondition, membersOf } from './condition.ts';
import type { Finding, Found } from './condition.ts';
import type { Condition } from './interlock.ts';

/** How a condition is watched. */
export interface WatchOptions {
  readonly clock: Clock;
  /** For how long, in seconds, it may be unknown. */
  readonly unreadableFor: number;
  /** The member of the bench with this path. */
  readonly find: (member: string) => Readable<unknown>;
}

/** Emits each time that a condition comes about, or has been unknown for too long. Polls its members meanwhile. */
export function watchCondition(condition: Condition, options: WatchOptions): Observable<Finding> {
  const names = membersOf(condition);
  return combineLatest(names.map((name) => options.find(name).value$)).pipe(
    map((readings) => {
      const found = new Map(readings.map((reading, index) => [names[index] ?? '', foundIn(reading)]));
      return judgeCondition(condition, (name) => found.get(name) ?? { unreadable: 'it was not read' });
    }),
    distinctUntilChanged((before, now) => before.holds === now.holds),
    switchMap((finding) =>
      finding.holds === 'unknown'
        ? timer(options.unreadableFor * 1000, options.clock.scheduler).pipe(map(() => finding))
        : of(finding),
    ),
    filter(({ holds }) => holds !== false),
  );
}

function foundIn(reading: Reading<unknown>): Found {
  return reading.quality === 'good' ? { value: reading.value } : { unreadable: reading.error.message };
}
