import { FourwireError } from '@fourwire/core';
import type { Call, WritableImplementation } from '@fourwire/core';
import { outputsOff } from './outputs-off.ts';

/**
 * An output that is on for a sweep and off afterwards, whatever happened; that it is off is read back. Also when the link
 * went away in the middle of the sweep: then as soon as it is back.
 */
export class SweptOutput {
  readonly #output: WritableImplementation<boolean>;
  readonly #offAgain: ((call: Call) => Promise<void>) | undefined;
  #running = false;
  /** Whether it was switched on here and nobody confirmed since that it is off. */
  #owed = false;

  /** @param offAgain - what is to be done once it is off */
  constructor(output: WritableImplementation<boolean>, offAgain?: (call: Call) => Promise<void>) {
    this.#output = output;
    this.#offAgain = offAgain;
  }

  /** @throws FourwireError of kind `busy`, code `sweeping`, while a sweep runs */
  ensureIdle(): void {
    if (!this.#running) return;
    throw new FourwireError('busy', 'sweeping', 'Refused: a sweep runs; wait for its end, or stop it.');
  }

  /** Switches off what a sweep left on. Call it when the instrument is set up. */
  async setUp(call: Call): Promise<void> {
    if (this.#owed && !this.#running) await this.end(call);
  }

  /** Runs a sweep, and switches the output off at its end; who stops the sweep calls {@link end}. */
  async during<T>(call: Call, sweep: () => Promise<T>): Promise<T> {
    this.#running = true;
    try {
      const result = await sweep();
      if (await this.end(call)) return result;
      throw new FourwireError(
        'device',
        'not-confirmed',
        'The sweep is done, but the instrument gives its output back as on; switch it off.',
      );
    } catch (error) {
      if (call.signal?.aborted !== true) await this.end({}).catch(() => false);
      throw error;
    } finally {
      this.#running = false;
    }
  }

  async switchOn(call: Call): Promise<void> {
    this.#owed = true;
    await this.#output.write(true, call);
  }

  /** Switches the output off; true when the instrument confirms it. */
  async end(call: Call): Promise<boolean> {
    const isOff = await outputsOff({
      off: async () => this.#output.write(false, call),
      areOn: async () => this.#output.read(call),
    });
    if (!isOff) return false;
    this.#owed = false;
    await this.#offAgain?.(call);
    return true;
  }
}
