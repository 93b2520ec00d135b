import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { Observable } from 'rxjs';

/**
 * A bound UDP socket, for as long as somebody is subscribed; fails when it cannot be bound or breaks.
 *
 * @param port - 0 for any free one; another is shared with programs that allow it
 * @param prepare - sets options before anybody uses it
 */
export function udpSocket(
  address: string,
  port: number,
  prepare: (socket: Socket) => void,
): Observable<Socket> {
  return new Observable((subscriber) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: port !== 0 });
    socket.on('error', (error) => subscriber.error(error));
    socket.bind(port, address, () => {
      try {
        prepare(socket);
        subscriber.next(socket);
      } catch (error) {
        subscriber.error(error);
      }
    });
    return () => {
      try {
        socket.close();
      } catch {
        // Whoever used it has closed it already.
      }
    };
  });
}
