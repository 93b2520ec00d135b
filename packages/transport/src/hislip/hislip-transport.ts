import { FourwireError, toMilliseconds } from '@fourwire/core';
import type { ByteTransport, Duration, MessageEnd, TransportHost, Turn } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { HislipAddress } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import { messageType } from './message.ts';
import { HislipSession } from './session.ts';
import type { SessionSettings } from './session.ts';

/** What a HiSLIP transport may be told. */
export interface HislipOptions {
  /** The longest response that will be received, in bytes; 64 MiB unless given. The instrument is told. */
  readonly maxMessageBytes?: number;
  /**
   * Whether to ask for overlapped mode, in which several queries may be under way within one exchange; the instrument
   * decides. Its responses cannot be told apart there, so every exchange must read what it asked for. Synchronised
   * mode unless true.
   */
  readonly preferOverlap?: boolean;
  /** Name of the shared lock: clients that give the same share it; 1 to 256 ASCII characters, `fourwire` unless given. */
  readonly sharedLock?: string;
  /** How long the instrument waits for another client's lock to end; it refuses at once unless given. Keep it shorter than the exchange's timeout. */
  readonly lockTimeout?: Duration;
}

/** Codes of AsyncRemoteLocalControl (IVI-6.1, section 6.7). */
const remoteCode = { local: 2, remote: 3 } as const;

/** Control codes of AsyncLock, and of its answer (IVI-6.1, section 6.5). */
const lockControl = { release: 0, request: 1 } as const;
const lockAnswer = { failed: 0, released: 1, sharedReleased: 2, error: 3 } as const;

const mostMilliseconds = 0xffff_ffff;

/**
 * HiSLIP, VISA `TCPIP::host::hislip0::INSTR`: IVI-6.1, versions 1.0 to 2.0 without the secure connection of 2.0.
 *
 * After an interrupted exchange the instrument is cleared, so what it was doing for that exchange ends. Locks belong to
 * the connection: they are gone when it had to be opened anew.
 */
export class HislipTransport implements ByteTransport {
  readonly wire = 'bytes' as const;
  readonly concurrency = 1;
  // Responses carry the id of their query, but the instrument may go on working for a query that was given up.
  readonly matchesReplies = false;
  readonly address: string;
  readonly #settings: SessionSettings;
  readonly #sharedLock: Uint8Array;
  readonly #lockMs: number;
  readonly #serviceRequest$ = new Subject<number>();
  #session: HislipSession | undefined;

  /** @throws FourwireError of kind `range`, when an option or a part of the address is out of range */
  constructor(address: HislipAddress, options: HislipOptions = {}) {
    this.address = formatAddress(address);
    const { maxMessageBytes = 64 * 1024 * 1024, preferOverlap = false, sharedLock = 'fourwire' } = options;
    if (!Number.isSafeInteger(maxMessageBytes) || maxMessageBytes < 1) {
      throw refused('maxMessageBytes', 'a whole number of bytes, 1 or more', maxMessageBytes);
    }
    // oxlint-disable-next-line no-control-regex -- ASCII is what is meant
    if (!/^[\x01-\x7F]{1,256}$/.test(sharedLock)) {
      throw refused('sharedLock', '1 to 256 ASCII characters', sharedLock);
    }
    const { host, port, device } = address;
    this.#settings = { host, port, device, address: this.address, maxMessageBytes, preferOverlap };
    this.#sharedLock = Buffer.from(sharedLock, 'latin1');
    this.#lockMs = Math.min(toMilliseconds(options.lockTimeout ?? 0, 'lockTimeout'), mostMilliseconds);
  }

  /**
   * Service requests, with the status byte. The instrument sends no other for the same reason before
   * {@link statusByte} was read.
   */
  get serviceRequest$(): Observable<number> {
    return this.#serviceRequest$;
  }

