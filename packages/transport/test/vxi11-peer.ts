import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { TcpServer } from './tcp-server.ts';

/** Words in hexadecimal, as the protocol sheet writes them. */
export function words(...values: readonly number[]): string {
  return values.map((value) => (value >>> 0).toString(16).padStart(8, '0')).join(' ');
}

/** An opaque in hexadecimal: length, bytes, padding. */
export function opaque(data: Buffer | string): string {
  const bytes = Buffer.from(data);
  return `${words(bytes.length)} ${bytes.toString('hex')}${'00'.repeat((4 - (bytes.length % 4)) % 4)}`;
}

export function fromHex(text: string): Buffer {
  return Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
}

/** A record of one fragment. */
export function record(body: Buffer): Buffer {
  const mark = Buffer.alloc(4);
  mark.writeUInt32BE(0x8000_0000 + body.length);
  return Buffer.concat([mark, body]);
}

/** A reply that was accepted and carried out, with its results in hexadecimal. */
export function reply(xid: number, results: string): Buffer {
  return record(fromHex(`${words(xid, 1, 0, 0, 0, 0)} ${results}`));
}

/** A call as the peer received it. */
export interface PeerCall {
  readonly channel: 'mapper' | 'core' | 'abort';
  readonly xid: number;
  readonly procedure: number;
  /** What follows the empty credentials. */
  readonly args: Buffer;
  /** The whole record in hexadecimal, mark included. */
  readonly hex: string;
  readonly socket: Socket;
}

/**
 * What a test says to a call: results in hexadecimal, bytes to send as they are, `null` for nothing at all, or
 * `undefined` for what the peer says by itself.
 */
export type PeerScript = (call: PeerCall, peer: Vxi11Peer) => string | Buffer | null | undefined;

/**
 * A VXI-11 instrument written by hand from the protocol sheet, whose answers a test may replace. By itself it is link
 * 201, takes 1024 bytes at once, and answers each message with what `answer` makes of it.
 */
export class Vxi11Peer implements AsyncDisposable {
  readonly calls: PeerCall[] = [];
  script: PeerScript;
  answer: (message: string) => string = (message) => (message.includes('?') ? `re ${message}` : '');
  statusByte = 0;
  maxReceive = 0x400;
  hasAbort = true;
  /** What it was told about the interrupt channel. */
  interrupt: { port: number; handle: Buffer } | undefined;
  core!: TcpServer;
  mapper!: TcpServer;
  abort!: TcpServer;
  #input = Buffer.alloc(0);
  #output = Buffer.alloc(0);
  #waiting: PeerCall | undefined;
  #changed: (() => void)[] = [];

  private constructor(script: PeerScript) {
    this.script = script;
  }

  static async start(script: PeerScript = () => undefined): Promise<Vxi11Peer> {
    const peer = new Vxi11Peer(script);
    const serve = async (channel: PeerCall['channel']): Promise<TcpServer> =>
      TcpServer.start((socket) => peer.#serve(channel, socket));
    [peer.core, peer.mapper, peer.abort] = await Promise.all([
      serve('core'),
      serve('mapper'),
      serve('abort'),
    ]);
    return peer;
  }

  /** The procedures that were called on the core channel. */
  get procedures(): number[] {
    return this.calls.filter(({ channel }) => channel === 'core').map(({ procedure }) => procedure);
  }

  /** The calls of one procedure of the core channel. */
  of(procedure: number): PeerCall[] {
    return this.calls.filter((call) => call.channel === 'core' && call.procedure === procedure);
  }

  /** Resolves as soon as `condition` holds; looked at whenever something arrives or a connection ends. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }

  /** Puts something into the output buffer, and answers the read that waits for it. */
  say(text: string): void {
    this.#output = Buffer.concat([this.#output, Buffer.from(text, 'latin1')]);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#send(waiting, this.#read(waiting.args));
  }

  /** Answers a call later. */
  send(call: PeerCall, results: string): void {
    call.socket.write(reply(call.xid, results));
  }

  /** Connects to the interrupt channel and sends bytes there. */
  interruptWith(bytes: Buffer): Socket {
    const socket = connect(this.interrupt?.port ?? 0, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(bytes);
    return socket;
  }

  /** The call with which it asks for service. */
  serviceRequest(): Buffer {
    const handle = opaque(this.interrupt?.handle ?? '');
    return record(fromHex(`${words(1, 0, 2, 0x0607b1, 1, 30, 0, 0, 0, 0)} ${handle}`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.core.kill(), this.mapper.kill(), this.abort.kill()]);
  }

  #notify(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }

  #serve(channel: PeerCall['channel'], socket: Socket): void {
    let rest = Buffer.alloc(0);
    socket.on('close', () => setImmediate(() => this.#notify()));
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (; rest.length >= 4;) {
        const length = 4 + (rest.readUInt32BE(0) & 0x7fff_ffff);
        if (rest.length < length) break;
        this.#called(channel, rest.subarray(0, length), socket);
        rest = rest.subarray(length);
      }
      this.#notify();
    });
  }

  #called(channel: PeerCall['channel'], bytes: Buffer, socket: Socket): void {
    const call: PeerCall = {
      channel,
      xid: bytes.readUInt32BE(4),
      procedure: bytes.readUInt32BE(24),
      args: Buffer.from(bytes.subarray(44)),
      hex: bytes.toString('hex'),
      socket,
    };
    this.calls.push(call);
    const scripted = this.script(call, this);
    this.#send(call, scripted === undefined ? this.#own(call) : scripted);
  }

  #send({ socket, xid }: PeerCall, answer: string | Buffer | null): void {
    if (answer !== null) socket.write(typeof answer === 'string' ? reply(xid, answer) : answer);
  }

  #own(call: PeerCall): string | null {
    const { channel, procedure, args } = call;
    if (channel === 'mapper') return words(this.core.port);
    if (channel === 'abort') {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting !== undefined) this.#send(waiting, words(23, 0, 0));
      return words(0);
    }
    switch (procedure) {
      case 10:
        return words(0, 201, this.hasAbort ? this.abort.port : 0, this.maxReceive);
      case 11:
        return this.#write(args);
      case 12:
        if (this.#output.length > 0) return this.#read(args);
        this.#waiting = call;
        return null;
      case 13:
        return words(0, this.statusByte);
      case 15:
        this.#input = Buffer.alloc(0);
        this.#output = Buffer.alloc(0);
        return words(0);
      case 20:
        if (this.interrupt !== undefined)
          this.interrupt.handle = args.subarray(12, 12 + args.readUInt32BE(8));
        return words(0);
      case 25:
        this.interrupt = { port: args.readUInt32BE(4), handle: Buffer.alloc(0) };
        return words(0);
      default:
        return words(0);
    }
  }

  #write(args: Buffer): string {
    const length = args.readUInt32BE(16);
    this.#input = Buffer.concat([this.#input, args.subarray(20, 20 + length)]);
    if ((args.readUInt32BE(12) & 8) !== 0) {
      this.#output = Buffer.from(this.answer(this.#input.toString('latin1')), 'latin1');
      this.#input = Buffer.alloc(0);
    }
    return words(0, length);
  }

  #read(args: Buffer): string {
    const data = this.#output.subarray(0, args.readUInt32BE(4));
    this.#output = this.#output.subarray(data.length);
    const reason = (data.length === args.readUInt32BE(4) ? 1 : 0) + (this.#output.length === 0 ? 4 : 0);
    return `${words(0, reason)} ${opaque(data)}`;
  }
}
