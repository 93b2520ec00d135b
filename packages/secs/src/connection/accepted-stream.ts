import { FourwireError, StreamTransport } from '@fourwire/core';
import type { BytePeer, ByteSession } from '@fourwire/core';

/** The stream of a connection that the far side opened. It can be opened once, and what came before is kept till then. */
export class AcceptedStream extends StreamTransport implements ByteSession {
  readonly address: string;
  readonly #peer: BytePeer;
  #hungUp = false;
  #closed = false;
  /** What came before the stream was opened: the far side need not wait for that. */
  #early: Uint8Array[] | undefined = [];

  /** @param address - what the link is called in messages */
  constructor(peer: BytePeer, address: string) {
    super({ unsolicited: true });
    this.address = address;
    this.#peer = peer;
  }

  /** Whether the far side has hung up. */
  get ended(): boolean {
    return this.#closed;
  }

  protected async connect(): Promise<void> {
    if (this.#closed) throw this.#gone();
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const bytes of early) super.receive(bytes);
  }

  protected async disconnect(): Promise<void> {
    if (this.#closed || this.#hungUp) return;
    this.#hungUp = true;
    this.#peer.close();
  }

  protected send(data: Uint8Array): undefined {
    if (!this.#closed && !this.#hungUp) this.#peer.send(data);
  }

  override receive(bytes: Uint8Array): void {
    if (this.#hungUp) return;
    if (this.#early === undefined) super.receive(bytes);
    else this.#early.push(bytes.slice());
  }

  closed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.disconnected(this.#gone());
  }

  #gone(): FourwireError {
    return new FourwireError('link', 'link-lost', `${this.address}: the far side closed the connection.`);
  }
}
