import { Observable, Subject } from 'rxjs';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Options, Readable, Reading } from '../model/device.ts';
import type { Call, ReadableImplementation } from '../model/implementation.ts';
import type { ValueSchema } from '../values/schemas.ts';
import { withCall } from './call-scope.ts';
import type { MemberContext } from './member-context.ts';
import { Poll } from './poll.ts';

/** A value of a device: reads it, polls it for subscribers, and remembers the last reading. */
export class ReadableMember<T> implements Readable<T> {
  readonly path: string;
  readonly value$: Observable<Reading<T>>;
  protected readonly context: MemberContext;
  protected readonly schema: ValueSchema;
  readonly #implementation: Pick<ReadableImplementation<T>, 'read'>;
  readonly #readings$ = new Subject<Reading<T>>();
  #last: Reading<T> | undefined;
  #subscribers = 0;
  #poll: Poll | undefined;

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
    this.value$ = new Observable((subscriber) => {
      if (this.#last !== undefined) subscriber.next(this.#last);
      const subscription = this.#readings$.subscribe(subscriber);
      if (this.#subscribers++ === 0) {
        this.#poll = new Poll(
          context.clock,
          spec.periodMs,
          context.reachable$,
          async (signal) => this.refresh({ signal }),
          (error) => this.#fault(error),
        );
      }
      return () => {
        subscription.unsubscribe();
        if (--this.#subscribers > 0) return;
        this.#poll?.stop();
        this.#poll = undefined;
      };
    });
  }

  get last(): Reading<T> | undefined {
    return this.#last;
  }

  // eslint-disable-next-line typescript/promise-function-async -- read() is the hot path: no promise more than needed
  read(options?: Options): Promise<T> {
    return options === undefined
      ? this.refresh({})
      : withCall(this.context.clock, options, async (call) => this.refresh(call));
  }

  /** Reads the value and publishes the reading, whatever comes of it. */
  async refresh(call: Call): Promise<T> {
    try {
      const value = await this.#implementation.read(call);
      if (typeof value === 'number' && !Number.isFinite(value)) {
        throw new FourwireError('device', 'value-invalid', `The device gave ${value}, which is not a value.`);
      }
      this.#publish({ quality: 'good', value, at: this.context.clock.now() });
      return value;
    } catch (caught) {
      const error = FourwireError.from(caught).with({ path: this.path });
      if (error.kind !== 'aborted') this.#fault(error);
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
