import { FourwireError, toMilliseconds } from '@fourwire/core';
import type { ByteTransport, Duration, MessageEnd, TransportHost, Turn } from '@fourwire/core';
import { Observable, share } from 'rxjs';
import type { Subscriber } from 'rxjs';
import type { Vxi11Address } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import { portMapper } from '../rpc/port-mapper.ts';
import { InterruptChannel } from './interrupt-channel.ts';
import { limited } from './limited.ts';
import { vxi11Code } from './vxi11-error.ts';
import { Vxi11Link } from './vxi11-link.ts';
import type { LinkSettings } from './vxi11-link.ts';

/** What a VXI-11 transport may be told. */
export interface Vxi11Options {
  /** The longest message that will be received, in bytes; 64 MiB unless given. */
  readonly maxMessageBytes?: number;
  /**
   * How long the instrument waits for another link's lock to end; it refuses at once unless given. Keep it shorter than
   * the exchange's timeout. A Rigol DM3068 knows nothing but 0.
   */
  readonly lockTimeout?: Duration;
  /**
   * How long one read waits inside the instrument, at least 10 ms; 1 s unless given. Reading goes on with another until
   * the exchange's own timeout; what was given up ends after this time where there is no abort channel.
   */
  readonly readTimeout?: Duration;
  /** Where the port mapper listens, for tunnels and tests; 111 unless given. */
  readonly portMapperPort?: number;
}

/** How long saying good-bye, and asking for service requests without a bus, may take, in milliseconds. */
const farewellMs = 500;
const requestMs = 2000;

const mostMilliseconds = 0xffff_ffff;

/**
 * VXI-11, VISA `TCPIP::host::inst0::INSTR`: an instrument or a gateway on ONC RPC over TCP, version 1 of the programs
 * (sheet vxi11.md).
 *
 * After an interrupted exchange the instrument is cleared, so what it was doing for that exchange ends. The lock belongs
 * to the connection: it is gone when that had to be opened anew.
 */
export class Vxi11Transport implements ByteTransport {
  readonly wire = 'bytes' as const;
  readonly concurrency = 1;
  // Replies of RPC carry ids, but the message that nobody read waits in the instrument for the next who reads.
  readonly matchesReplies = false;
  readonly address: string;
  /**
   * Service requests, by the interrupt channel, which is there while somebody listens and is made again with the link.
   * The instrument sends no other for the same reason before {@link statusByte} was read. Behind a gateway they may come
   * from any instrument there.
   *
   * Ends with an error when the instrument refuses the channel; poll the status byte then.
   */
  readonly serviceRequest$: Observable<undefined>;
  readonly #settings: LinkSettings;
  #host: TransportHost | undefined;
  #link: Vxi11Link | undefined;
  #requests: Subscriber<undefined> | undefined;
  #channel: InterruptChannel | undefined;
  /**
   * Whether the instrument may have something to say that nobody wants to hear any more, from an exchange that was cut
   * short: then it is cleared before it is spoken to.
   */
  #suspect = false;

