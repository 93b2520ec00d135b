import type { Socket } from 'node:dgram';
import type { Clock } from '@fourwire/core';
import { Observable, catchError, merge, of, switchMap } from 'rxjs';
import { asking } from './asking.ts';
import { reasonOf } from './failure.ts';
import { found, warning } from './found.ts';
import type { Discovery } from './found.ts';
import { decodeGetPort, encodeGetPort } from './get-port.ts';
import type { LocalNetwork } from './local-networks.ts';
import { udpSocket } from './udp-socket.ts';

/**
 * Asks the port mappers of whole networks for VXI-11 (sheet vxi11.md, 5). Every instrument answers with a datagram; none
 * is connected to. Goes on until nobody listens.
 *
 * @param port - of the port mappers, 111 on instruments
 */
export function vxi11Broadcast(
  networks: readonly LocalNetwork[],
  port: number,
  clock: Clock,
): Observable<Discovery> {
  return merge(
    ...networks.map((network) =>
      udpSocket(network.address, 0, (socket) => socket.setBroadcast(true)).pipe(
        switchMap((socket) => broadcast(socket, network, port, clock)),
        catchError((error: unknown) => of(failed(network, error))),
      ),
    ),
  );
}

function broadcast(socket: Socket, network: LocalNetwork, port: number, clock: Clock): Observable<Discovery> {
  return new Observable((subscriber) => {
    const answered = (reply: Uint8Array, { address }: { address: string }): void => {
      if (decodeGetPort(reply) === undefined) return;
      subscriber.next(found('vxi11', { kind: 'vxi11', board: 0, host: address, device: 'inst0' }));
    };
    const call = encodeGetPort();
    const ask = (): void =>
      socket.send(call, port, network.broadcast, (error) => {
        if (error !== null) subscriber.next(failed(network, error));
      });
    socket.on('message', answered);
    subscriber.add(() => socket.off('message', answered));
    subscriber.add(asking(clock, ask).subscribe({ error: (error: unknown) => subscriber.error(error) }));
  });
}

function failed({ broadcast: everybody }: LocalNetwork, error: unknown): Discovery {
  return warning('vxi11', `No VXI-11 broadcast to ${everybody}: ${reasonOf(error)}.`);
}
