import { FourwireError } from '../errors/fourwire-error.ts';
import type { MessageEnd } from './message-end.ts';
import { ReceiveBuffer } from './receive-buffer.ts';
import type { ByteTransport, TransportHost } from './transport.ts';
import type { Turn } from './turn.ts';

/** What a stream transport may be told. */
export interface StreamOptions {
  /** The longest message that will be received, in bytes; 64 MiB unless given. */
  readonly maxMessageBytes?: number;
  /**
   * Whether the peer speaks without being asked (a gauge with a data button). Unless true, what lies unread when a
   * message is sent is a late answer to somebody else and is dropped.
   */
  readonly unsolicited?: boolean;
}

const done = Promise.resolve();

/** A transport over a stream of bytes without message boundaries: a socket, a serial line, an in-process pipe. */
export abstract class StreamTransport implements ByteTransport {
  readonly wire = 'bytes' as const;
  readonly concurrency: number = 1;
  readonly matchesReplies: boolean = false;
  abstract readonly address: string;
  /** See {@link StreamOptions.unsolicited}. */
  protected readonly unsolicited: boolean;
  readonly #input: ReceiveBuffer;
  #listener: ((chunk: Uint8Array) => void) | undefined;
  #host: TransportHost | undefined;
  #gone: FourwireError | undefined;
  #hangsUp = false;

  constructor(options: StreamOptions = {}) {
    this.#input = new ReceiveBuffer(options.maxMessageBytes ?? 64 * 1024 * 1024);
    this.unsolicited = options.unsolicited ?? false;
  }

  /** Connects; from then on call {@link receive} and, when the peer goes away, {@link disconnected}. */
  protected abstract connect(turn: Turn, host: TransportHost): Promise<void>;
  protected abstract disconnect(): Promise<void>;
  /** Hands bytes to the stream; a promise only where the stream asks to wait before more is sent. */
  protected abstract send(data: Uint8Array, turn: Turn): Promise<void> | undefined;

  protected receive(chunk: Uint8Array): void {
    if (this.#listener === undefined) this.#input.push(chunk);
    else this.#listener(chunk);
  }

  protected disconnected(error: FourwireError): void {
    this.#gone = error;
    if (this.#hangsUp && this.#input.hungUp()) return;
    this.#lose(error);
  }

  tolerateHangUp(): void {
    this.#hangsUp = true;
  }

  listen(listener: ((chunk: Uint8Array) => void) | undefined): void {
    this.#listener = listener;
    // What came before somebody listened was said unasked as well.
    if (listener !== undefined && this.#input.length > 0) listener(this.#input.discard());
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    this.#input.discard();
    this.#gone = undefined;
    await this.connect(turn, host);
    this.#checkStillThere();
    this.#host = host;
  }

  /** A peer that accepts and hangs up at once may be gone before anybody could be told. */
  #checkStillThere(): void {
    if (this.#gone !== undefined) throw this.#gone;
  }

  async close(): Promise<void> {
    this.#host = undefined;
    await this.disconnect();
    this.#input.discard();
  }

  /** A stream gives no certainty that a late answer is not still on its way, so it is opened anew. */
  async recover(_turn: Turn): Promise<boolean> {
    return false;
  }

  // oxlint-disable-next-line typescript/promise-function-async -- on every exchange's way: no promise of its own
  write(data: Uint8Array, turn: Turn): Promise<void> {
    if (turn.error !== undefined) return Promise.reject(turn.error);
    if (this.#host === undefined) return Promise.reject(notOpen(this.address));
    if (this.#gone !== undefined) return this.#writeAnew(data, turn, this.#host);
    if (!this.unsolicited && this.#input.length > 0) this.dropInput();
    turn.sent(data);
    return this.send(data, turn) ?? done;
  }

  // oxlint-disable-next-line typescript/promise-function-async
  read(end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    if (this.#host === undefined) return Promise.reject(notOpen(this.address));
    const reading = this.#input.read(end, turn);
    // The peer may have answered and hung up before anybody read.
    if (this.#gone !== undefined && !this.#input.hungUp()) this.#lose(this.#gone);
    return reading;
  }

  /** Connects again to a peer that hung up after its last message. */
  async #writeAnew(data: Uint8Array, turn: Turn, host: TransportHost): Promise<void> {
    try {
      await this.disconnect();
      this.#input.discard();
      this.#gone = undefined;
      await this.connect(turn, host);
      this.#checkStillThere();
    } catch (caught) {
      this.#gone = FourwireError.from(caught);
      // A caller that gave up says nothing of the peer.
      if (turn.error === undefined) this.#lose(this.#gone);
      throw this.#gone;
    }
    turn.sent(data);
    await this.send(data, turn);
  }

  #lose(error: FourwireError): void {
    const host = this.#host;
    this.#host = undefined;
    host?.lost(error);
  }

  /** Drops what lies unread. */
  protected dropInput(): void {
    this.#host?.trace('received', this.#input.discard());
  }
}

function notOpen(address: string): FourwireError {
  return new FourwireError('link', 'link-closed', `${address} is not open.`);
}
