import { aborted } from '../errors/aborted.ts';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { Options, Verdict, Writable } from '../model/device.ts';
import type { Call, WritableImplementation } from '../model/implementation.ts';
import type { Confirmation } from '../model/members.ts';
import { checkValue, describeLimits, mergeLimits, showValue } from '../values/check-value.ts';
import type { Limits, ValueSchema } from '../values/schemas.ts';
import type { MemberContext } from './member-context.ts';
import { ReadableMember } from './readable-member.ts';
import { sameValue } from './same-value.ts';

/** A writable implementation, with limits where the device knows them. */
export type AnyWritable<T> = WritableImplementation<T> & { limits?(call: Call): Promise<Limits> };

/** A value of a device that can be written: refuses what is out of range before a byte is sent, and confirms. */
export class WritableMember<T> extends ReadableMember<T> implements Writable<T> {
  /** Its path below the device. */
  readonly name: string;
  readonly #confirm: Confirmation;
  readonly #writable: AnyWritable<T>;
  readonly #userLimits: Limits | undefined;
  #deviceLimits: Limits | undefined;

  constructor(
    path: string,
    name: string,
    spec: { readonly schema: ValueSchema; readonly periodMs: number; readonly confirm: Confirmation },
    implementation: AnyWritable<T>,
    context: MemberContext,
  ) {
    super(path, spec, implementation, context);
    this.name = name;
    this.#confirm = spec.confirm;
    this.#writable = implementation;
    this.#userLimits = context.userLimits[name];
  }

  get limits(): Limits {
    const { minimum, maximum } = this.schema as { minimum?: number; maximum?: number };
    const described = {
      ...(minimum === undefined ? {} : { min: minimum }),
      ...(maximum === undefined ? {} : { max: maximum }),
    };
    return mergeLimits(described, mergeLimits(this.#deviceLimits, this.#userLimits));
  }

  /** Reads the limits from the device, where it has them. */
  async refreshLimits(call: Call): Promise<void> {
    const limits = await this.#writable.limits?.(call);
    const { min = -Infinity, max = Infinity } = limits ?? {};
    // 0 to 0 is what a device tells that was never set up.
    if (!(min <= max) || (min === 0 && max === 0)) {
      throw new FourwireError(
        'device',
        'limits-unreadable',
        `${this.name}: the device gives ${min} to ${max} as its limits, which allows nothing; set them at the device.`,
        { path: this.path },
      );
    }
    this.#deviceLimits = limits;
  }

  check(value: T): Verdict {
    const reason = checkValue(this.schema, value, this.name, this.limits);
    return reason === undefined ? { ok: true } : { ok: false, reason };
  }

  async write(value: T, options?: Options): Promise<void> {
    try {
      const verdict = this.check(value);
      if (!verdict.ok) {
        const allowed = describeLimits(this.schema, this.limits);
        throw new FourwireError('range', 'value-refused', verdict.reason, { details: { value, allowed } });
      }
      const refusal = this.context.refusal();
      if (refusal !== undefined) throw refusal;
      await this.context.writes.run(this.path, options ?? {}, async (call) => {
        await this.context.guard?.({ path: this.path, kind: 'write', value });
        if (call.signal?.aborted === true) throw aborted(call.signal);
        await this.#apply(value, call);
      });
      this.context.record({ type: 'write', at: this.context.clock.now(), path: this.path, value });
    } catch (caught) {
      const error = FourwireError.from(caught).with({ path: this.path });
      this.context.record({ type: 'write', at: this.context.clock.now(), path: this.path, value, error });
      throw error;
    }
  }

  async #apply(value: T, call: Call): Promise<void> {
    if (this.#confirm === 'accepted') {
      await this.#writable.write(value, call);
      return;
    }
    const readBack = await this.bring(value, call);
    if (this.same(value, readBack)) return;
    throw new FourwireError(
      'device',
      'not-confirmed',
      `${this.name} was written as ${showValue(this.schema, value)}, but the device gives ${showValue(this.schema, readBack)} back.`,
      { details: { written: value, readBack } },
    );
  }

  /** Brings it to a value without a check, and gives what it reads then. */
  async bring(value: T, call: Call): Promise<T> {
    await this.#writable.write(value, call);
    return this.refresh(call);
  }

  /** Whether a value read back counts as the one written. */
  same(written: T, readBack: T): boolean {
    return this.#writable.same?.(written, readBack) ?? sameValue(written, readBack, this.schema);
  }
}
