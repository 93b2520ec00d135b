import type { Socket } from 'node:dgram';
import type { Clock } from '@fourwire/core';
import { EMPTY, Observable, catchError, concat, defer, from, merge, of, switchMap, takeUntil } from 'rxjs';
import { asking } from './asking.ts';
import { reasonOf } from './failure.ts';
import { warning } from './found.ts';
import type { Discovery } from './found.ts';
import type { LocalNetwork } from './local-networks.ts';
import { loadMdns } from './mdns-library.ts';
import type { MdnsFactory } from './mdns-library.ts';
import { ServiceBook } from './service-book.ts';
import { udpSocket } from './udp-socket.ts';

/** Where questions go: the group of mDNS (RFC 6762, 3), or one host in tests. */
export interface MdnsGroup {
  readonly address: string;
  readonly port: number;
}

/** The IPv4 group. */
export const mdnsGroup: MdnsGroup = { address: '224.0.0.251', port: 5353 };

/**
 * Asks by mDNS for the services of instruments, and yields all that is known after every answer that brings something
 * new, so the same address again and again; at `end$` it says what stayed incomplete.
 */
export function mdnsServices(
  networks: readonly LocalNetwork[],
  group: MdnsGroup,
  clock: Clock,
  end$: Observable<unknown>,
): Observable<Discovery> {
  return defer(() => {
    const book = new ServiceBook();
    const answers$ = from(clock.outside(loadMdns())).pipe(
      switchMap((mdns) => {
        const talk = switchMap((socket: Socket) => conversation(socket, mdns, group, book, clock));
        return merge(
          ...networks.flatMap(({ address }) => [
            ownPort(address).pipe(
              talk,
              catchError((error: unknown) => of(failed(error))),
            ),
            // Where the system does not share the port, the other socket is enough.
            sharedPort(address, group).pipe(
              talk,
              catchError(() => EMPTY),
            ),
          ]),
        );
      }),
      catchError((error: unknown) => of(failed(error))),
      takeUntil(end$),
    );
    return concat(
      answers$,
      defer(() => book.leftOver()),
    );
  });
}

/**
 * A socket on a port of its own: the answers come to that port alone (RFC 6762, 6.7), which works wherever something
 * else holds the port of mDNS.
 */
function ownPort(address: string): Observable<Socket> {
  return udpSocket(address, 0, (socket) => {
    socket.setMulticastInterface(address);
    socket.setMulticastTTL(255);
  });
}

/** A socket on the port of mDNS: the answers come to the group, which passes the firewalls that let mDNS through. */
function sharedPort(address: string, group: MdnsGroup): Observable<Socket> {
  return udpSocket('0.0.0.0', group.port, (socket) => {
    socket.addMembership(group.address, address);
    socket.setMulticastInterface(address);
    socket.setMulticastTTL(255);
  });
}

function conversation(
  socket: Socket,
  mdns: MdnsFactory,
  group: MdnsGroup,
  book: ServiceBook,
  clock: Clock,
): Observable<Discovery> {
  return new Observable((subscriber) => {
    const link = mdns({ socket, bind: false, multicast: false, ip: group.address, port: group.port });
    link.on('response', ({ answers, additionals }) => {
      if (!book.add([...answers, ...additionals])) return;
      for (const discovery of book.found()) subscriber.next(discovery);
    });
    // It is not destroyed: that would close the socket, which its owner does.
    // Datagrams of others that cannot be read; what is wrong with the socket its owner hears itself.
    link.on('warning', () => {}).on('error', () => {});
    const ask = (): void =>
      link.query(book.questions(), (error) => {
        if (error) subscriber.next(failed(error));
      });
    subscriber.add(asking(clock, ask).subscribe({ error: (error: unknown) => subscriber.error(error) }));
  });
}

function failed(error: unknown): Discovery {
  return warning('mdns', `No question by mDNS: ${reasonOf(error)}.`);
}
