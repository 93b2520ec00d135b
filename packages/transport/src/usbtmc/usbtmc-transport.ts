import { FourwireError, Turn } from '@fourwire/core';
import type { ByteTransport, Clock, MessageEnd, TransportHost } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { UsbtmcAddress } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import { BulkChannel } from './bulk-channel.ts';
import { readCapabilities } from './capabilities.ts';
import { ask, expectSuccess } from './class-request.ts';
import { bringInStep, clearDevice } from './clearing.ts';
import { usbtmcQuirksOf } from './quirks.ts';
import { StatusChannel } from './status-channel.ts';
import type { UsbDevice } from './usb-device.ts';
import { findUsbDevice } from './usb-library.ts';
import type { UsbFinder } from './usb-library.ts';
import { UsbLink } from './usb-link.ts';
import { during, within } from './within.ts';

/** What a USBTMC transport may be told. */
export interface UsbtmcOptions {
  /** Finds the device of an address at each opening; by the npm package `usb` unless given. */
  readonly usb?: UsbFinder | undefined;
  /** `bInterfaceNumber` of a device that is given as an object; 0 unless given. */
  readonly interfaceNumber?: number;
  /** The longest message that will be received, in bytes; 64 MiB unless given. */
  readonly maxMessageBytes?: number;
  /** How many message bytes one transfer carries, either way; 1 MiB unless given. Some devices want less. */
  readonly transferBytes?: number;
  /** A character that ends answers as EOM does, where the device can; none unless given. Blocks may contain it. */
  readonly termChar?: number;
  /**
   * Whether the device is cleared when it is opened, so that what it still has to say to somebody else is dropped; true
   * unless given. Only for devices that do not survive it: no answer is certain to be one's own without it.
   */
  readonly clearOnOpen?: boolean;
}

/** What belongs to one opening. */
interface Session {
  readonly host: TransportHost;
  readonly link: UsbLink;
  readonly bulk: BulkChannel;
  readonly status: StatusChannel | undefined;
  /** Resolves when the last operation does nothing any more; it may outlive its turn. */
  idle: Promise<unknown>;
}

/** How long closing waits for an opening that was cut short, and for a device that holds back a message. */
const patienceMs = 5000;
const longestClear = 2000;

const done = Promise.resolve();

/**
 * A USB instrument: VISA `USB…::INSTR`, by USBTMC 1.0 with the subclass USB488 1.0.
 *
 * The optional members are there while it is open and the device has what they need: {@link trigger} and {@link remote}
 * by its USB488 capabilities, {@link statusByte} with USB488, {@link serviceRequest$} with an interrupt endpoint too.
 */
export class UsbtmcTransport implements ByteTransport {
  readonly wire = 'bytes' as const;
  readonly concurrency = 1;
  readonly matchesReplies = false;
  readonly address: string;
  statusByte?: (turn: Turn) => Promise<number>;
  trigger?: (turn: Turn) => Promise<void>;
  /** REN_CONTROL: false returns the instrument to local control and ends a local lockout. */
  remote?: (enabled: boolean, turn: Turn) => Promise<void>;
  serviceRequest$?: Observable<number | undefined>;
  readonly #find: () => Promise<UsbDevice | undefined>;
  readonly #isOutside: boolean;
  readonly #interfaceNumber: number;
  readonly #options: UsbtmcOptions;
  readonly #requests$ = new Subject<number>();
  #session: Session | undefined;
  #opening: { readonly clock: Clock; readonly ended: Promise<unknown> } | undefined;

  /**
   * @param where - a device, or the address of one. A device that is plugged in again is another object, so only an
   * address survives that
   * @throws FourwireError of kind `range`, code `usbtmc-option-invalid`
   */
  constructor(where: UsbDevice | UsbtmcAddress, options: UsbtmcOptions = {}) {
    this.#options = options;
    if ('kind' in where) {
      this.#interfaceNumber = where.interfaceNumber;
      this.address = formatAddress(where);
      const find = options.usb ?? findUsbDevice;
      this.#find = async () => find(where);
    } else {
      this.#interfaceNumber = options.interfaceNumber ?? 0;
      this.address = addressOf(where, this.#interfaceNumber);
      this.#find = async () => where;
    }
    // Only what is outside this process must be waited for with the clock held.
    this.#isOutside = 'kind' in where && options.usb === undefined;
    checkOption('maxMessageBytes', options.maxMessageBytes, 1, 0xffff_ffff);
    checkOption('transferBytes', options.transferBytes, 1, 0x4000_0000);
    checkOption('termChar', options.termChar, 0, 255);
  }

  /**
   * Finds the device, claims its interface, learns what it can and clears it.
   *
   * @throws FourwireError of kind `link`: `link-refused`, `library-missing`; of kind `device`:
   * `usbtmc-interface-missing`, `usbtmc-refused`
   */
  async open(host: TransportHost, turn: Turn): Promise<void> {
    turn.check();
    const opening = this.#openSession(host, turn);
    this.#opening = { clock: host.clock, ended: opening };
    const session = await during(turn, opening);
    this.#opening = undefined;
    if (session.link.gone !== undefined) throw session.link.gone;
    this.#session = session;
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    // It closes the device by itself.
    if (opening !== undefined) await within(opening.clock, patienceMs, opening.ended);
    const session = this.#session;
    this.#session = undefined;
    this.#withdraw();
    if (session === undefined) return;
    session.status?.stop();
    // A message that the device holds back would keep it open for long.
    if (session.bulk.writing !== undefined && session.link.gone === undefined)
      await inTime(session.host.clock, longestClear, async (turn) =>
        bringInStep(session.link, session.bulk, session.idle, turn),
      );
    await session.link.close();
  }

  /**
   * Aborts the transfer that was under way and clears the device.
   *
   * @returns whether the device has confirmed both
   */
  async recover(turn: Turn): Promise<boolean> {
    const session = this.#session;
    if (session === undefined || session.link.gone !== undefined) return false;
    const { link, bulk, idle } = session;
    const working = bringInStep(link, bulk, idle, turn).then(
      () => link.gone === undefined,
      () => false,
    );
    session.idle = working;
    return during(turn, working);
  }

  // oxlint-disable-next-line typescript/promise-function-async -- on every exchange's way: no promise of its own
  write(data: Uint8Array, turn: Turn): Promise<void> {
    if (data.length === 0 && turn.error === undefined && this.#session !== undefined) return done;
    return this.#run(turn, ({ bulk }) => {
      turn.sent(data);
      return bulk.write(data, turn);
    });
  }

