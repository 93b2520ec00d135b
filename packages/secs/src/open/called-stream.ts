import { FourwireError, StreamTransport, toMilliseconds } from '@fourwire/core';
import type { BytePeer, ByteSession, Duration, TransportHost, Turn } from '@fourwire/core';
import { listenTcp } from '@fourwire/transport';
import type { TcpListener } from '@fourwire/transport';
import { refuseConnection } from '../connection/hsms-refusal.ts';

/** Where a stream is called on. */
export interface CalledStreamOptions {
  /** The local address; `0.0.0.0` or `::` for all. */
  readonly host: string;
  readonly port: number;
  /** What the link is called in messages. */
  readonly address: string;
  /** T7: how long a second caller may say nothing before it is hung up on; 10 s unless given. */
  readonly t7?: Duration;
}

/**
 * A stream that the far side opens: it listens on a TCP port while it is being opened, takes the first who calls, and
 * refuses every other until it is closed.
 *
 * Source: SEMI E37.1, passive mode; sheet hsms.md, sections 2 and 12.
 */
export class CalledStream extends StreamTransport {
  readonly address: string;
  readonly #options: CalledStreamOptions;
  #listener: TcpListener | undefined;
  #peer: BytePeer | undefined;

  constructor(options: CalledStreamOptions) {
    super({ unsolicited: true });
    this.#options = options;
    this.address = options.address;
  }

  /** @throws FourwireError of kind `link`, code `port-unavailable`, when the port cannot be had */
  protected async connect(turn: Turn, { clock }: TransportHost): Promise<void> {
    const { host, port, t7 = { seconds: 10 } } = this.#options;
    let taken: (peer: BytePeer) => void = () => {};
    const called = new Promise<BytePeer>((resolve) => {
      taken = resolve;
    });
    const connect = (peer: BytePeer): ByteSession => {
      if (this.#peer !== undefined) return refuseConnection(peer, clock.wire, toMilliseconds(t7));
      this.#peer = peer;
      taken(peer);
      return { receive: (bytes) => this.receive(bytes), closed: () => this.disconnected(this.#gone()) };
    };
    this.#listener = await listenTcp({ connect }, { host, port });
    try {
      turn.check();
      await Promise.race([
        called,
        new Promise<never>((_, reject) => {
          turn.onInterrupt(reject);
        }),
      ]);
    } catch (error) {
      await this.disconnect();
      throw error;
    } finally {
      turn.onInterrupt(undefined);
    }
  }

  protected async disconnect(): Promise<void> {
    const [listener, peer] = [this.#listener, this.#peer];
    this.#listener = undefined;
    this.#peer = undefined;
    peer?.close();
    await listener?.close();
  }

  protected send(data: Uint8Array): undefined {
    this.#peer?.send(data);
  }

  #gone(): FourwireError {
    return new FourwireError('link', 'link-lost', `${this.address}: the far side closed the connection.`);
  }
}
