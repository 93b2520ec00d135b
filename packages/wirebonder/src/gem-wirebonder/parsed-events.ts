import { FourwireError } from '@fourwire/core';
import type { Status } from '@fourwire/core';
import type { CollectionEvent, GemHost, Id } from '@fourwire/secs';
import { mergeMap } from 'rxjs';
import type { Observable } from 'rxjs';

/** Events of one id, read; one that does not fit the profile is reported and must not end the stream of those that do. */
export function parsedEvents<T>(
  host: GemHost,
  id: Id,
  parse: (event: CollectionEvent) => T,
  report: (status: Status | undefined) => void,
): Observable<T> {
  return host.events.of(id).pipe(
    mergeMap((event) => {
      try {
        return [parse(event)];
      } catch (error) {
        report({ code: 200, text: FourwireError.from(error).message });
        return [];
      }
    }),
  );
}
