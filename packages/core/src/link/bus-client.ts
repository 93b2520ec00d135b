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

/**
 * A device's place on a bus: the bus, and the transport that reaches this device alone. On a wire whose devices have
 * addresses below it, such as GPIB behind an adapter, that is not the bus's own transport.
 */
export interface BusPlace<W extends Transport> {
  readonly bus: Bus<Transport>;
  readonly wire: W;
}

/** Whether a client's device was set up since the link was last opened. */
export type ClientState = 'ready' | 'setting-up' | 'refused';

/** One device's access to a bus that it may share with others. */
export class BusClient<W extends Transport> implements Exchanger<W>, BusPlace<W> {
  readonly path: string;
  readonly timeoutMs: number;
  readonly gapMs: number;
  readonly bus: Bus<Transport>;
  /** What reaches the device; besides exchanges it may offer service requests and unasked messages. */
  readonly wire: W;
  /**
   * Checks and sets up the device after the link was opened anew, before anybody else talks to it; the exchanges it
   * makes must carry the call it is given.
   */
  setUp: ((call: Call) => Promise<void>) | undefined;
  /** Told when a set-up failed or succeeded, so that the device can say so. */
  onState: ((state: ClientState, error?: FourwireError) => void) | undefined;
  state: ClientState = 'ready';
  /** Whether an exchange succeeded since the last set-up. */
  answered = false;
  /** Why the last set-up failed, until one succeeds. */
  failure: FourwireError | undefined;

  constructor(bus: Bus<W>, path: string, settings?: ClientSettings);
  /** @param wire - what reaches this device where that is not the transport of the bus; see {@link BusPlace} */
  constructor(bus: Bus<Transport>, path: string, settings: ClientSettings | undefined, wire: W);
  constructor(bus: Bus<Transport>, path: string, settings: ClientSettings = {}, wire?: W) {
    this.bus = bus;
    // Without a wire of its own the bus is one of W.
    this.wire = wire ?? (bus.transport as W);
    this.path = path;
    this.timeoutMs = toMilliseconds(settings.timeout ?? 2000, 'timeout');
    this.gapMs = toMilliseconds(settings.gap ?? 0, 'gap');
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
