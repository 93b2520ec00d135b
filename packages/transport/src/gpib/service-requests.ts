import type { Timer, TransportHost, Turn } from '@fourwire/core';
import { Observable } from 'rxjs';
import type { Subscriber } from 'rxjs';
import type { GpibPlace } from './gpib-place.ts';
import { samePlace } from './gpib-place.ts';

/** How often the SRQ line is looked at, in milliseconds; the sheet says 50 to 200. */
const everyMs = 100;

/** Bit 6 of the status byte: it was this instrument that asked for service. */
const requested = 0x40;

/** Asks an adapter, which does not report service requests by itself. */
export interface Poller {
  /** Whether any instrument asks for service. */
  serviceRequested(turn: Turn): Promise<boolean>;
  /** Serial poll; takes the request away. */
  statusByte(place: GpibPlace, turn: Turn): Promise<number>;
}

interface Listener {
  readonly place: GpibPlace;
  readonly subscriber: Subscriber<number>;
}

/** Looks for service requests while somebody listens to them and the wire is open; waits its turn among the exchanges. */
export class ServiceRequests {
  readonly #poller: Poller;
  readonly #listeners = new Set<Listener>();
  #host: TransportHost | undefined;
  #timer: Timer | undefined;

  constructor(poller: Poller) {
    this.#poller = poller;
  }

  /** The status bytes with which an instrument asks for service. */
  of(place: GpibPlace): Observable<number> {
    return new Observable((subscriber) => {
      const listener = { place, subscriber };
      this.#listeners.add(listener);
      this.#wait();
      return () => {
        this.#listeners.delete(listener);
        if (this.#listeners.size === 0) this.#stopWaiting();
      };
    });
  }

  /** The wire is open. */
  start(host: TransportHost): void {
    this.stop();
    this.#host = host;
    this.#wait();
  }

  /** The wire is closed. */
  stop(): void {
    this.#host = undefined;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #wait(): void {
    const host = this.#host;
    if (this.#listeners.size === 0 || host?.exchange === undefined || this.#timer !== undefined) return;
    const timer = host.clock.setTimer(everyMs, () => {
      void this.#look(host).then(() => {
        if (this.#timer !== timer) return;
        this.#timer = undefined;
        this.#wait();
      });
    });
    this.#timer = timer;
  }

  async #look(host: TransportHost): Promise<void> {
    // What fails is tried again; the bus has brought the wire back in step, and says so when it is gone.
    const found = await host.exchange?.(async (turn) => this.#ask(turn)).catch(() => undefined);
    for (const [{ subscriber }, status] of found ?? []) subscriber.next(status);
  }

  async #ask(turn: Turn): Promise<[Listener, number][]> {
    if (!(await this.#poller.serviceRequested(turn))) return [];
    const found: [Listener, number][] = [];
    const open = new Set(this.#listeners);
    for (const { place } of open) {
      const status = await this.#statusByte(place, turn);
      for (const listener of open) {
        if (!samePlace(listener.place, place)) continue;
        open.delete(listener);
        if ((status & requested) !== 0) found.push([listener, status]);
      }
    }
    return found;
  }

  /** An instrument that is switched off must not keep the requests of the others from being seen. */
  async #statusByte(place: GpibPlace, turn: Turn): Promise<number> {
    try {
      return await this.#poller.statusByte(place, turn);
    } catch {
      turn.check();
      return 0;
    }
  }
}
