import { FourwireError } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import type { UsbtmcInterface } from './find-interface.ts';
import { findUsbtmcInterface } from './find-interface.ts';
import type { UsbDevice, UsbInResult, UsbOutResult } from './usb-device.ts';
import { usbFailureOf } from './usb-failure.ts';
import { within } from './within.ts';

/**
 * How long a transfer waits for the device to say something, in milliseconds. It cannot be ended otherwise, so it is
 * short, and asks for one packet: what came of a longer transfer is lost when its time is over.
 */
export const sliceMs = 200;
/** How long a control request may take. */
const controlMs = 2000;
/** How long a device that has begun to answer may pause. */
export const bodyMs = 2000;
/** How long a device may hold back a message: instruments do so while they are busy. */
const outMs = 30_000;
/** How much longer than its time limit a transfer may take to end. */
const graceMs = 1000;
/** How much is asked of one transfer, in packets. */
const packetsAtOnce = 128;
/** So many transfers without the clock going on are followed by a pause: a device must not keep the program for itself. */
const burst = 64;

type Pipe = 'bulkIn' | 'bulkOut' | 'interruptIn' | 'control';

/** A class request (USBTMC 1.0 section 4.2); every one is answered. */
export interface UsbtmcRequest {
  readonly request: number;
  readonly value?: number;
  /** The endpoint it is for; otherwise it is for the interface. */
  readonly endpoint?: 'bulkIn' | 'bulkOut';
  readonly length: number;
}

/**
 * The claimed USBTMC interface of an opened device. This is where the habits of the npm package `usb` end: one transfer
 * at a time on each endpoint, lengths in whole packets, time limits that are never 0, its texts as errors with codes,
 * the kernel's driver put aside and given back, the interface released before the device is closed, and nothing closed
 * while a transfer is under way.
 */
export class UsbLink {
  readonly clock: Clock;
  readonly address: string;
  readonly interface: UsbtmcInterface;
  /** Told once when the device is gone. */
  onGone: ((error: FourwireError) => void) | undefined;
  /** Why the device is gone. */
  gone: FourwireError | undefined;
  /** Whether the last bulk-IN transfer ended with a short packet, and so with nothing left of it in the device. */
  endedShort = true;
  readonly #device: UsbDevice;
  readonly #detached: boolean;
  readonly #pending = new Map<Pipe, { readonly ended: Promise<void>; readonly until: number }>();
  readonly #halted = new Set<Pipe>();
  #burst = 0;
  #burstSince = 0;
  #closed = false;

  private constructor(
    device: UsbDevice,
    detached: boolean,
    { clock, address, usbtmc }: { clock: Clock; address: string; usbtmc: UsbtmcInterface },
  ) {
    this.#device = device;
    this.#detached = detached;
    this.clock = clock;
    this.address = address;
    this.interface = usbtmc;
  }

  /**
   * Opens a device and claims its USBTMC interface.
   *
   * @throws FourwireError of kind `link`, code `link-refused`, or of kind `device`, code `usbtmc-interface-missing`
   */
  static async open(device: UsbDevice, number: number, clock: Clock, address: string): Promise<UsbLink> {
    await device.open().catch((error: unknown) => {
      throw refused(address, error);
    });
    let detached: number | undefined;
    try {
      if (device.configuration === undefined || device.configuration === null)
        await device.selectConfiguration(1);
      const usbtmc = findUsbtmcInterface(device, number, address);
      detached = await detach(device, usbtmc.number);
      await device.claimInterface(usbtmc.number);
      return new UsbLink(device, detached !== undefined, { clock, address, usbtmc });
    } catch (error) {
      if (detached !== undefined) await device.attachKernelDriver?.(detached).catch(ignore);
      await device.close().catch(ignore);
      throw FourwireError.is(error) ? error : refused(address, error);
    }
  }

  /** How many bytes a packet of the bulk-IN endpoint has. */
  get packetSize(): number {
    return this.interface.bulkIn.packetSize;
  }

