import { FourwireError } from '../errors/fourwire-error.ts';
import { StreamTransport } from './stream-transport.ts';
import type { StreamOptions } from './stream-transport.ts';

/** The far side's end of one connection, as a {@link ByteService} sees it. */
export interface BytePeer {
  /** Sends bytes to the client. */
  send(bytes: Uint8Array): void;
  /** Ends the connection. */
  close(): void;
}

/** One connection to a {@link ByteService}. */
export interface ByteSession {
  /** Takes bytes from the client, in chunks of any size. */
  receive(bytes: Uint8Array): void;
  /** The connection ended. */
  closed(): void;
}

/** Something that serves bytes: a simulator's protocol, mounted on a link in this process or on a real wire. */
export interface ByteService {
  connect(peer: BytePeer): ByteSession;
}

/** A byte stream to a service in this process: no sockets, no real time, the same bytes. */
export class InProcessTransport extends StreamTransport {
  readonly address: string;
  readonly #service: ByteService;
  #session: ByteSession | undefined;
  #plugged = true;

  /** @param name - what the link is called in messages; its address is `sim://name` */
  constructor(service: ByteService, name = 'in-process', options: StreamOptions = {}) {
    super(options);
    this.#service = service;
    this.address = `sim://${name}`;
  }

  /** Pulls the cable: the connection ends and cannot be opened again until {@link plug}. */
  unplug(): void {
    this.#plugged = false;
    const session = this.#session;
    if (session === undefined) return;
    this.#session = undefined;
    session.closed();
    this.disconnected(new FourwireError('link', 'link-lost', `${this.address}: the cable was pulled.`));
  }

  /** Puts the cable back. */
  plug(): void {
    this.#plugged = true;
  }

  protected async connect(): Promise<void> {
    if (!this.#plugged)
      throw new FourwireError('link', 'link-refused', `${this.address}: the cable is not plugged in.`);
    const session = this.#service.connect({
      send: (bytes) => {
        // A copy (`slice` of a Buffer is none), and on a later microtask: as on a real wire, neither side sees the other's buffers or call stack.
        const copy = new Uint8Array(bytes);
        queueMicrotask(() => {
          if (this.#session === session) this.receive(copy);
        });
      },
      close: () => {
        queueMicrotask(() => {
          if (this.#session !== session) return;
          this.#session = undefined;
          session.closed();
          this.disconnected(
            new FourwireError('link', 'link-lost', `${this.address}: the far side closed the connection.`),
          );
        });
      },
    });
    this.#session = session;
  }

  protected async disconnect(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    session?.closed();
  }

  protected send(data: Uint8Array): undefined {
    const session = this.#session;
    const copy = new Uint8Array(data);
    queueMicrotask(() => {
      if (this.#session === session) session?.receive(copy);
    });
  }
}
