import type { Observable } from 'rxjs';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Options, Readable, Reading } from '../model/device.ts';
import type { Call, ReadableImplementation } from '../model/implementation.ts';
import type { ValueSchema } from '../values/schemas.ts';
import { findNonFinite } from '../values/non-finite.ts';
import { withCall } from './call-scope.ts';
import type { MemberContext } from './member-context.ts';
import { Poll } from './poll.ts';
import { SharedReadings } from './shared-readings.ts';
import { valueInvalid } from './value-invalid.ts';

/** A value of a device: reads it, polls it for subscribers, and remembers the last reading. */
export class ReadableMember<T> implements Readable<T> {
  readonly path: string;
  readonly value$: Observable<Reading<T>>;
  protected readonly context: MemberContext;
  readonly schema: ValueSchema;
  readonly #implementation: Pick<ReadableImplementation<T>, 'read'>;
  readonly #readings: SharedReadings<T>;

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
      (error) => this.#readings.fault(error),
    );
    this.#readings = new SharedReadings(context.clock, poll);
    this.value$ = this.#readings.value$;
  }

  get last(): Reading<T> | undefined {
    return this.#readings.last;
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
      this.#readings.good(value);
      return value;
    } catch (caught) {
      const error = FourwireError.from(caught).with({ path: this.path });
      // A caller who gave up, or allowed too little time, says nothing about the device.
      if (error.kind !== 'aborted' && call.signal?.aborted !== true) this.#readings.fault(error);
      throw error;
    }
  }
}
