import type { FourwireError } from '../errors/fourwire-error.ts';
import type { Options } from '../model/device.ts';
import type { Call } from '../model/implementation.ts';
import type { Clock } from '../time/clock.ts';
import { callScope, withCall } from './call-scope.ts';

/** Writes that were cut short, and that no other begins. */
export interface HeldWrites {
  /** Whether there were any. */
  readonly any: boolean;
  /** Resolves when the last of them has ended. */
  readonly ended: Promise<void>;
  /** Lets others begin again. */
  release(): void;
}

/** The writes of a device that have begun and not ended: a machine made safe must not be switched on by one of them. */
export class PendingWrites {
  readonly #clock: Clock;
  readonly #pending = new Map<Promise<void>, (error: FourwireError) => void>();
  readonly #holds = new Set<FourwireError>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why nothing may be begun now, if so. */
  get held(): FourwireError | undefined {
    const [error] = this.#holds;
    return error;
  }

  /**
   * Runs a write, under its caller's signal and deadline.
   *
   * @throws FourwireError: why it was ended, or why none may begin
   */
  async run(path: string, options: Options, work: (call: Call) => Promise<void>): Promise<void> {
    if (this.held !== undefined) throw this.held;
    const { call, abort, release } = callScope(this.#clock, options);
    const write = withCall({ clock: this.#clock }, path, { signal: call.signal }, work);
    this.#pending.set(write, abort);
    try {
      await write;
    } finally {
      this.#pending.delete(write);
      release();
    }
  }

  /** Ends all of them because of `error`, and lets no other begin before {@link HeldWrites.release}. */
  hold(error: FourwireError): HeldWrites {
    this.#holds.add(error);
    const writes = [...this.#pending.keys()];
    const ended = Promise.allSettled(writes).then(() => {});
    for (const abort of this.#pending.values()) abort(error);
    return { any: writes.length > 0, ended, release: () => this.#holds.delete(error) };
  }
}
