import type { Call, Clock } from '@fourwire/core';
import { Observable } from 'rxjs';

/** For how long readings are gathered before they are told, in ms. */
const batchMs = 100;

/**
 * Batches of what is measured, one after the other as fast as it comes, while somebody listens; the runtime shares the
 * stream among its subscribers. It ends with the first error, and the runtime then listens again.
 *
 * @param begin - begins a run: gives what measures once
 * @param batch - makes the event's value of what was measured
 */
export function measuredBatches<Row, Batch>(
  clock: Clock,
  begin: () => (call: Call) => Promise<Row>,
  batch: (rows: readonly Row[]) => Batch,
): Observable<Batch> {
  return new Observable<Batch>((subscriber) => {
    const ended = new AbortController();
    const { signal } = ended;
    const follow = async (): Promise<void> => {
      const measure = begin();
      while (!signal.aborted) {
        const rows: Row[] = [];
        const until = clock.monotonic() + batchMs;
        while (!signal.aborted && clock.monotonic() < until) {
          // Nobody's reading is cut short when the last listener goes: that would cost the link its step.
          rows.push(await measure({}));
          // A link that answers in no time must not be asked without end in the same moment.
          await clock.sleep(1, signal);
        }
        if (!signal.aborted) subscriber.next(batch(rows));
      }
    };
    follow().catch((error: unknown) => {
      if (!signal.aborted) subscriber.error(error);
    });
    return () => ended.abort();
  });
}
