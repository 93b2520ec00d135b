import { Observable, Subject } from 'rxjs';
import type { FourwireError } from '../errors/fourwire-error.ts';
import type { Reading } from '../model/device.ts';
import type { Clock } from '../time/clock.ts';

/** What brings readings while somebody subscribes. */
export interface ReadingSource {
  start(): void;
  stop(): void;
}

/** The readings of one value for any number of subscribers: one source for all, the last reading replayed, no errors. */
export class SharedReadings<T> {
  readonly value$: Observable<Reading<T>>;
  readonly #clock: Clock;
  readonly #readings$ = new Subject<Reading<T>>();
  #last: Reading<T> | undefined;
  #subscribers = 0;

  constructor(clock: Clock, source: ReadingSource) {
    this.#clock = clock;
    this.value$ = new Observable((subscriber) => {
      if (this.#last !== undefined) subscriber.next(this.#last);
      // Who wanted only the last reading costs no exchange.
      if (subscriber.closed) return undefined;
      const subscription = this.#readings$.subscribe(subscriber);
      if (this.#subscribers++ === 0) source.start();
      return () => {
        subscription.unsubscribe();
        if (--this.#subscribers === 0) source.stop();
      };
    });
  }

  get last(): Reading<T> | undefined {
    return this.#last;
  }

  /** Whether anybody subscribes. */
  get observed(): boolean {
    return this.#subscribers > 0;
  }

  /** Publishes a value that can be trusted. */
  good(value: T): void {
    this.#publish({ quality: 'good', value, at: this.#clock.now() });
  }

  /** A device that cannot be asked leaves the last value stale; one that reports a fault leaves no value. */
  fault(error: FourwireError): void {
    const last = this.#last;
    const unknown =
      error.kind === 'link' ||
      error.kind === 'timeout' ||
      error.kind === 'protocol' ||
      error.kind === 'state';
    if (unknown && last !== undefined && last.quality !== 'bad') {
      this.#publish({ quality: 'stale', value: last.value, at: last.at, error });
    } else {
      this.#publish({ quality: 'bad', value: undefined, at: this.#clock.now(), error });
    }
  }

  #publish(reading: Reading<T>): void {
    this.#last = reading;
    if (this.#readings$.observed) this.#readings$.next(reading);
  }
}
