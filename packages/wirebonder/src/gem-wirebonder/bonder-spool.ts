import { FourwireError } from '@fourwire/core';
import type { Call, Clock } from '@fourwire/core';
import type { GemHost } from '@fourwire/secs';
import { merge } from 'rxjs';
import { isAborted, isRefused } from './bonder-state.ts';

/** How often the machine is asked for more while it still sends, in ms. */
const againMs = 250;

/** After so long without a message from a machine that says it still sends, in ms, something is wrong. */
const silenceMs = 60_000;

/** RSDA for "busy": it sends already. */
const busy = 1;

/** What the machine keeps while it has no host. Source: sheet gem.md section 8. */
export class BonderSpool {
  readonly #host: GemHost;
  readonly #clock: Clock;

  constructor(host: GemHost, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
  }

  /** Tells the machine to keep events and alarms; one that knows no spooling is left as it is. */
  async select(call: Call): Promise<void> {
    try {
      await this.#host.spool.select({ 5: [], 6: [11] }, call);
    } catch (error) {
      if (!isRefused(error) && !isAborted(error)) throw error;
    }
  }

  /**
   * Has the machine send all that it kept, and waits until there is no more.
   *
   * @returns how many events and alarms came meanwhile, live ones among them
   */
  async fetch(call: Call): Promise<number> {
    let messages = 0;
    let heard = this.#clock.monotonic();
    const { events, alarms } = this.#host;
    const listening = merge(events.event$, alarms.alarm$).subscribe({
      next: () => {
        messages++;
        heard = this.#clock.monotonic();
      },
      // These streams never fail.
      error: () => {},
    });
    try {
      while (await this.#more(call)) {
        if (this.#clock.monotonic() - heard > silenceMs) throw stuck();
        await this.#clock.sleep(againMs, call.signal);
      }
      return messages;
    } finally {
      listening.unsubscribe();
    }
  }

  /** Asks for what is kept; false when there is nothing, or the machine knows no spooling. */
  async #more(call: Call): Promise<boolean> {
    try {
      return await this.#host.spool.transmit(call);
    } catch (error) {
      if (isRefused(error)) return error.device?.code === busy;
      if (isAborted(error)) return false;
      throw error;
    }
  }
}

function stuck(): FourwireError {
  return new FourwireError(
    'device',
    'spool-stuck',
    `The bonder says that it sends what it kept, but nothing came for ${silenceMs / 1000} s.`,
    { retry: 'later' },
  );
}
