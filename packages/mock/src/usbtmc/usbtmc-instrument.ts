import type { MessageService } from '../serve/message-service.ts';
import { ClassRequests } from './class-requests.ts';
import type { InPipe } from './in-pipe.ts';
import { answerStandardRequest } from './standard-requests.ts';
import type { StandardDevice } from './standard-requests.ts';
import { usbtmcDescriptors, usbtmcEndpoints } from './usb-descriptors.ts';
import type { UsbDescriptors, UsbIdentity } from './usb-descriptors.ts';
import type { UsbInResult, UsbPeripheral, UsbStatus } from './usb-peripheral.ts';
import type { UsbSetup } from './usb-setup.ts';
import { UsbtmcLink } from './usbtmc-link.ts';
import type { UsbtmcBehaviour } from './usbtmc-link.ts';

/** What a USBTMC instrument is, and how it behaves. */
export interface UsbtmcOptions extends UsbIdentity, UsbtmcBehaviour {}

const requestTypes = { standard: 0, class: 1 } as const;

/**
 * An instrument with a USB connector: the device side of USBTMC 1.0 and of its subclass USB488 1.0 (sheet usbtmc.md)
 * over any {@link MessageService}. It answers enumeration, carries messages, stalls what breaks the rules, and can be
 * unplugged. Put it under `simulatedUsbDevice` or `serveUsbip`.
 *
 * @throws FourwireError of kind `range` for a number or string that a USB descriptor cannot hold
 *
 * @example
 * ```ts
 * const meter = new Keysight34461Simulator();
 * const instrument = new UsbtmcInstrument(meter.messages, { vendorId: 0x2a8d, productId: 0x1301, serialNumber: 'MY1' });
 * await using mount = await serveUsbip([instrument]);
 * ```
 */
export class UsbtmcInstrument implements UsbPeripheral {
  readonly descriptors: UsbDescriptors;
  readonly #service: MessageService;
  readonly #behaviour: UsbtmcBehaviour;
  readonly #listeners = new Set<() => void>();
  #link: UsbtmcLink;
  #requests: ClassRequests;
  #configuration = 0;
  #plugged = true;
  readonly #standard: StandardDevice;

  constructor(service: MessageService, options: UsbtmcOptions) {
    this.descriptors = usbtmcDescriptors(options);
    this.#service = service;
    this.#behaviour = options;
    this.#link = new UsbtmcLink(service, this.descriptors, options);
    this.#requests = new ClassRequests(this.#link, this.descriptors, options);
    this.#standard = this.#standardDevice();
  }

  get configuration(): number {
    return this.#configuration;
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  /** How often the indicator was pulsed since the cable was plugged in. */
  get indicatorPulses(): number {
    return this.#requests.indicatorPulses;
  }

  /** Whether the instrument is in remote, and whether its front panel is locked out. */
  get remote(): { readonly enabled: boolean; readonly lockedOut: boolean } {
    return { enabled: this.#link.remoteLocal.remote, lockedOut: this.#link.remoteLocal.lockedOut };
  }

  /** Pulls the cable: what waits fails, and a client finds nothing until {@link plug}. */
  unplug(): void {
    if (!this.#plugged) return;
    this.#plugged = false;
    this.#configuration = 0;
    this.#link.close();
    for (const listener of this.#listeners) listener();
  }

  /** Puts the cable back: the interface starts anew, the instrument's own state has survived. */
  plug(): void {
    if (this.#plugged) return;
    this.#plugged = true;
    this.#link = new UsbtmcLink(this.#service, this.descriptors, this.#behaviour);
    this.#requests = new ClassRequests(this.#link, this.descriptors, this.#behaviour);
  }

  onUnplug(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  control(setup: UsbSetup, _data: Uint8Array): Uint8Array | undefined {
    if (!this.#plugged) return undefined;
    switch ((setup.requestType >> 5) & 3) {
      case requestTypes.standard:
        return answerStandardRequest(this.#standard, setup);
      case requestTypes.class:
        return this.#requests.answer(setup);
      default:
        return undefined;
    }
  }

  out(endpoint: number, data: Uint8Array): UsbStatus {
    if (!this.#plugged) return 'gone';
    return endpoint === usbtmcEndpoints.bulkOut && this.#link.bulkOut.receive(data) ? 'ok' : 'stall';
  }

  in(endpoint: number, length: number, done: (result: UsbInResult) => void): () => boolean {
    const pipe = this.#plugged ? this.#pipe(endpoint | 0x80) : undefined;
    if (pipe !== undefined) return pipe.request(length, done);
    done({ status: this.#plugged ? 'stall' : 'gone', data: new Uint8Array(0) });
    return () => false;
  }

  #standardDevice(): StandardDevice {
    const resetInterface = (): void => {
      this.#link.reset();
      this.#requests.reset();
    };
    return {
      descriptors: this.descriptors,
      configuration: () => this.#configuration,
      configure: (value) => {
        if (value !== 0 && value !== 1) return false;
        this.#configuration = value;
        resetInterface();
        return true;
      },
      resetInterface,
      endpoint: (address) => (address === usbtmcEndpoints.bulkOut ? this.#link.bulkOut : this.#pipe(address)),
    };
  }

  #pipe(address: number): InPipe | undefined {
    if (address === (usbtmcEndpoints.bulkIn | 0x80)) return this.#link.bulkIn;
    return address === (usbtmcEndpoints.interruptIn | 0x80) ? this.#link.interruptIn : undefined;
  }
}
