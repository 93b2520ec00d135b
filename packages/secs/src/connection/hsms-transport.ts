import { FourwireError } from '@fourwire/core';
import type { ByteTransport, TransportHost, Turn } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SecsMessage } from '../messages/message.ts';
import { HsmsConnection } from './hsms-connection.ts';
import { hsmsSettings } from './hsms-settings.ts';
import type { HsmsOptions, HsmsSettings } from './hsms-settings.ts';
import { PrimaryInbox } from './primary-inbox.ts';
import type { IncomingPrimary, SecsTransport } from './secs-transport.ts';

/**
 * HSMS-SS as the active side, over any stream of bytes. T3 is the `timeout` of the device on the bus, T5 the bus's
 * pause before it connects again.
 *
 * Source: SEMI E37 and E37.1; sheet hsms.md.
 */
export class HsmsTransport implements SecsTransport {
  readonly wire = 'secs' as const;
  readonly matchesReplies = true;
  readonly concurrency: number;
  readonly address: string;
  readonly sessionId: number;
  readonly primary$: Observable<IncomingPrimary>;
  /** Mistakes of the far side that no request waits for: frames that were rejected, primaries with another device id. */
  readonly fault$: Observable<FourwireError>;
  readonly #fault$ = new Subject<FourwireError>();
  readonly #connect: () => ByteTransport | Promise<ByteTransport>;
  readonly #settings: HsmsSettings;
  readonly #inbox: PrimaryInbox;
  #connection: HsmsConnection | undefined;

  /** @param connect - makes the stream of bytes; called for every connection */
  constructor(connect: () => ByteTransport | Promise<ByteTransport>, options: HsmsOptions = {}) {
    this.#connect = connect;
    this.#settings = hsmsSettings(options);
    this.sessionId = this.#settings.sessionId;
    this.concurrency = this.#settings.openRequests;
    this.address = options.address ?? 'hsms';
    this.#inbox = new PrimaryInbox(this.#settings.t6Ms);
    this.primary$ = this.#inbox.primary$;
    this.fault$ = this.#fault$.asObservable();
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    const stream = await this.#connect();
    turn.check();
    const connection = new HsmsConnection(stream, {
      host,
      address: this.address,
      settings: this.#settings,
      inbox: this.#inbox,
      fault: (error) => this.#fault$.next(error),
    });
    this.#connection = connection;
    await connection.open(turn);
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  /** Replies carry system bytes, so a late one is recognised and dropped: the wire is always in step. */
  async recover(_turn: Turn): Promise<boolean> {
    return true;
  }

  async request(message: SecsMessage, turn: Turn): Promise<SecsMessage> {
    return this.#open().request(message, turn);
  }

  async send(message: SecsMessage, turn: Turn): Promise<void> {
    return this.#open().send(message, turn);
  }

  #open(): HsmsConnection {
    if (this.#connection !== undefined) return this.#connection;
    throw new FourwireError('link', 'link-closed', `${this.address} is not open.`);
  }
}