  /** @throws FourwireError of kind `range`, code `option-refused`, when an option is out of range */
  constructor(address: Vxi11Address, options: Vxi11Options = {}) {
    this.address = formatAddress(address);
    const { maxMessageBytes = 64 * 1024 * 1024, portMapperPort = portMapper.port } = options;
    const readMs = Math.ceil(toMilliseconds(options.readTimeout ?? 1000, 'readTimeout'));
    const lockMs = Math.ceil(toMilliseconds(options.lockTimeout ?? 0, 'lockTimeout'));
    check('maxMessageBytes', maxMessageBytes, 1, 0x7fff_0000);
    check('portMapperPort', portMapperPort, 1, 65_535);
    check('readTimeout', readMs, 10, mostMilliseconds);
    check('lockTimeout', lockMs, 0, mostMilliseconds);
    const { host, device, corePort } = address;
    this.#settings = {
      address: this.address,
      host,
      device,
      corePort,
      portMapperPort,
      maxMessageBytes,
      readMs,
      lockMs,
    };
    this.serviceRequest$ = new Observable<undefined>((subscriber) => {
      this.#requests = subscriber;
      this.#adjust();
      return () => {
        this.#requests = undefined;
        this.#adjust();
      };
    }).pipe(share());
  }

  /**
   * @throws FourwireError of kind `link`: `link-refused`; `rpc-program-missing`, when the port mapper knows no VXI-11;
   * `vxi11-error`, when the instrument knows no such device; of kind `busy` when it has no link left
   */
  async open(host: TransportHost, turn: Turn): Promise<void> {
    await this.close();
    let made: Vxi11Link | undefined;
    const link = await Vxi11Link.create(
      this.#settings,
      {
        lost: (error) => {
          if (made === undefined || this.#link !== made) return;
          this.#suspect ||= made.unread;
          host.lost(error);
        },
        stray: (record) => host.trace('received', record.slice()),
      },
      turn,
    );
    made = link;
    try {
      if (this.#requests !== undefined) await this.#listenAgain(link, turn);
      if (link.error !== undefined) throw link.error;
    } catch (error) {
      this.#endChannel();
      link.close();
      throw error;
    }
    this.#host = host;
    this.#link = link;
  }

  async close(): Promise<void> {
    const link = this.#link;
    const host = this.#host;
    const hadChannel = this.#channel !== undefined;
    this.#link = undefined;
    this.#host = undefined;
    if (link !== undefined && host !== undefined && link.error === undefined) {
      await limited(host.clock, farewellMs, this.address, async (turn) => {
        if (hadChannel) await link.disableServiceRequests(turn).catch(() => {});
        await link.destroy(host.clock, turn);
      }).catch(() => {});
    }
    this.#endChannel();
    link?.close();
  }

  /**
   * Ends what was given up, and clears the instrument if it may still want to say something. While another link has
   * locked the instrument, that is done later, before the next message.
   *
   * @returns false when the link ended, or the instrument refuses to be cleared for another reason
   */
  async recover(turn: Turn): Promise<boolean> {
    const link = this.#link;
    const host = this.#host;
    if (link === undefined || host === undefined || link.error !== undefined) return false;
    this.#suspect ||= link.unread;
    try {
      await link.settle(host.clock, turn);
      if (this.#suspect) await this.clear(turn);
      return true;
    } catch (error) {
      turn.check();
      // It is cleared before it is spoken to again, so what waits in it reaches nobody.
      return FourwireError.from(error).code === 'lock-refused';
    }
  }

  /** @throws FourwireError of kind `link`, when the connection went away; of kind `busy`, when another link has a lock */
  // oxlint-disable-next-line typescript/promise-function-async -- on every exchange's way: no promise of its own
  write(data: Uint8Array, turn: Turn): Promise<void> {
    return this.#speak(turn, (link) => link.write(data, turn));
  }

  /**
   * Receives one message; its end is marked, so `end` serves only to make room for a long one at once.
   *
   * @throws FourwireError of kind `protocol`, code `message-too-long`; of kind `busy`, when another link has a lock
   */
  // oxlint-disable-next-line typescript/promise-function-async
  read(end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    return this.#speak(turn, (link) => link.read(end, turn));
  }

  async clear(turn: Turn): Promise<void> {
    await this.#opened().clear(turn);
    this.#suspect = false;
  }

  async statusByte(turn: Turn): Promise<number> {
    return this.#opened().statusByte(turn);
  }

  async trigger(turn: Turn): Promise<void> {
    await this.#speak(turn, (link) => link.trigger(turn));
  }

  /**
   * Takes the exclusive lock; VXI-11 has no other.
   *
   * @throws FourwireError of kind `range`, code `lock-shared`, for a shared one; of kind `busy`, code `lock-refused`,
   * while another link holds it; of kind `state`, code `lock-invalid`, when this link holds it already
   */
  async lock(exclusive: boolean, turn: Turn): Promise<void> {
    if (!exclusive) {
      throw new FourwireError(
        'range',
        'lock-shared',
        `${this.address}: VXI-11 has no shared lock; ask for the exclusive one.`,
      );
    }
    await this.#opened().lock(turn);
  }

  /** @throws FourwireError of kind `state`, code `lock-invalid`, when this link holds no lock */
  async unlock(turn: Turn): Promise<void> {
    await this.#opened().unlock(turn);
  }

  /** Remote, or local until the instrument is spoken to again. */
  async remote(enabled: boolean, turn: Turn): Promise<void> {
    await this.#opened().remote(enabled, turn);
  }

  // --- service requests ------------------------------------------------------------------------------------------

  /** Makes or ends the interrupt channel when its turn comes among the exchanges. */
  #adjust(): void {
    const host = this.#host;
    // When the link is opened the channel is, too.
    if (host === undefined) return;
    const work = async (turn: Turn): Promise<void> => {
      if (this.#link !== undefined) await this.#adjustChannel(this.#link, turn);
    };
    const done = host.exchange?.(work) ?? limited(host.clock, requestMs, this.address, work);
    done.catch((error: unknown) => {
      if (this.#host === host) this.#requests?.error(FourwireError.from(error));
    });
  }

  async #adjustChannel(link: Vxi11Link, turn: Turn): Promise<void> {
    const wanted = this.#requests !== undefined;
    if (wanted === (this.#channel !== undefined)) return;
    if (!wanted) {
      this.#endChannel();
      await link.disableServiceRequests(turn);
      return;
    }
    const channel = await InterruptChannel.listen(link.localAddress, () => this.#requests?.next(undefined));
    this.#channel = channel;
    try {
      await link.enableServiceRequests(channel, turn);
    } catch (error) {
      this.#endChannel();
      throw error;
    }
  }

  /** An instrument that will not have the channel any more must not keep the link from being opened. */
  async #listenAgain(link: Vxi11Link, turn: Turn): Promise<void> {
    try {
      await this.#adjustChannel(link, turn);
    } catch (error) {
      if (link.error === undefined) this.#requests?.error(FourwireError.from(error));
      turn.check();
    }
  }

  // --- the rest --------------------------------------------------------------------------------------------------

  // oxlint-disable-next-line typescript/promise-function-async
  #speak<R>(turn: Turn, work: (link: Vxi11Link) => Promise<R>): Promise<R> {
    const link = this.#link;
    if (link === undefined) return Promise.reject(this.#closed());
    return this.#suspect ? this.#clearFirst(link, turn).then(() => work(link)) : work(link);
  }

  /** An instrument that has no device clear is as clear as it gets. */
  async #clearFirst(link: Vxi11Link, turn: Turn): Promise<void> {
    await link.clear(turn).catch((error: unknown) => {
      const { code, device } = FourwireError.from(error);
      if (code !== 'rpc-refused' && device?.code !== vxi11Code.unsupported) throw error;
    });
    this.#suspect = false;
  }

  #endChannel(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  #opened(): Vxi11Link {
    if (this.#link === undefined) throw this.#closed();
    return this.#link;
  }

  #closed(): FourwireError {
    return new FourwireError('link', 'link-closed', `${this.address} is not open.`);
  }
}

function check(argument: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new FourwireError(
    'range',
    'option-refused',
    `${argument} must be a whole number from ${least} to ${most}; got ${value}.`,
  );
}
