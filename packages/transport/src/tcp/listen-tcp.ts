import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { FourwireError } from '@fourwire/core';
import type { ByteService } from '@fourwire/core';

/** Where to listen. */
export interface ListenTcpOptions {
  /** The local address to be called on; `127.0.0.1` unless given, and `0.0.0.0` or `::` for all. */
  readonly host?: string;
  /** 1 to 65535; one that the system chooses unless given, or with 0. */
  readonly port?: number;
}

/** A port that is listened on. */
export interface TcpListener extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Has a service answer on a TCP port, for protocols in which it is the far side that connects, such as passive HSMS.
 * The service decides how many connections it takes.
 *
 * @throws FourwireError of kind `link`, code `port-unavailable`, when the port cannot be had
 */
export async function listenTcp(service: ByteService, options: ListenTcpOptions = {}): Promise<TcpListener> {
  const { host = '127.0.0.1', port = 0 } = options;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    sockets.add(socket);
    const session = service.connect({
      send: (bytes) => {
        if (!socket.destroyed) socket.write(bytes);
      },
      close: () => socket.destroySoon(),
    });
    socket.on('data', (chunk) => session.receive(chunk));
    // A far side that resets its connection has gone: `close` follows and says so.
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      session.closed();
    });
  });
  await listening(server, host, port);
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { host, port: (server.address() as AddressInfo).port, close, [Symbol.asyncDispose]: close };
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (cause: Error): void => {
      const text = `Port ${port} on ${host} cannot be listened on: ${cause.message}.`;
      reject(new FourwireError('link', 'port-unavailable', text, { cause }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve();
    });
  });
}
