import { FourwireError } from '@fourwire/core';
import { Observable } from 'rxjs';

/**
 * What the lines that come unasked say, in the order they came. Lines that say nothing, or report a fault where a
 * value should be, are left out: an event has no quality, so only good values pass.
 */
export function printed<T>(
  unasked$: Observable<string>,
  parse: (line: string) => T | undefined,
): Observable<T> {
  return new Observable((subscriber) =>
    unasked$.subscribe({
      next: (line) => {
        try {
          const value = parse(line);
          if (value !== undefined) subscriber.next(value);
        } catch (error) {
          if (!FourwireError.is(error)) subscriber.error(error);
        }
      },
      error: (error: unknown) => subscriber.error(error),
    }),
  );
}
