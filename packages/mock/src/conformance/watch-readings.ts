import type { Reading } from '@fourwire/core';
import { show } from './failure.ts';
import type { ValueInstance } from './value-instances.ts';

/** A stream of readings under watch. */
export interface WatchedReadings {
  readonly path: string;
  /** The last reading since the start, or since {@link forget}. */
  readonly last: Reading<unknown> | undefined;
  /** How the stream ended, if it did: it never may. */
  readonly ended: string | undefined;
  readonly forget: () => void;
  readonly unsubscribe: () => void;
}

/** Subscribes to a member. */
export function watchReadings<B>(
  { path, member }: ValueInstance<B>,
  onReading: (reading: Reading<unknown>) => void = () => {},
): WatchedReadings {
  let last: Reading<unknown> | undefined;
  let ended: string | undefined;
  const subscription = member.value$.subscribe({
    next: (reading) => {
      last = reading;
      onReading(reading);
    },
    error: (error: unknown) => {
      ended = `ended with ${show(error)}`;
    },
    complete: () => {
      ended = 'completed';
    },
  });
  return {
    path,
    get last() {
      return last;
    },
    get ended() {
      return ended;
    },
    forget: () => {
      last = undefined;
    },
    unsubscribe: () => subscription.unsubscribe(),
  };
}
