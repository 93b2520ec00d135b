import { FourwireError } from '@fourwire/core';
import type { Call, Clock } from '@fourwire/core';
import { Observable } from 'rxjs';

/** An alarm as all classes of this package have it. */
export interface Alarm {
  readonly code: string;
  readonly text: string;
}

/** The differences between one look at the alarms and the next, every `lookMs`. */
export function alarmChanges(
  read: (call: Call) => Promise<readonly Alarm[]>,
  clock: Clock,
  lookMs = 1000,
): Observable<Alarm & { readonly active: boolean }> {
  return new Observable((subscriber) => {
    const stopped = new AbortController();
    const { signal } = stopped;
    const watch = async (): Promise<void> => {
      let known: readonly Alarm[] = [];
      while (!signal.aborted) {
        const alarms = await read({ signal }).catch((error: unknown) => {
          // While the device gives no good answer nothing is known to have changed.
          if (FourwireError.is(error)) return known;
          throw error;
        });
        const isIn = (alarm: Alarm, list: readonly Alarm[]): boolean =>
          list.some((other) => other.code === alarm.code);
        for (const alarm of alarms) if (!isIn(alarm, known)) subscriber.next({ ...alarm, active: true });
        for (const alarm of known) if (!isIn(alarm, alarms)) subscriber.next({ ...alarm, active: false });
        known = alarms;
        await clock.sleep(lookMs, signal);
      }
    };
    watch().catch((error: unknown) => {
      if (!signal.aborted) subscriber.error(error);
    });
    return () => stopped.abort();
  });
}
