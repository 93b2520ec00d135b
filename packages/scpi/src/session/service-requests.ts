import type { BusClient, ByteTransport, Call } from '@fourwire/core';
import type { Subscription } from 'rxjs';
import type { ScpiCommand } from '../codec/command.ts';
import { scpi } from '../codec/command.ts';
import { parseInteger } from '../codec/number.ts';
import type { ScpiSession } from './scpi-session.ts';

/** Somebody who wants to look when the instrument requests service for a certain reason. */
export interface ServiceWatch {
  /** Bits of the status byte that are the reason. */
  readonly bit: number;
  /** Makes the instrument set the bit; nothing to do where it does by itself. */
  readonly enable: ScpiCommand | undefined;
  readonly look: () => Promise<void>;
  /** The instrument or the wire refuses to bring requests; poll instead. */
  readonly refused: () => void;
}

/** Brings the service requests of one instrument to those who wait for them, and enables them meanwhile. */
export class ServiceRequests {
  readonly #session: ScpiSession;
  readonly #client: BusClient<ByteTransport>;
  readonly #readStatusByte: (call: Call) => Promise<number>;
  readonly #watches = new Map<() => Promise<void>, ServiceWatch>();
  #subscription: Subscription | undefined;
  /** The service request enable register as it was before, to be put back. */
  #before: number | undefined;
  /** Whether the wire has refused once; it is not asked again. */
  #isRefused = false;
  /** Enabling goes one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(
    session: ScpiSession,
    client: BusClient<ByteTransport>,
    readStatusByte: (call: Call) => Promise<number>,
  ) {
    this.#session = session;
    this.#client = client;
    this.#readStatusByte = readStatusByte;
  }

  /** Looks at each request whether it is for this watch; false where the wire brings none. */
  watch(watch: ServiceWatch): boolean {
    const { wire, bus } = this.#client;
    const requests$ = wire.serviceRequest$;
    if (requests$ === undefined || this.#isRefused) return false;
    this.#watches.set(watch.look, watch);
    if (this.#subscription === undefined) {
      this.#subscription = requests$.subscribe({
        next: () => void this.#requested(),
        error: () => this.#refuse(),
      });
      // An instrument that was away may have been switched off, and has forgotten what was enabled.
      this.#subscription.add(
        bus.state$.subscribe({
          next: (state) => {
            if (state === 'ready') this.#enable([...this.#watches.values()]);
          },
          error: () => {},
        }),
      );
    } else this.#enable([watch]);
    return this.#watches.has(watch.look);
  }

  unwatch(look: () => Promise<void>): void {
    this.#watches.delete(look);
    if (this.#watches.size > 0) return;
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#after(async () => {
      const before = this.#before;
      if (before === undefined || this.#watches.size > 0 || this.#client.bus.state !== 'ready') return;
      this.#before = undefined;
      await this.#session.send(scpi`*SRE ${before}`);
    });
  }

  #enable(watches: readonly ServiceWatch[]): void {
    this.#after(async () => {
      this.#before ??= parseInteger(await this.#session.query(scpi`*SRE?`));
      for (const { enable } of watches) if (enable !== undefined) await this.#session.send(enable);
      const bits = [...this.#watches.values()].reduce((all, { bit }) => all | bit, this.#before);
      // Not for every message that waits to be read: that is every reply.
      await this.#session.send(scpi`*SRE ${bits & ~0x50}`);
    });
  }

  async #requested(): Promise<void> {
    try {
      // Also where the wire brought it with the request: the instrument sends no other before it was read.
      const byte = await this.#readStatusByte({});
      for (const { bit, look } of this.#watches.values()) if ((byte & bit) !== 0) await look();
    } catch {
      // Who watches looks now and then all the same.
    }
  }

  #refuse(): void {
    this.#isRefused = true;
    const watches = [...this.#watches.values()];
    this.#watches.clear();
    this.#subscription = undefined;
    for (const { refused } of watches) refused();
  }

  #after(work: () => Promise<void>): void {
    // What an instrument does not know stays off; who watches looks now and then all the same.
    this.#last = this.#last.then(work).catch(() => {});
  }
}
