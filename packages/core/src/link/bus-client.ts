import { Observable } from 'rxjs';
import type { FourwireError } from '../errors/fourwire-error.ts';
import type { Call } from '../model/implementation.ts';
import type { TraceEntry } from '../model/device.ts';
import type { Duration } from '../time/duration.ts';
import { toMilliseconds } from '../time/duration.ts';
import type { Bus } from './bus.ts';
import type { Exchanger, ExchangeOptions, Work } from './exchanger.ts';
import type { Transport } from './transport.ts';

/** How a device wants to be talked to. */
export interface ClientSettings {
  /** How long one exchange may take on the wire; 2 s unless given. */
  readonly timeout?: Duration;
  /** The shortest time between the end of one exchange with this device and the next on the bus; none unless given. */
  readonly gap?: Duration;
}

/** Whether a client's device was set up since the link was last opened. */
export type ClientState = 'ready' | 'setting-up' | 'refused';

/** One device's access to a bus that it may share with others. */
export class BusClient<W extends Transport> implements Exchanger<W> {
  readonly path: string;
  readonly timeoutMs: number;
  readonly gapMs: number;
  readonly bus: Bus<W>;
  /**
   * Checks and sets up the device after the link was opened anew, before anybody else talks to it; the exchanges it
   * makes must carry the call it is given.
   */
  setUp: ((call: Call) => Promise<void>) | undefined;
  /** Told when a set-up failed or succeeded, so that the device can say so. */
  onState: ((state: ClientState, error?: FourwireError) => void) | undefined;
  state: ClientState = 'ready';

  constructor(bus: Bus<W>, path: string, settings: ClientSettings = {}) {
    this.bus = bus;
    this.path = path;
    this.timeoutMs = toMilliseconds(settings.timeout ?? 2000, 'timeout');
    this.gapMs = toMilliseconds(settings.gap ?? 0, 'gap');
  }

  /** The transport, for what it offers besides exchanges: service requests, unasked messages. */
  get wire(): W {
    return this.bus.transport;
  }

  /** Every exchange of this client, with time and bytes. */
  get trace$(): Observable<TraceEntry> {
    return new Observable((subscriber) =>
      this.bus.trace$.subscribe({
        next: ({ client, entry }) => {
          if (client === this) subscriber.next(entry);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    );
  }

  // The bus makes the promise; a second one around it would cost every exchange.
  exchange<R>(work: Work<W, R>, options: ExchangeOptions = {}): Promise<R> {
    return this.bus.enqueue(this, work, options);
  }

  transaction<R>(work: (exchanger: Exchanger<W>) => Promise<R>, options: ExchangeOptions = {}): Promise<R> {
    return this.bus.enqueueTransaction(this, work, options);
  }
}
