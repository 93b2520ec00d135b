import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { FourwireError } from '@fourwire/core';
import type { ByteService } from '@fourwire/core';

/** How a service is put on TCP. */
export interface ServeTcpOptions {
  /** Chosen by the system when 0, as it is unless given. */
  readonly port?: number;
  /** The loopback address unless given: a simulator is nobody else's business. */
  readonly host?: string;
}

/** A service on TCP. */
export interface TcpMount extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** How many clients are connected. */
  readonly clients: number;
  /** Pulls the cable: every connection ends at once, and none is accepted until {@link TcpMount.plug}. */
  unplug(): Promise<void>;
  /** Puts the cable back, on the same port. */
  plug(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves bytes on TCP, so that any program can talk to a simulator.
 *
 * @throws FourwireError of kind `link` when the port is taken
 */
export async function serveTcp(service: ByteService, options: ServeTcpOptions = {}): Promise<TcpMount> {
  const host = options.host ?? '127.0.0.1';
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const session = service.connect({
      send: (bytes) => {
        if (!socket.destroyed) socket.write(bytes);
      },
      close: () => socket.destroySoon(),
    });
    socket.on('data', (chunk) => session.receive(chunk));
    // A client that resets its connection has gone; `close` follows and says so to the service.
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      session.closed();
    });
  });

  const listen = async (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const onError = (cause: Error): void =>
        reject(
          new FourwireError(
            'link',
            'port-unavailable',
            `Port ${port} on ${host} cannot be served: ${cause.message}.`,
            { cause },
          ),
        );
      server.once('error', onError);
      server.listen(port, host, () => {
        server.off('error', onError);
        resolve((server.address() as AddressInfo).port);
      });
    });

  const unplug = async (): Promise<void> => {
    const closed = server.listening ? new Promise((resolve) => server.close(resolve)) : undefined;
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  const port = await listen(options.port ?? 0);
  return {
    host,
    port,
    get clients() {
      return sockets.size;
    },
    unplug,
    plug: async () => {
      await listen(port);
    },
    close: unplug,
    [Symbol.asyncDispose]: unplug,
  };
}
