import type { Socket } from 'node:net';
import { TcpServer } from './tcp-server.ts';
import { hex } from './scripted-service.ts';

/** `s` for the synchronous channel, `a` for the asynchronous one. */
export type ChannelName = 's' | 'a';

/** A message as the sheet writes it: `07 00 ffffff00`, with the payload apart. */
export interface PeerMessage {
  readonly channel: ChannelName;
  readonly type: number;
  readonly control: number;
  readonly parameter: number;
  readonly payload: Buffer;
  readonly session: PeerSession;
}

/** The two channels of one client. */
export class PeerSession {
  readonly sockets: { s: Socket; a: Socket | undefined };

  constructor(synchronous: Socket) {
    this.sockets = { s: synchronous, a: undefined };
  }

  /** Sends bytes given in hexadecimal. */
  send(channel: ChannelName, text: string): void {
    this.sockets[channel]?.write(hex(text));
  }

  /** Sends a message. */
  message(channel: ChannelName, type: number, control: number, parameter: number, payload = ''): void {
    this.sockets[channel]?.write(peerMessage(type, control, parameter, Buffer.from(payload, 'latin1')));
  }
}

/** A message in bytes. */
export function peerMessage(type: number, control: number, parameter: number, payload: Buffer): Buffer {
  const header = Buffer.from([0x48, 0x53, type, control, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(parameter, 4);
  header.writeBigUInt64BE(BigInt(payload.length), 8);
  return Buffer.concat([header, payload]);
}

/** Does what a message asks for; true when that was all, false leaves it to the peer's usual answers. */
export type PeerScript = (message: PeerMessage) => boolean;

/**
 * A HiSLIP server that a test scripts. It opens sessions, states sizes, acknowledges clears, answers status queries, locks
 * and remote control as in the transcript of the sheet, and echoes each DataEND that has a question mark.
 */
export class HislipPeer implements AsyncDisposable {
  /** What came: channel, type, control and parameter in hexadecimal, then the payload as text. */
  readonly log: string[] = [];
  readonly sessions: PeerSession[] = [];
  /** What the answers to Initialize, to the size and to a device clear say. */
  welcome = '4853 01 00 02001235 0000000000000000';
  size = '4853 10 00 00000000 0000000000000008 0000000000100000';
  cleared = '4853 09 00 00000000 0000000000000000';
  script: PeerScript;
  readonly #server: TcpServer;
  readonly #waiting: (() => void)[] = [];

  private constructor(server: TcpServer, script: PeerScript) {
    this.#server = server;
    this.script = script;
  }

  static async start(script: PeerScript = () => false): Promise<HislipPeer> {
    let serve: (socket: Socket) => void = () => {};
    const server = await TcpServer.start((socket) => serve(socket));
    const peer = new HislipPeer(server, script);
    serve = (socket) => peer.#serve(socket);
    return peer;
  }

  get port(): number {
    return this.#server.port;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#server.sockets.size;
  }

  /** The newest session. */
  get session(): PeerSession {
    return this.sessions.at(-1) as PeerSession;
  }

  /** The log without the opening. */
  get said(): string[] {
    return this.log.slice(3);
  }

  /** Resolves when `condition` holds; looked at with each message and each end of a connection. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.kill();
  }

  #serve(socket: Socket): void {
    let rest: Buffer = Buffer.alloc(0);
    let session: PeerSession | undefined;
    let channel: ChannelName = 's';
    socket.on('close', () => this.#look());
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 16) {
        const length = Number(rest.readBigUInt64BE(8));
        if (rest.length < 16 + length) break;
        const [type, control] = [rest.readUInt8(2), rest.readUInt8(3)];
        if (type === 0) {
          session = new PeerSession(socket);
          this.sessions.push(session);
        } else if (type === 17) {
          session = this.session;
          session.sockets.a = socket;
          channel = 'a';
        }
        const payload = rest.subarray(16, 16 + length);
        const parameter = rest.readUInt32BE(4);
        this.log.push(
          `${channel} ${rest.toString('hex', 2, 3)} ${rest.toString('hex', 3, 4)} ${rest.toString('hex', 4, 8)} ${payload.length <= 64 ? payload.toString('latin1') : payload.length}`.trim(),
        );
        rest = rest.subarray(16 + length);
        const message = { channel, type, control, parameter, payload, session: session as PeerSession };
        if (!this.script(message)) this.#answer(message);
        this.#look();
      }
    });
  }

  #look(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #answer({ type, parameter, payload, session }: PeerMessage): void {
    if (type === 0) session.send('s', this.welcome);
    else if (type === 17) session.send('a', '4853 12 00 00005a5a 0000000000000000');
    else if (type === 15) session.send('a', this.size);
    else if (type === 19) session.send('a', '4853 17 00 00000000 0000000000000000');
    else if (type === 8) session.send('s', this.cleared);
    else if (type === 21) session.send('a', '4853 16 00 00000000 0000000000000000');
    else if (type === 4) session.send('a', '4853 05 01 00000000 0000000000000000');
    else if (type === 10) session.send('a', '4853 0b 00 00000000 0000000000000000');
    else if (type === 7 && payload.includes('?'))
      session.message('s', 7, 0, parameter, `re ${String(payload)}`);
  }
}