  /**
   * @throws FourwireError of kind `link`, code `link-refused`, `hislip-fatal` or `hislip-secure-only`, when the
   * instrument refuses; of kind `protocol`, code `hislip-error` or `hislip-reply`, for answers that are none
   */
  async open(host: TransportHost, turn: Turn): Promise<void> {
    await this.close();
    const session = await HislipSession.open(
      this.#settings,
      {
        serviceRequest: (statusByte) => this.#serviceRequest$.next(statusByte),
        trace: (bytes) => host.trace('received', bytes),
        lost: (error) => {
          if (this.#session === session) host.lost(error);
        },
      },
      turn,
    );
    this.#session = session;
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    session?.close();
  }

  /** Device clear, on both channels. */
  async recover(turn: Turn): Promise<boolean> {
    if (this.#session === undefined || this.#session.uncertain) return false;
    await this.#session.clear(turn);
    return true;
  }

  /** @throws FourwireError of kind `link`, when the connection went away */
  // oxlint-disable-next-line typescript/promise-function-async -- on every exchange's way: no promise of its own
  write(data: Uint8Array, turn: Turn): Promise<void> {
    return this.#session?.synchronous.write(data, turn) ?? Promise.reject(this.#closed());
  }

  /**
   * Receives one response; its end is marked, so `end` serves only to make room for a long one at once.
   *
   * @throws FourwireError of kind `protocol`: `message-too-long`, before memory is taken for it; `hislip-error`, when
   * the instrument refuses what was sent
   */
  // oxlint-disable-next-line typescript/promise-function-async
  read(end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    return this.#session?.synchronous.read(end, turn) ?? Promise.reject(this.#closed());
  }

  async clear(turn: Turn): Promise<void> {
    await this.#opened().clear(turn);
  }

  async statusByte(turn: Turn): Promise<number> {
    const session = this.#opened();
    const { synchronous } = session;
    turn.check();
    const answer = await session.request(
      messageType.asyncStatusQuery,
      messageType.asyncStatusResponse,
      turn,
      {
        control: synchronous.takeDelivered(),
        parameter: synchronous.statusId,
      },
    );
    return answer.control;
  }

  async trigger(turn: Turn): Promise<void> {
    await this.#opened().synchronous.trigger(turn);
  }

  /**
   * Takes the exclusive lock, or the shared one; who holds the shared lock may take the exclusive one, too.
   *
   * @throws FourwireError of kind `busy`, code `lock-refused`, while another client holds it; of kind `state`, code
   * `lock-invalid`, when this connection holds it already
   */
  async lock(exclusive: boolean, turn: Turn): Promise<void> {
    const { control } = await this.#opened().request(
      messageType.asyncLock,
      messageType.asyncLockResponse,
      turn,
      {
        control: lockControl.request,
        parameter: this.#lockMs,
        ...(exclusive ? {} : { payload: this.#sharedLock }),
      },
    );
    if (control === lockAnswer.failed) {
      throw new FourwireError(
        'busy',
        'lock-refused',
        `${this.address}: another client holds the lock and did not give it back within ${this.#lockMs} ms.`,
      );
    }
    if (control === lockAnswer.error) throw this.#invalid('this connection holds the lock already');
  }

  /**
   * Gives the lock back; of both locks, the exclusive one.
   *
   * @throws FourwireError of kind `state`, code `lock-invalid`, when this connection holds none
   */
  async unlock(turn: Turn): Promise<void> {
    const session = this.#opened();
    const { control } = await session.request(messageType.asyncLock, messageType.asyncLockResponse, turn, {
      control: lockControl.release,
      parameter: session.synchronous.lastSent,
    });
    if (control !== lockAnswer.released && control !== lockAnswer.sharedReleased) {
      throw this.#invalid('this connection holds no lock');
    }
  }

  /** Remote, or local until remote is asked for again: messages and status queries do not change it. */
  async remote(enabled: boolean, turn: Turn): Promise<void> {
    const session = this.#opened();
    await session.request(messageType.asyncRemoteLocalControl, messageType.asyncRemoteLocalResponse, turn, {
      control: enabled ? remoteCode.remote : remoteCode.local,
      parameter: session.synchronous.lastSent,
    });
  }

  #opened(): HislipSession {
    if (this.#session === undefined) throw this.#closed();
    return this.#session;
  }

  #closed(): FourwireError {
    return new FourwireError('link', 'link-closed', `${this.address} is not open.`);
  }

  #invalid(why: string): FourwireError {
    return new FourwireError('state', 'lock-invalid', `${this.address}: ${why}.`);
  }
}

function refused(argument: string, allowed: string, got: unknown): FourwireError {
  return new FourwireError(
    'range',
    'option-refused',
    `${argument} must be ${allowed}; got ${JSON.stringify(got)}.`,
  );
}
