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
      if (client.setUp !== undefined) void this.#setUp(client, client.setUp, this.#current.signal);
    }
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
    const backoff = new Backoff(this.#bus.random);
    const call: SetUpCall = { urgent: true, signal, [setUpCall]: true };
    while (!signal.aborted && this.#bus.serves(client)) {
      try {
        await setUp(call);
        if (signal.aborted) return;
        client.state = 'ready';
        client.onState?.('ready');
        break;
      } catch (caught) {
        if (signal.aborted) return;
        const error = FourwireError.from(caught);
        const final = error.retry === 'never' || error.retry === 'operator';
        client.state = final ? 'refused' : 'setting-up';
        client.onState?.(client.state, error);
        if (final) break;
        await this.#bus.clock.sleep(backoff.next(), signal).catch(() => {});
      }
    }
    this.#bus.done();
  }
}