  /** Receives one message; the device marks its end. */
  // oxlint-disable-next-line typescript/promise-function-async
  read(_end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    return this.#run(turn, async ({ bulk }) => {
      turn.touched = true;
      const message = await bulk.read(turn);
      if (turn.error === undefined) turn.received(message);
      return message;
    });
  }

  /** INITIATE_CLEAR, which by USB488 is the IEEE 488 device clear. */
  async clear(turn: Turn): Promise<void> {
    await this.#run(turn, async ({ link }) => {
      turn.touched = true;
      await clearDevice(link, done, turn);
    });
  }

  // oxlint-disable-next-line typescript/promise-function-async
  #run<R>(turn: Turn, work: (session: Session) => Promise<R>): Promise<R> {
    if (turn.error !== undefined) return Promise.reject(turn.error);
    const session = this.#session;
    if (session === undefined)
      return Promise.reject(new FourwireError('link', 'link-closed', `${this.address} is not open.`));
    const working = work(session);
    session.idle = working.catch(() => {});
    return during(turn, working);
  }

  /** Opens the device; closes it again when that fails or nobody waits for it any more. */
  async #openSession(host: TransportHost, turn: Turn): Promise<Session> {
    const { clock } = host;
    const finding = this.#find();
    const device = await (this.#isOutside ? clock.outside(finding) : finding);
    turn.check();
    if (device === undefined) {
      throw new FourwireError(
        'link',
        'link-refused',
        `${this.address} cannot be opened: no such device is plugged in. Check cable, power and the serial number in the address.`,
      );
    }
    const link = await UsbLink.open(device, this.#interfaceNumber, clock, this.address);
    let session: Session | undefined;
    try {
      turn.check();
      session = await this.#setUp(host, link, device, turn);
      turn.check();
      return session;
    } catch (error) {
      session?.status?.stop();
      this.#withdraw();
      await link.close();
      throw error;
    }
  }

  async #setUp(host: TransportHost, link: UsbLink, device: UsbDevice, turn: Turn): Promise<Session> {
    const capabilities = await readCapabilities(link);
    turn.check();
    if (this.#options.clearOnOpen !== false) await clearDevice(link, done, turn);
    const quirks = usbtmcQuirksOf(device.vendorId, device.productId);
    const bulk = new BulkChannel(link, {
      maxMessageBytes: this.#options.maxMessageBytes ?? 64 * 1024 * 1024,
      transferBytes: this.#options.transferBytes ?? 1024 * 1024,
      termChar: capabilities.termChar ? this.#options.termChar : undefined,
      singleRequest: quirks.singleRequest === true,
    });
    const status = link.interface.usb488
      ? new StatusChannel(link, (byte) => this.#requests$.next(byte))
      : undefined;
    const session: Session = { host, link, bulk, status, idle: done };
    link.onGone = (error) => {
      if (this.#session === session) host.lost(error);
    };
    if (capabilities.trigger) this.#offerTrigger();
    if (capabilities.remote && quirks.noRemote !== true) this.#offerRemote();
    if (status !== undefined) this.#offerStatus(status, link);
    return session;
  }

  #offerTrigger(): void {
    this.trigger = async (turn) =>
      this.#run(turn, async ({ bulk }) => {
        turn.touched = true;
        await bulk.trigger();
      });
  }

  #offerRemote(): void {
    this.remote = async (enabled, turn) =>
      this.#run(turn, async ({ link }) => {
        expectSuccess(link, 'renControl', await ask(link, 'renControl', enabled ? 1 : 0));
      });
  }

  #offerStatus(status: StatusChannel, link: UsbLink): void {
    this.statusByte = async (turn) => this.#run(turn, async () => status.read());
    if (link.interface.interruptIn !== undefined) this.serviceRequest$ = this.#requests$;
  }

  #withdraw(): void {
    delete this.statusByte;
    delete this.trigger;
    delete this.remote;
    delete this.serviceRequest$;
  }
}

/** Runs work under a turn of its own that ends after `ms`. */
async function inTime(clock: Clock, ms: number, work: (turn: Turn) => Promise<void>): Promise<void> {
  const turn = new Turn();
  const working = work(turn);
  if (!(await within(clock, ms, working)))
    turn.interrupt(new FourwireError('timeout', 'timeout', `The device was not cleared within ${ms} ms.`));
}

function addressOf({ vendorId, productId, serialNumber }: UsbDevice, interfaceNumber: number): string {
  const [vendor, product] = [vendorId, productId].map(
    (id) => `0x${id.toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return `USB0::${vendor}::${product}::${serialNumber ?? ''}::${interfaceNumber}::INSTR`;
}

function checkOption(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new FourwireError(
    'range',
    'usbtmc-option-invalid',
    `${name} must be a whole number from ${least} to ${most}; got ${value}.`,
  );
}
