import { Observable, Subject } from 'rxjs';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Options, Readable, Reading } from '../model/device.ts';
import type { Call, ReadableImplementation } from '../model/implementation.ts';
import type { ValueSchema } from '../values/schemas.ts';
import { findNonFinite } from '../values/non-finite.ts';
import { withCall } from './call-scope.ts';
import type { MemberContext } from './member-context.ts';
import { Poll } from './poll.ts';
import { valueInvalid } from './value-invalid.ts';

/** A value of a device: reads it, polls it for subscribers, and remembers the last reading. */
export class ReadableMember<T> implements Readable<T> {
  readonly path: string;
  readonly value$: Observable<Reading<T>>;
  protected readonly context: MemberContext;
  readonly schema: ValueSchema;
  readonly #implementation: Pick<ReadableImplementation<T>, 'read'>;
  readonly #readings$ = new Subject<Reading<T>>();
  #last: Reading<T> | undefined;
  #subscribers = 0;

  constructor(
    path: string,
    spec: { readonly schema: ValueSchema; readonly periodMs: number },
    implementation: Pick<ReadableImplementation<T>, 'read'>,
    context: MemberContext,
  ) {
    this.path = path;
    this.schema = spec.schema;
    this.context = context;
    this.#implementation = implementation;
    const poll = new Poll(
      context.clock,
      spec.periodMs,
      context.reachable$,
      async () => this.refresh({}),
      (error) => this.#fault(error),
    );
    this.value$ = new Observable((subscriber) => {
      if (this.#last !== undefined) subscriber.next(this.#last);
      // Who wanted only the last reading costs no exchange.
      if (subscriber.closed) return undefined;
      const subscription = this.#readings$.subscribe(subscriber);
      if (this.#subscribers++ === 0) poll.start();
      return () => {
        subscription.unsubscribe();
        if (--this.#subscribers === 0) poll.stop();
      };
    });
  }

  get last(): Reading<T> | undefined {
    return this.#last;
  }

  // Read() is the hot path: no promise more than needed.
  read(options?: Options): Promise<T> {
    const refusal = this.context.refusal();
    if (refusal !== undefined) return Promise.reject(refusal.with({ path: this.path }));
    return options === undefined
      ? this.refresh({})
      : withCall(this.context, this.path, options, async (call) => this.refresh(call));
  }

  /** Reads the value and publishes the reading, whatever comes of it. */
  async refresh(call: Call): Promise<T> {
    try {
      const value = await this.#implementation.read(call);
      const invalid = findNonFinite(value);
      if (invalid !== undefined) throw valueInvalid(invalid);
      this.#publish({ quality: 'good', value, at: this.context.clock.now() });
      return value;
    } catch (caught) {
      const error = FourwireError.from(caught).with({ path: this.path });
      // A caller who gave up, or allowed too little time, says nothing about the device.
      if (error.kind !== 'aborted' && call.signal?.aborted !== true) this.#fault(error);
      throw error;
    }
  }

  /** A device that cannot be asked leaves the last value stale; one that reports a fault leaves no value. */
  #fault(error: FourwireError): void {
    const last = this.#last;
    const unknown =
      error.kind === 'link' ||
      error.kind === 'timeout' ||
      error.kind === 'protocol' ||
      error.kind === 'state';
    if (unknown && last !== undefined && last.quality !== 'bad') {
      this.#publish({ quality: 'stale', value: last.value, at: last.at, error });
    } else {
      this.#publish({ quality: 'bad', value: undefined, at: this.context.clock.now(), error });
    }
  }

  #publish(reading: Reading<T>): void {
    this.#last = reading;
    if (this.#readings$.observed) this.#readings$.next(reading);
  }
}
