import { FourwireError } from '../errors/fourwire-error.ts';
import type { Call } from '../model/implementation.ts';
import type { Clock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import { Backoff } from './backoff.ts';
import type { BusClient } from './bus-client.ts';
import type { Transport } from './transport.ts';

/** A set-up call is let through while the device's other calls wait. */
const setUpCall: unique symbol = Symbol('set-up');

interface SetUpCall extends Call {
  readonly [setUpCall]: true;
}

/** Whether a call belongs to a device's set-up. */
export function isSetUp(call: Call): boolean {
  return setUpCall in call;
}

/** What setting devices up needs of their bus. */
export interface SetUpBus {
  readonly clock: Clock;
  readonly random: Random;
  /** Whether the wire is open and the device still on it. */
  serves(client: BusClient<Transport>): boolean;
  /** A device was set up, or refused: its calls that wait can be looked at. */
  done(): void;
}

/** Checks and sets up the devices of a bus after its wire was opened anew, before anybody else talks to them. */
export class ClientSetUp {
  readonly #bus: SetUpBus;
  /** The pauses of devices whose set-up failed: a failure may open the wire anew, and that begins another set-up. */
  readonly #pauses = new WeakMap<BusClient<Transport>, Backoff>();
  /** Devices whose last set-up succeeded. */
  readonly #ready = new WeakSet<BusClient<Transport>>();
  #current = new AbortController();

  constructor(bus: SetUpBus) {
    this.#bus = bus;
  }

  /** Sets all these devices up, each for itself. */
  begin(clients: Iterable<BusClient<Transport>>): void {
    // What an earlier opening began is over: two set-ups at once would do everything twice.
    this.end(new FourwireError('aborted', 'aborted', 'The link was opened anew meanwhile.'));
    this.#current = new AbortController();
    for (const client of clients) {
      this.#judgeLast(client);
      if (client.setUp !== undefined) void this.#setUp(client, client.setUp, this.#current.signal);
    }
  }

  /** Whether the last set-up held: one after which nothing was answered counts as a failure. */
  #judgeLast(client: BusClient<Transport>): void {
    if (!this.#ready.has(client)) return;
    if (client.answered) this.#pauses.delete(client);
    else if (!this.#pauses.has(client)) this.#pauses.set(client, new Backoff(this.#bus.random));
  }

  /** Ends what is under way. */
  end(error: FourwireError): void {
    this.#current.abort(error);
  }

  async #setUp(
    client: BusClient<Transport>,
    setUp: (call: Call) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    client.state = 'setting-up';
    this.#ready.delete(client);
    const call: SetUpCall = { urgent: true, signal, [setUpCall]: true };
    while (!signal.aborted && this.#bus.serves(client)) {
      const pause = this.#pauses.get(client);
      if (pause !== undefined) await this.#bus.clock.sleep(pause.next(), signal).catch(() => {});
      if (signal.aborted) return;
      try {
        await setUp(call);
        if (signal.aborted) return;
        this.#ready.add(client);
        client.answered = false;
        client.state = 'ready';
        client.failure = undefined;
        client.onState?.('ready');
        break;
      } catch (caught) {
        const error = FourwireError.from(caught);
        // A link that went away has pauses of its own.
        if (error.kind !== 'link' && error.kind !== 'aborted' && pause === undefined)
          this.#pauses.set(client, new Backoff(this.#bus.random));
        if (signal.aborted) return;
        const final = error.retry === 'never' || error.retry === 'operator';
        client.state = final ? 'refused' : 'setting-up';
        client.failure = error;
        client.onState?.(client.state, error);
        // A refused device is asked again too: its answer may have been garbled, or the right one is put back.
      }
    }
    this.#bus.done();
  }
}
