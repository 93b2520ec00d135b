import { FourwireError } from '@fourwire/core';
import type { ByteTransport, MessageEnd, TransportHost, Turn } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { MessageOutput } from './message-output.ts';
import type { MessageService } from './message-service.ts';

const done = Promise.resolve();

/**
 * A wire that carries messages to a service in this process, with all that GPIB, VXI-11, HiSLIP and USBTMC have:
 * status byte, service requests, trigger, device clear, remote and local. The counterpart of `InProcessTransport` for
 * streams of bytes.
 */
export class MessageLink implements ByteTransport {
  readonly wire = 'bytes' as const;
  readonly concurrency = 1;
  readonly matchesReplies = false;
  readonly address: string;
  readonly serviceRequest$: Observable<number | undefined>;
  readonly #service: MessageService;
  readonly #requests$ = new Subject<number | undefined>();
  #host: TransportHost | undefined;
  #output: MessageOutput | undefined;
  #available: (() => void) | undefined;
  #plugged = true;

  /** @param name - what the link is called in messages; its address is `sim://name` */
  constructor(service: MessageService, name = 'in-process') {
    this.#service = service;
    this.address = `sim://${name}`;
    this.serviceRequest$ = this.#requests$.asObservable();
  }

  /** Pulls the cable: the link ends and cannot be opened again until {@link plug}. */
  unplug(): void {
    this.#plugged = false;
    const host = this.#host;
    this.#end();
    host?.lost(new FourwireError('link', 'link-lost', `${this.address}: the cable was pulled.`));
  }

  /** Puts the cable back. */
  plug(): void {
    this.#plugged = true;
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    turn.check();
    if (!this.#plugged)
      throw new FourwireError('link', 'link-refused', `${this.address}: the cable is not plugged in.`);
    this.#host = host;
    this.#output = new MessageOutput(this.#service, {
      available: () => this.#available?.(),
      serviceRequested: () => this.#requests$.next(undefined),
    });
  }

  async close(): Promise<void> {
    this.#end();
  }

  async recover(turn: Turn): Promise<boolean> {
    await this.clear(turn);
    return true;
  }

  async write(data: Uint8Array, turn: Turn): Promise<void> {
    turn.check();
    const output = this.#opened();
    turn.sent(data);
    output.write(data, true);
    await done;
    turn.check();
  }

  /** The wire marks the end of a message, so `end` is not needed. */
  async read(_end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    turn.check();
    turn.touched = true;
    for (;;) {
      const part = this.#opened().read(Number.POSITIVE_INFINITY);
      if (part !== undefined) {
        const bytes = part.bytes.slice();
        turn.received(bytes);
        return bytes;
      }
      await this.#becomesAvailable(turn);
    }
  }

  async clear(turn: Turn): Promise<void> {
    turn.check();
    this.#opened().clear();
  }

  async statusByte(turn: Turn): Promise<number> {
    turn.check();
    return this.#opened().statusByte();
  }

  async trigger(turn: Turn): Promise<void> {
    turn.check();
    this.#opened().session.trigger();
  }

  async remote(enabled: boolean, turn: Turn): Promise<void> {
    turn.check();
    this.#opened().session.remote(enabled);
  }

  async #becomesAvailable(turn: Turn): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#available = resolve;
      turn.onInterrupt((error) => {
        this.#output?.gaveNothing();
        reject(error);
      });
    });
    turn.onInterrupt(undefined);
    this.#available = undefined;
  }

  #opened(): MessageOutput {
    if (this.#output !== undefined) return this.#output;
    throw new FourwireError('link', 'link-closed', `${this.address} is not open.`);
  }

  #end(): void {
    const output = this.#output;
    this.#output = undefined;
    this.#host = undefined;
    output?.session.closed();
    // Whoever waits for a response finds the link closed.
    this.#available?.();
  }
}
