import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A TCP server on a free port whose behaviour a test gives. */
export class TcpServer implements AsyncDisposable {
  readonly sockets = new Set<Socket>();
  /** How many connections there were. */
  connections = 0;
  port = 0;
  readonly #host: string;
  readonly #serve: (socket: Socket) => void;
  #server: Server | undefined;

  private constructor(serve: (socket: Socket) => void, host: string) {
    this.#serve = serve;
    this.#host = host;
  }

  static async start(serve: (socket: Socket) => void, host = '127.0.0.1'): Promise<TcpServer> {
    const server = new TcpServer(serve, host);
    await server.restart();
    return server;
  }

  /** Calls `answer` for every line, with the line feed. */
  static async lines(answer: (line: string, socket: Socket) => void, host?: string): Promise<TcpServer> {
    return TcpServer.start((socket) => {
      let rest = '';
      socket.on('data', (chunk) => {
        rest += chunk.toString('latin1');
        for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
          const line = rest.slice(0, end + 1);
          rest = rest.slice(end + 1);
          answer(line, socket);
        }
      });
    }, host);
  }

  /** Breaks all connections and refuses new ones. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    for (const socket of this.sockets) socket.destroy();
    const closed = once(server, 'close');
    server.close();
    await closed;
  }

  /** Listens on the same port as before. */
  async restart(): Promise<void> {
    const server = createServer((socket) => {
      this.connections++;
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => this.sockets.delete(socket));
      this.#serve(socket);
    });
    server.listen(this.port, this.#host);
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
