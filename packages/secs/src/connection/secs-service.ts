import { FourwireError, Turn, toMilliseconds } from '@fourwire/core';
import type {
  BytePeer,
  ByteService,
  ByteSession,
  ByteTransport,
  Clock,
  Duration,
  ExchangeOptions,
  Work,
} from '@fourwire/core';
import { AcceptedStream } from './accepted-stream.ts';
import type { SecsLink, SecsTransport } from './secs-transport.ts';

/** What a served transport needs. */
export interface SecsServiceSettings {
  /** Makes the transport; `connect` gives it the stream of the connection that was accepted. */
  readonly transport: (connect: () => ByteTransport) => SecsTransport;
  readonly clock: Clock;
  /** T3: how long a reply may take. */
  readonly t3: Duration;
  /** Serves who calls while another connection is served. */
  readonly refuse: (peer: BytePeer) => ByteSession;
}

/**
 * The side of a SECS link that is called: a service that can be mounted wherever bytes are served, and the link over
 * which whoever is behind it talks. One connection at a time; the transport is opened for each.
 */
export class SecsService implements ByteService, SecsLink {
  readonly wire: SecsTransport;
  readonly #settings: SecsServiceSettings;
  readonly #t3Ms: number;
  readonly #running = new Set<Turn>();
  #stream: AcceptedStream | undefined;
  #ending: Promise<void> = Promise.resolve();

  constructor(settings: SecsServiceSettings) {
    this.#settings = settings;
    this.#t3Ms = toMilliseconds(settings.t3, 't3');
    this.wire = settings.transport(() => {
      if (this.#stream !== undefined) return this.#stream;
      throw new FourwireError('link', 'link-closed', `${this.wire.address}: nobody is connected.`);
    });
  }

  connect(peer: BytePeer): ByteSession {
    // One that has just hung up need not have been cleared away yet.
    if (this.#stream?.ended === true) void this.#end(this.#stream);
    if (this.#stream !== undefined) return this.#settings.refuse(peer);
    const stream = new AcceptedStream(peer, this.wire.address);
    this.#stream = stream;
    void this.#ending.then(async () => this.#serve(stream));
    return stream;
  }

  /** Ends the connection that is served. */
  async close(): Promise<void> {
    const stream = this.#stream;
    if (stream !== undefined) await this.#end(stream);
  }

  async exchange<R>(work: Work<SecsTransport, R>, options: ExchangeOptions = {}): Promise<R> {
    const turn = new Turn();
    const ms = options.timeout === undefined ? this.#t3Ms : toMilliseconds(options.timeout, 'timeout');
    const timer = this.#settings.clock.wire.setTimer(ms, () =>
      turn.interrupt(
        new FourwireError('timeout', 'timeout', `${this.wire.address}: no reply within ${ms} ms (T3).`),
      ),
    );
    this.#running.add(turn);
    try {
      return await work(this.wire, turn);
    } finally {
      timer.cancel();
      this.#running.delete(turn);
    }
  }

  async #serve(stream: AcceptedStream): Promise<void> {
    const host = {
      clock: this.#settings.clock.wire,
      lost: () => void this.#end(stream),
      trace: () => {},
    };
    try {
      await this.wire.open(host, new Turn());
    } catch {
      // Whoever called never became a partner: T7, a length that is none, or gone again. The next one is served.
      await this.#end(stream);
    }
  }

  async #end(stream: AcceptedStream): Promise<void> {
    if (this.#stream !== stream) return;
    const error = new FourwireError('link', 'link-lost', `${this.wire.address}: the connection ended.`);
    for (const turn of this.#running) turn.interrupt(error);
    this.#ending = this.wire.close().catch(() => {});
    // Whoever calls from now on is served once this one is closed.
    this.#stream = undefined;
    await this.#ending;
    await stream.close();
  }
}
