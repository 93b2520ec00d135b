import type { Clock } from '@fourwire/core';
import { ignoreElements, merge, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';

/** When a question to everybody is asked, in ms: avahi's own spacing (sheet discovery.md, 1). */
const asked = [0, 1000, 3000];

/** Asks at once and again later, since datagrams get lost; yields nothing. */
export function asking(clock: Clock, ask: () => void): Observable<never> {
  return merge(...asked.map((ms) => timer(ms, clock.scheduler))).pipe(tap(ask), ignoreElements());
}
