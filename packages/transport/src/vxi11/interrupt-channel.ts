import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { FourwireError } from '@fourwire/core';
import { InterruptReader } from './interrupt-reader.ts';

/** An instrument has one connection; a few more are for one that connects again before it lets go. */
const mostConnections = 4;

/**
 * The interrupt channel: a server here, to which the instrument connects and says that it wants service. Nothing is
 * ever sent on it. It fails through NAT and firewalls.
 */
export class InterruptChannel {
  /** The address as VXI-11 writes it, a number of 32 bits. */
  readonly hostNumber: number;
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;

  private constructor(hostNumber: number, server: Server, sockets: Set<Socket>) {
    this.hostNumber = hostNumber;
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
    this.#sockets = sockets;
  }

  /**
   * Listens.
   *
   * @param localAddress - where the instrument can reach this computer: where the core channel is bound
   * @param requested - called with every service request
   * @throws FourwireError of kind `state`, code `interrupt-channel-ipv4`, where there is no IPv4 address; of kind
   * `link`, code `link-refused`, when no port can be had
   */
  static async listen(localAddress: string, requested: () => void): Promise<InterruptChannel> {
    const host = localAddress.replace(/^::ffff:/i, '');
    const hostNumber = ipv4Number(host);
    if (hostNumber === undefined) {
      throw new FourwireError(
        'state',
        'interrupt-channel-ipv4',
        `VXI-11 has service requests over IPv4 only, and the connection is from ${localAddress}. Open the instrument by its IPv4 address, or poll its status byte.`,
      );
    }
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      const reader = new InterruptReader(requested);
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
      socket.on('data', (chunk) => {
        if (!reader.push(chunk)) socket.destroy();
      });
    });
    server.maxConnections = mostConnections;
    server.listen(0, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      throw new FourwireError(
        'link',
        'link-refused',
        `No port for service requests can be opened on ${host}.`,
        { cause: error },
      );
    }
    return new InterruptChannel(hostNumber, server, sockets);
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

function ipv4Number(host: string): number | undefined {
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host)?.slice(1);
  return parts?.reduce((number, part) => number * 256 + Number(part), 0);
}
