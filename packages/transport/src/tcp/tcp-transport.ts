import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { FourwireError, StreamTransport } from '@fourwire/core';
import type { StreamOptions, Turn } from '@fourwire/core';
import { drained } from '../stream/drained.ts';

/** Where a TCP transport connects to. */
export interface TcpOptions extends StreamOptions {
  /** Host name, IPv4 address, or IPv6 address without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** Room for what most instruments answer. A link that waits has no more than this. */
const smallChunk = 2048;

/** Big enough for what one segment train delivers; a link gets it when a chunk has filled the small one. */
const largeChunk = 65_536;

/** A raw TCP socket: VISA `TCPIP::host::port::SOCKET`. Nagle's algorithm is off, keep-alive is on. */
export class TcpTransport extends StreamTransport {
  readonly address: string;
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(options: TcpOptions) {
    super(options);
    this.#host = options.host;
    this.#port = options.port;
    const host = options.host.includes(':') ? `[${options.host}]` : options.host;
    this.address = `TCPIP0::${host}::${options.port}::SOCKET`;
  }

  protected async connect(turn: Turn): Promise<void> {
    turn.check();
    // Reused for every chunk, so that receiving allocates nothing.
    let chunk = new Uint8Array(smallChunk);
    const socket = connect({
      host: this.#host,
      port: this.#port,
      noDelay: true,
      keepAlive: true,
      onread: {
        buffer: () => chunk,
        callback: (length) => {
          this.receive(chunk.subarray(0, length));
          if (length === smallChunk) chunk = new Uint8Array(largeChunk);
          return true;
        },
      },
    });
    this.#socket = socket;
    let failure: Error | undefined;
    socket.on('error', (error) => {
      failure = error;
    });
    await new Promise<void>((resolve, reject) => {
      turn.onInterrupt((error) => {
        socket.destroy();
        reject(error);
      });
      socket.once('connect', resolve);
      // 'close' follows 'error', so the reason is known by then.
      socket.once('close', () => reject(this.#refused(failure)));
    });
    turn.onInterrupt(undefined);
    socket.removeAllListeners('close').on('close', () => {
      if (this.#socket !== socket) return;
      const why = failure === undefined ? 'the far side closed the connection' : failure.message;
      this.disconnected(
        new FourwireError('link', 'link-lost', `${this.address}: ${why}.`, { cause: failure }),
      );
    });
  }

  protected async disconnect(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }

  protected send(data: Uint8Array, turn: Turn): Promise<void> | undefined {
    const socket = this.#socket;
    return socket === undefined || socket.write(data) ? undefined : drained(socket, turn);
  }

  #refused(error: Error | undefined): FourwireError {
    return new FourwireError(
      'link',
      'link-refused',
      `${this.address} cannot be opened: ${error?.message ?? 'the connection was closed'}. Check that the instrument is on, its address, and that nobody else holds the connection.`,
      { cause: error },
    );
  }
}
