import type { SchedulerLike } from 'rxjs';
import type { Duration } from './duration.ts';

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A timer that has been set and may be cancelled; cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/**
 * Where time comes from. Everything in Fourwire that waits, polls, stamps or times out takes it from here, so a
 * 1,000-hour burn-in runs in seconds on a {@link VirtualClock} and gives the same bytes twice.
 */
export interface Clock {
  /** The time of day. */
  now(): Instant;
  /** Milliseconds that only ever go forward, from an arbitrary start. */
  monotonic(): number;
  /**
   * Resolves after `duration`.
   *
   * @throws FourwireError of kind `aborted` as soon as `signal` is aborted.
   */
  sleep(duration: Duration, signal?: AbortSignal): Promise<void>;
  /** Calls `callback` once after `ms` milliseconds. `Infinity` never calls it. */
  setTimer(ms: number, callback: () => void): Timer;
  /**
   * Waits for something that no timer of this clock brings, such as a module to load or a file: gives what `promise`
   * gives. A clock that leaps ahead stands still meanwhile.
   */
  outside<T>(promise: Promise<T>): Promise<T>;
  /** The same time for RxJS operators. */
  readonly scheduler: SchedulerLike;
  /**
   * The clock for deadlines on real wires. It is this clock, except where time is paced: a machine simulated sixty
   * times faster still has a network that takes real milliseconds.
   */
  readonly wire: Clock;
}
