import { combineLatest, concat, distinctUntilChanged, map, of, startWith, switchMap, timer } from 'rxjs';
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

/** A reading tells nothing of now when no other came for so long; the slowest polls ask once a minute. */
const outdatedAfterSeconds = 120;

const notRead: Found = { unreadable: 'it was not read yet' };

/**
 * Emits each time that a condition comes about, has been unknown for too long, or is over. Polls its members meanwhile.
 * A member that was never read is unknown, and keeps nothing from being judged by the others.
 */
export function watchCondition(condition: Condition, options: WatchOptions): Observable<Finding> {
  const names = membersOf(condition);
  const { clock, unreadableFor } = options;
  return combineLatest(names.map((name) => foundNow(options.find(name), clock))).pipe(
    map((all) => {
      const found = new Map(all.map((one, index) => [names[index] ?? '', one]));
      return judgeCondition(condition, (name) => found.get(name) ?? notRead);
    }),
    distinctUntilChanged((before, now) => before.holds === now.holds),
    switchMap((finding) =>
      finding.holds === 'unknown'
        ? timer(unreadableFor * 1000, clock.scheduler).pipe(map(() => finding))
        : of(finding),
    ),
  );
}

/** What is known of a member, as time goes on. */
function foundNow(member: Readable<unknown>, clock: Clock): Observable<Found> {
  const outdated: Found = { unreadable: `nothing was read for ${outdatedAfterSeconds} s` };
  return member.value$.pipe(
    switchMap((reading) =>
      concat(
        of(foundIn(reading)),
        // How long an answer takes is real time, also where the time of the bench is paced.
        timer(outdatedAfterSeconds * 1000, clock.wire.scheduler).pipe(map(() => outdated)),
      ),
    ),
    startWith(notRead),
  );
}

function foundIn(reading: Reading<unknown>): Found {
  return reading.quality === 'good' ? { value: reading.value } : { unreadable: reading.error.message };
}
