import type { ByteService, ByteSession, Clock } from '@fourwire/core';
import { FourwireError, systemClock } from '@fourwire/core';
import { requireRange } from '../physics/check.ts';
import type { MessageService } from '../serve/message-service.ts';
import { Channel } from './channel.ts';
import type { HislipPeer } from './channel.ts';
import { HislipSession } from './hislip-session.ts';
import type { HislipInstrument } from './hislip-session.ts';
import { InstrumentLock } from './instrument-lock.ts';
import { messageType } from './message.ts';
import type { IncomingMessage } from './message-reader.ts';
import { Violations } from './violations.ts';
import type { HislipViolation } from './violations.ts';

/** How instruments speak HiSLIP. */
export interface HislipOptions {
  /**
   * Whether RMT-delivered and the ids of status queries are taken by the letter, at the cost of clients in the field
   * that get them wrong; false unless given.
   */
  readonly strict?: boolean;
  /** Whether the server prefers the overlapped mode; a client may choose by a device clear. False unless given. */
  readonly overlap?: boolean;
  /** The longest message that the server accepts, in bytes, 512 to 1 GiB; 1 MiB unless given. */
  readonly maxMessageBytes?: number;
  /** The system's clock unless given. */
  readonly clock?: Clock;
}

const usualMessageBytes = 1_048_576;
/** HiSLIP 2.0, without secure connections. */
const ownVersion = 0x0200;
const mostSessions = 256;
const lastSessionId = 0xffff;

/**
 * Instruments that speak HiSLIP 1.0, 1.1 or 2.0 (IVI-6.1; sheet hislip.md), whatever carries the bytes: each of the two
 * connections of a session is one to this service. Secure connections are not offered.
 */
export class HislipServer implements ByteService {
  readonly #instruments = new Map<string, HislipInstrument>();
  readonly #sessions = new Map<number, HislipSession>();
  readonly #violations: Violations;
  readonly #clock: Clock;
  readonly #options: Required<Omit<HislipOptions, 'clock'>>;
  #lastSession = 0;

  /**
   * @param instruments - by sub-address, which begins with `hislip`; the first is the one of an empty sub-address
   * @throws FourwireError of kind `range`, code `hislip-sub-address` when there is none or one that VISA would not open,
   *   or `model-argument-range`
   */
  constructor(instruments: Readonly<Record<string, MessageService>>, options: HislipOptions = {}) {
    const { strict = false, overlap = false, maxMessageBytes = usualMessageBytes } = options;
    requireRange('maxMessageBytes', maxMessageBytes, 512, 2 ** 30, 'bytes');
    this.#options = { strict, overlap, maxMessageBytes };
    this.#clock = options.clock ?? systemClock;
    this.#violations = new Violations(this.#clock);
    for (const [name, service] of Object.entries(instruments)) {
      checkSubAddress(name);
      const lock = new InstrumentLock<HislipSession>(this.#clock.wire, () => this.#pumpAll());
      this.#instruments.set(name.toLowerCase(), { service, lock });
    }
    if (this.#instruments.size === 0) checkSubAddress('');
  }

  /** How many clients have a session. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** What clients did wrong without being told, oldest first; the first 1000. */
  get violations(): readonly HislipViolation[] {
    return this.#violations.list;
  }

  connect(peer: HislipPeer): ByteSession {
    const channel = new Channel(peer);
    channel.arrived = () => this.#begin(channel);
    return channel;
  }

  /** The first message says which of the two connections it is. */
  #begin(channel: Channel): void {
    const { reader } = channel;
    const message = reader.next;
    if (reader.malformed) channel.fail(1);
    if (message === undefined) return;
    reader.take();
    if (message.tooLong) channel.fail(3);
    else if (message.type === messageType.initialize) this.#initialize(channel, message);
    else if (message.type === messageType.asyncInitialize) this.#attach(channel, message.parameter);
    else if (message.type === messageType.fatalError) channel.close();
    else channel.fail(3);
  }

  #initialize(channel: Channel, { parameter, payload }: IncomingMessage): void {
    const name = Buffer.from(payload).toString('latin1').toLowerCase();
    const [first] = this.#instruments.values();
    const instrument = name === '' ? first : this.#instruments.get(name);
    if (instrument === undefined) {
      channel.fail(3);
      return;
    }
    if (this.#sessions.size >= mostSessions) {
      channel.fail(4);
      return;
    }
    const id = this.#nextSession();
    const version = Math.min(parameter >>> 16, ownVersion);
    const session = new HislipSession(
      {
        ...this.#options,
        id,
        version,
        clock: this.#clock,
        ended: () => this.#sessions.delete(id),
        violated: (...found) => this.#violations.add(...found),
      },
      channel,
      instrument,
    );
    this.#sessions.set(id, session);
    channel.send(messageType.initializeResponse, this.#options.overlap ? 1 : 0, version * 0x1_0000 + id);
    session.pump();
  }

  #attach(channel: Channel, id: number): void {
    const session = this.#sessions.get(id);
    if (session === undefined || session.established) channel.fail(3);
    else session.attach(channel);
  }

  /** Ids are not used again at once. */
  #nextSession(): number {
    do this.#lastSession = (this.#lastSession % lastSessionId) + 1;
    while (this.#sessions.has(this.#lastSession));
    return this.#lastSession;
  }

  #pumpAll(): void {
    for (const session of this.#sessions.values()) session.pump();
  }
}

function checkSubAddress(name: string): void {
  if (/^hislip[\w-]{0,250}$/i.test(name)) return;
  throw new FourwireError(
    'range',
    'hislip-sub-address',
    `A HiSLIP server needs instruments under sub-addresses that begin with hislip, such as hislip0; got ${JSON.stringify(name)}.`,
  );
}