  /**
   * Receives from the bulk-IN endpoint.
   *
   * @param packets - how many are wanted at most; what came of several is lost when the last does not come in time, so
   * ask for more than one only while the device sends
   * @returns what came, `undefined` when nothing did within {@link sliceMs} for one packet, {@link bodyMs} for more
   */
  async bulkIn(packets = 1): Promise<Uint8Array | undefined> {
    const { endpointNumber, packetSize } = this.interface.bulkIn;
    const length = Math.min(packets, packetsAtOnce) * packetSize;
    const bytes = await this.#in('bulkIn', endpointNumber, length, packets === 1 ? sliceMs : bodyMs);
    if (bytes !== undefined) this.endedShort = bytes.length < length;
    return bytes;
  }

  /** Receives one packet from the interrupt endpoint; `undefined` when none came within a short time. */
  async interruptIn(): Promise<Uint8Array | undefined> {
    const endpoint = this.interface.interruptIn;
    if (endpoint === undefined) return undefined;
    return this.#in('interruptIn', endpoint.endpointNumber, endpoint.packetSize, sliceMs);
  }

  /** Sends one whole bulk-OUT transfer. */
  async bulkOut(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { bytesWritten } = await this.#transfer('bulkOut', outMs, async () =>
      this.#device.transferOut(this.interface.bulkOut.endpointNumber, bytes, outMs),
    );
    if (bytesWritten !== bytes.length) {
      throw new FourwireError(
        'protocol',
        'usb-transfer-failed',
        `${this.address}: the device took ${bytesWritten} of ${bytes.length} bytes.`,
      );
    }
  }

  /** Makes a class request; gives its answer, at most as long as asked. */
  async request({ request, value = 0, endpoint, length }: UsbtmcRequest): Promise<Uint8Array> {
    const { data } = await this.#transfer('control', controlMs, async () =>
      this.#device.controlTransferIn(
        {
          requestType: 'class',
          recipient: endpoint === undefined ? 'interface' : 'endpoint',
          request,
          value,
          index: endpoint === undefined ? this.interface.number : this.#endpointAddress(endpoint),
        },
        length,
        controlMs,
      ),
    );
    return bytesOf(data);
  }

  /** Ends the halt of an endpoint, once no transfer is under way on it. */
  async clearHalt(pipe: Exclude<Pipe, 'control'>): Promise<void> {
    const endpoint = this.interface[pipe];
    if (endpoint === undefined) return;
    await this.#transfer(pipe, controlMs, async () => {
      await this.#device.clearHalt(pipe === 'bulkOut' ? 'out' : 'in', endpoint.endpointNumber);
      return undefined;
    });
    this.#halted.delete(pipe);
  }

  /** Whether the device refused a transfer on this endpoint by halting it. */
  isHalted(pipe: Pipe): boolean {
    return this.#halted.has(pipe);
  }

  /** Waits for the transfers under way, releases the interface and closes the device. Never rejects. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const pending = [...this.#pending.values()];
    // Where time limits are ignored (a browser) only closing the device ends a transfer.
    const limit = Math.max(...pending.map(({ until }) => until - this.clock.monotonic()), 0) + graceMs;
    await within(this.clock, limit, Promise.all(pending.map(async ({ ended }) => ended)));
    const device = this.#device;
    if (this.gone === undefined) {
      await device.releaseInterface(this.interface.number).catch(ignore);
      if (this.#detached) await device.attachKernelDriver?.(this.interface.number).catch(ignore);
    }
    await device.close().catch(ignore);
  }

  #endpointAddress(pipe: 'bulkIn' | 'bulkOut'): number {
    return this.interface[pipe].endpointNumber | (pipe === 'bulkIn' ? 0x80 : 0);
  }

  async #in(
    pipe: 'bulkIn' | 'interruptIn',
    endpoint: number,
    length: number,
    ms: number,
  ): Promise<Uint8Array | undefined> {
    try {
      const { data } = await this.#transfer(pipe, ms, async () =>
        this.#device.transferIn(endpoint, length, ms),
      );
      return bytesOf(data);
    } catch (error) {
      if (FourwireError.is(error) && error.kind === 'timeout') return undefined;
      throw error;
    }
  }

  async #transfer<R extends UsbInResult | UsbOutResult | undefined>(
    pipe: Pipe,
    ms: number,
    start: () => Promise<R>,
  ): Promise<R> {
    await this.#breathe();
    // Two transfers at once on one endpoint: the package refuses either.
    for (let before = this.#pending.get(pipe); before !== undefined; before = this.#pending.get(pipe))
      await before.ended;
    this.#check();
    const running = start();
    const entry = { ended: running.then(ignore, ignore), until: this.clock.monotonic() + ms };
    this.#pending.set(pipe, entry);
    try {
      const result = await running;
      if (result?.status === 'stall') throw new Error('stall');
      if (result?.status === 'babble') throw new Error('the device sent more than was asked');
      return result;
    } catch (error) {
      throw this.#failed(pipe, ms, error);
    } finally {
      if (this.#pending.get(pipe) === entry) this.#pending.delete(pipe);
    }
  }

  #check(): void {
    if (this.gone !== undefined) throw this.gone;
    if (this.#closed) throw new FourwireError('link', 'link-closed', `${this.address} is not open.`);
  }

  async #breathe(): Promise<void> {
    this.#burst++;
    if (this.#burst < burst) return;
    const now = this.clock.monotonic();
    if (now - this.#burstSince < 1) await this.clock.sleep(1);
    this.#burst = 0;
    this.#burstSince = this.clock.monotonic();
  }

  #failed(pipe: Pipe, ms: number, error: unknown): FourwireError {
    const what =
      { bulkIn: 'bulk-IN transfer', bulkOut: 'bulk-OUT transfer' }[pipe as string] ?? `${pipe} transfer`;
    switch (usbFailureOf(error)) {
      case 'disconnected':
        return this.#lost(error);
      case 'stall':
        this.#halted.add(pipe);
        return new FourwireError(
          'protocol',
          'usb-stalled',
          `${this.address}: the device refused a ${what} by a stall.`,
          { cause: error },
        );
      case 'cancelled':
        return new FourwireError(
          'timeout',
          'timeout',
          `${this.address}: the device did not take part in a ${what} within ${ms} ms.`,
          { cause: error },
        );
      default:
        return new FourwireError(
          'link',
          'usb-transfer-failed',
          `${this.address}: a ${what} failed: ${error instanceof Error ? error.message : String(error)}.`,
          { cause: error },
        );
    }
  }

  #lost(cause: unknown): FourwireError {
    if (this.gone !== undefined) return this.gone;
    this.gone = new FourwireError(
      'link',
      'link-lost',
      `${this.address}: the device was unplugged or switched off.`,
      { cause },
    );
    if (!this.#closed) this.onGone?.(this.gone);
    return this.gone;
  }
}

const ignore = (): void => {};

/** Takes an interface from the kernel's driver; gives its number when there was one. */
async function detach(device: UsbDevice, number: number): Promise<number | undefined> {
  try {
    await device.detachKernelDriver?.(number);
    return device.detachKernelDriver === undefined ? undefined : number;
  } catch {
    // No driver had it; whether somebody else has, claiming tells.
    return undefined;
  }
}

function bytesOf(data: DataView | undefined): Uint8Array {
  return data === undefined
    ? new Uint8Array()
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

const advice = {
  busy: 'Another program has the instrument open; close it there.',
  denied:
    'You may not use the device: on Linux add a udev rule for its vendor, on Windows bind WinUSB to it.',
  disconnected: 'Check its cable and its power.',
  stall: 'Switch the instrument off and on.',
  cancelled: 'Switch the instrument off and on.',
  other: 'Check cable and power, and that no other driver holds it.',
} as const;

function refused(address: string, error: unknown): FourwireError {
  const text = error instanceof Error ? error.message : String(error);
  return new FourwireError(
    'link',
    'link-refused',
    `${address} cannot be opened: ${text}. ${advice[usbFailureOf(error)]}`,
    { cause: error },
  );
}
