import { FourwireError } from '@fourwire/core';
import type { ByteTransport, Clock, Duration, TransportHost, Turn } from '@fourwire/core';
import { BehaviorSubject, Subject, distinctUntilChanged } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SecsMessage } from '../messages/message.ts';
import { HsmsConnection } from './hsms-connection.ts';
import { hsmsSettings } from './hsms-settings.ts';
import type { HsmsOptions, HsmsSettings } from './hsms-settings.ts';
import { PrimaryInbox } from './primary-inbox.ts';
import type { IncomingPrimary, SecsTransport } from './secs-transport.ts';

/**
 * HSMS-SS, as the active or the passive side, over any stream of bytes. T3 is the `timeout` of the device on the bus.
 *
 * Source: SEMI E37 and E37.1; sheet hsms.md.
 */
export class HsmsTransport implements SecsTransport {
  readonly wire = 'secs' as const;
  readonly matchesReplies = true;
  readonly concurrency: number;
  readonly openTimeout?: Duration;
  readonly address: string;
  readonly sessionId: number;
  readonly primary$: Observable<IncomingPrimary>;
  /** Mistakes of the far side that no request waits for: frames that were rejected, primaries with another device id. */
  readonly fault$: Observable<FourwireError>;
  readonly selected$: Observable<boolean>;
  readonly #selected$ = new BehaviorSubject(false);
  readonly #fault$ = new Subject<FourwireError>();
  readonly #connect: () => ByteTransport | Promise<ByteTransport>;
  readonly #settings: HsmsSettings;
  readonly #inbox: PrimaryInbox;
  #connection: HsmsConnection | undefined;
  #clock: Clock | undefined;
  /** When the last connection or attempt ended, on the monotonic clock. */
  #endedAt = -Infinity;

  /** @param connect - makes the stream of bytes; called for every connection */
  constructor(connect: () => ByteTransport | Promise<ByteTransport>, options: HsmsOptions = {}) {
    this.#connect = connect;
    this.#settings = hsmsSettings(options);
    this.sessionId = this.#settings.sessionId;
    this.concurrency = this.#settings.openRequests;
    // Whoever is to call tries every 10 s (T5), and selects within T6.
    if (this.#settings.mode === 'passive') this.openTimeout = { seconds: 20 };
    this.address = options.address ?? 'hsms';
    this.#inbox = new PrimaryInbox(this.#settings.t6Ms);
    this.primary$ = this.#inbox.primary$;
    this.fault$ = this.#fault$.asObservable();
    this.selected$ = this.#selected$.pipe(distinctUntilChanged());
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    this.#keepApart(host.clock);
    this.#clock = host.clock;
    const stream = await this.#connect();
    turn.check();
    const connection = new HsmsConnection(stream, {
      host,
      address: this.address,
      settings: this.#settings,
      inbox: this.#inbox,
      selected: (selected) => this.#selected$.next(selected),
      fault: (error) => this.#fault$.next(error),
    });
    this.#connection = connection;
    await connection.open(turn);
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    if (connection !== undefined) this.#endedAt = this.#clock?.monotonic() ?? 0;
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

  /** Refuses to connect until T5 is over. */
  #keepApart(clock: Clock): void {
    const { mode, t5Ms } = this.#settings;
    const leftMs = this.#endedAt + t5Ms - clock.monotonic();
    if (mode === 'passive' || !(leftMs > 0)) return;
    throw new FourwireError(
      'link',
      'hsms-t5',
      `${this.address}: the last connection ended less than ${t5Ms} ms ago (T5); ${Math.ceil(leftMs)} ms are left.`,
      { retry: 'later' },
    );
  }

  #open(): HsmsConnection {
    if (this.#connection !== undefined) return this.#connection;
    throw new FourwireError('link', 'link-closed', `${this.address} is not open.`);
  }
}
