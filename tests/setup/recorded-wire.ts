import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A piece of a conversation: from the client (`O`) or from the server (`I`). */
export interface Piece {
  readonly direction: 'I' | 'O';
  readonly bytes: Buffer;
}

/** A TCP port that passes everything on to another, and writes it down. */
export interface RecordedWire extends AsyncDisposable {
  readonly port: number;
  /** What was said on each connection, in the order in which they were opened. */
  readonly connections: readonly (readonly Piece[])[];
}

/** Listens in on what goes to a port of this computer. */
export async function recordedWire(target: number): Promise<RecordedWire> {
  const connections: Piece[][] = [];
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket, direction: Piece['direction'], pieces: Piece[]): void => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes: Buffer) => {
      pieces.push({ direction, bytes });
      to.write(bytes);
    });
    from.on('end', () => to.end()).on('error', () => to.destroy());
    from.on('close', () => sockets.delete(from));
  };
  const server = createServer((client) => {
    const pieces: Piece[] = [];
    connections.push(pieces);
    const upstream = connect({ host: '127.0.0.1', port: target });
    pass(client, upstream, 'O', pieces);
    pass(upstream, client, 'I', pieces);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
