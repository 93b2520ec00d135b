import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { FourwireError } from '@fourwire/core';
import type { MessageService } from '../serve/message-service.ts';
import type { ServeTcpOptions, TcpMount } from '../serve/serve-tcp.ts';
import { HislipServer } from './hislip-server.ts';
import type { HislipOptions } from './hislip-server.ts';
import type { HislipViolation } from './violations.ts';

/** How instruments are put on HiSLIP. */
export interface ServeHislipOptions extends ServeTcpOptions, HislipOptions {}

/** Instruments on HiSLIP. */
export interface HislipMount<Name extends string = string> extends TcpMount {
  /** The resource string of the first instrument, for example `TCPIP0::127.0.0.1::hislip0,4880::INSTR`. */
  readonly address: string;
  /** The resource strings of all, by sub-address. */
  readonly addresses: Readonly<Record<Name, string>>;
  /** What clients did wrong without being told, oldest first; the first 1000. */
  readonly violations: readonly HislipViolation[];
}

/**
 * Serves instruments on HiSLIP (IVI-6.1), so that any VISA can talk to a simulator.
 *
 * @param instruments - by sub-address, such as `hislip0`; the first is also the one of clients that name none
 * @throws FourwireError of kind `link`, code `port-unavailable`, when the port is taken; of kind `range` when an option
 *   or a sub-address is refused
 *
 * @example
 * ```ts
 * await using mount = await serveHislip({ hislip0: new Keysight34461Simulator().messages });
 * await using meter = await openMultimeter(mount.address, { driver: 'keysight-34460' });
 * ```
 */
export async function serveHislip<Name extends string>(
  instruments: Readonly<Record<Name, MessageService>>,
  options: ServeHislipOptions = {},
): Promise<HislipMount<Name>> {
  const host = options.host ?? '127.0.0.1';
  const service = new HislipServer(instruments, options);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    connect(service, socket);
    socket.on('close', () => sockets.delete(socket));
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
  const names = Object.keys(instruments) as Name[];
  const resource = (name: string): string => `TCPIP0::${host}::${name},${port}::INSTR`;
  return {
    host,
    port,
    address: resource(names[0] ?? 'hislip0'),
    addresses: Object.fromEntries(names.map((name) => [name, resource(name)])) as Record<Name, string>,
    get violations() {
      return service.violations;
    },
    get clients() {
      return service.sessions;
    },
    unplug,
    plug: async () => {
      await listen(port);
    },
    close: unplug,
    [Symbol.asyncDispose]: unplug,
  };
}

/** Carries one connection; a client that does not read what it asked for is not read from either. */
function connect(service: HislipServer, socket: Socket): void {
  let held = false;
  let full = false;
  let ended = false;
  const update = (): void => {
    if ((held || full) && !ended) socket.pause();
    else socket.resume();
  };
  const hold = (on: boolean): void => {
    held = on;
    update();
  };
  const channel = service.connect({
    send: (bytes) => {
      if (!socket.writable || socket.write(bytes)) return;
      full = true;
      update();
    },
    // What still comes is read and dropped: a reset would take the last message from the client.
    close: () => {
      ended = true;
      update();
      socket.end();
    },
    pause: () => hold(true),
    resume: () => hold(false),
  });
  socket.on('drain', () => {
    full = false;
    update();
  });
  socket.on('data', (chunk) => channel.receive(chunk));
  // A client that resets its connection has gone; `close` follows.
  socket.on('error', () => {});
  socket.on('close', () => channel.closed());
}
