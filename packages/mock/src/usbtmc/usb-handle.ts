import type { Clock } from '@fourwire/core';
import { NativeUsbError } from './native-error.ts';
import type { UsbPeripheral, UsbStatus } from './usb-peripheral.ts';
import { standardRequests } from './usb-setup.ts';
import type { UsbSetup } from './usb-setup.ts';
import type {
  WebUsbBytes,
  WebUsbConfiguration,
  WebUsbControlSetup,
  WebUsbDevice,
  WebUsbInResult,
  WebUsbOutResult,
} from './web-usb-device.ts';

/** What the operating system knows of a device that is plugged in. */
export interface UsbHostState {
  /** Whether its own driver has the interface. */
  kernelDriver: boolean;
  claimedBy: UsbHandle | undefined;
  /** Whether the cable was never pulled since it found the device. */
  connected: boolean;
}

/**
 * How an object stands to the interface: `reset` took its claim until it is closed; `leaked` means that it was closed
 * without releasing, which stays in its own way for good.
 */
type Claim = 'none' | 'claimed' | 'reset' | 'leaked';

const defaultTimeout = 1000;
const types = { standard: 0, class: 1, vendor: 2 } as const;
const recipients = { device: 0, interface: 1, endpoint: 2, other: 3 } as const;
const busy = 'interface is busy (errno 16)';

/** One object that stands for a device in the host's program; it dies with the cable. */
export class UsbHandle implements WebUsbDevice {
  readonly deviceClass = 0;
  readonly deviceSubclass = 0;
  readonly deviceProtocol = 0;
  readonly usbVersionMajor = 2;
  readonly usbVersionMinor = 0;
  readonly usbVersionSubminor = 0;
  readonly #device: UsbPeripheral;
  readonly #clock: Clock;
  readonly #host: UsbHostState;
  #opened = false;
  #claim: Claim = 'none';
  /** How to cancel the transfer that waits on an endpoint, by its address. */
  readonly #pending = new Map<number, () => void>();

  constructor(device: UsbPeripheral, clock: Clock, host: UsbHostState) {
    this.#device = device;
    this.#clock = clock;
    this.#host = host;
    // The operating system selects the only configuration while it enumerates.
    if (device.configuration === 0) this.#standard(standardRequests.setConfiguration, 0, 1, 0);
  }

  get vendorId(): number {
    return this.#device.descriptors.vendorId;
  }

  get productId(): number {
    return this.#device.descriptors.productId;
  }

  get deviceVersionMajor(): number {
    return this.#device.descriptors.deviceRelease >> 8;
  }

  get deviceVersionMinor(): number {
    return (this.#device.descriptors.deviceRelease >> 4) & 0xf;
  }

  get deviceVersionSubminor(): number {
    return this.#device.descriptors.deviceRelease & 0xf;
  }

  get manufacturerName(): string {
    return this.#device.descriptors.manufacturer;
  }

  get productName(): string {
    return this.#device.descriptors.product;
  }

  get serialNumber(): string {
    return this.#device.descriptors.serialNumber;
  }

  get opened(): boolean {
    return this.#opened;
  }

  get configuration(): WebUsbConfiguration {
    const facts = this.#device.descriptors;
    const alternate = {
      alternateSetting: 0,
      interfaceClass: facts.interfaceClass,
      interfaceSubclass: facts.interfaceSubclass,
      interfaceProtocol: facts.interfaceProtocol,
      interfaceName: undefined,
      endpoints: facts.endpoints.map(({ number, direction, type, packetSize }) => ({
        endpointNumber: number,
        direction,
        type,
        packetSize,
      })),
    };
    const claimed = this.#claim === 'claimed';
    const theInterface = {
      interfaceNumber: facts.interfaceNumber,
      claimed,
      alternate,
      alternates: [alternate],
    };
    return { configurationValue: 1, configurationName: undefined, interfaces: [theInterface] };
  }

  get configurations(): readonly WebUsbConfiguration[] {
    return [this.configuration];
  }

  async open(): Promise<void> {
    this.#mustBeConnected('open');
    this.#opened = true;
  }

  async close(): Promise<void> {
    this.#mustBeIdle();
    this.#opened = false;
    if (this.#claim === 'claimed') this.#loseClaim('leaked');
    if (this.#claim === 'reset') this.#loseClaim('none');
  }

  async reset(): Promise<void> {
    this.#mustBeOpen('reset');
    for (const cancel of this.#pending.values()) cancel();
    this.#standard(standardRequests.setConfiguration, 0, 1, 0);
    if (this.#claim === 'claimed') this.#loseClaim('reset');
  }

  async selectConfiguration(configurationValue: number): Promise<void> {
    this.#mustBeOpen('selectConfiguration');
    this.#mustExist('selectConfiguration', configurationValue === 1);
  }

  async selectAlternateInterface(interfaceNumber: number, alternateSetting: number): Promise<void> {
    const call = 'selectAlternateInterface';
    this.#mustBeOpen(call);
    this.#mustExist(call, this.#claim === 'claimed');
    const taken = this.#standard(standardRequests.setInterface, 1, alternateSetting, interfaceNumber);
    this.#mustExist(call, taken !== undefined);
  }

  async claimInterface(interfaceNumber: number): Promise<void> {
    this.#mustBeOpen('claimInterface');
    this.#mustExist('claimInterface', interfaceNumber === this.#device.descriptors.interfaceNumber);
    if (this.#claim === 'claimed') return;
    if (this.#claim !== 'none' || this.#host.kernelDriver || this.#host.claimedBy !== undefined)
      throw failed('claimInterface', busy);
    this.#claim = 'claimed';
    this.#host.claimedBy = this;
  }

  async releaseInterface(interfaceNumber: number): Promise<void> {
    this.#mustBeIdle();
    this.#mustBeOpen('releaseInterface');
    const known = interfaceNumber === this.#device.descriptors.interfaceNumber;
    this.#mustExist('releaseInterface', known && this.#claim !== 'none');
    this.#loseClaim('none');
  }

  async detachKernelDriver(_interfaceNumber: number): Promise<void> {
    this.#mustBeOpen('detachKernelDriver');
    if (!this.#host.kernelDriver) throw failed('detachKernelDriver', 'no driver is bound (errno 61)');
    this.#host.kernelDriver = false;
  }

  async attachKernelDriver(_interfaceNumber: number): Promise<void> {
    this.#mustBeOpen('attachKernelDriver');
    if (this.#claim !== 'none' || this.#host.claimedBy !== undefined)
      throw failed('attachKernelDriver', busy);
    this.#host.kernelDriver = true;
  }

  async controlTransferIn(
    setup: WebUsbControlSetup,
    length: number,
    timeout = defaultTimeout,
  ): Promise<WebUsbInResult> {
    const answer = this.#control('controlTransferIn', setup, 0x80, length, new Uint8Array(0), timeout);
    return { status: 'ok', data: viewOf(answer.subarray(0, length)) };
  }

  async controlTransferOut(
    setup: WebUsbControlSetup,
    data: WebUsbBytes = new Uint8Array(0),
    timeout = defaultTimeout,
  ): Promise<WebUsbOutResult> {
    const bytes = bytesOf(data);
    this.#control('controlTransferOut', setup, 0, bytes.length, bytes, timeout);
    return { status: 'ok', bytesWritten: bytes.length };
  }

  async transferIn(
    endpointNumber: number,
    length: number,
    timeout = defaultTimeout,
  ): Promise<WebUsbInResult> {
    const address = endpointNumber | 0x80;
    const packetSize = this.#packetSize('transferIn', endpointNumber, 'in');
    const data = await new Promise<Uint8Array>((resolve, reject) => {
      const onBus = Math.ceil(length / packetSize) * packetSize;
      let cancel = (): boolean => false;
      const giveUp = (): void => {
        if (!cancel()) return;
        this.#pending.delete(address);
        timer.cancel();
        reject(failed('transferIn', 'Cancelled'));
      };
      const timer = this.#clock.setTimer(timeout, giveUp);
      this.#pending.set(address, giveUp);
      cancel = this.#device.in(endpointNumber, onBus, (result) => {
        this.#pending.delete(address);
        timer.cancel();
        if (result.status === 'ok') resolve(result.data);
        else reject(failed('transferIn', reasons[result.status]));
      });
      if (timeout <= 0) giveUp();
    });
    return { status: 'ok', data: viewOf(data.subarray(0, length)) };
  }

  async transferOut(
    endpointNumber: number,
    data: WebUsbBytes,
    timeout = defaultTimeout,
  ): Promise<WebUsbOutResult> {
    this.#packetSize('transferOut', endpointNumber, 'out');
    if (timeout <= 0) throw failed('transferOut', 'Cancelled');
    const bytes = bytesOf(data);
    const status = this.#device.out(endpointNumber, bytes);
    if (status !== 'ok') throw failed('transferOut', reasons[status]);
    return { status: 'ok', bytesWritten: bytes.length };
  }

  async clearHalt(direction: 'in' | 'out', endpointNumber: number): Promise<void> {
    this.#packetSize('clearHalt', endpointNumber, direction);
    const address = direction === 'in' ? endpointNumber | 0x80 : endpointNumber;
    this.#standard(standardRequests.clearFeature, recipients.endpoint, 0, address);
  }

  #standard(request: number, recipient: number, value: number, index: number): Uint8Array | undefined {
    const setup = { requestType: recipient, request, value, index, length: 0 };
    return this.#device.control(setup, new Uint8Array(0));
  }

  #control(
    call: string,
    setup: WebUsbControlSetup,
    direction: number,
    length: number,
    data: Uint8Array,
    timeout: number,
  ): Uint8Array {
    this.#mustBeOpen(call);
    if (timeout <= 0) throw failed(call, 'Cancelled');
    const requestType = direction | (types[setup.requestType] << 5) | recipients[setup.recipient];
    const { request, value, index } = setup;
    const packet: UsbSetup = { requestType, request, value, index, length };
    const answer = this.#device.control(packet, data);
    if (answer === undefined) throw failed(call, 'endpoint stalled');
    return answer;
  }

  /** The packet size of an endpoint that a transfer may be started on. */
  #packetSize(call: string, endpointNumber: number, direction: 'in' | 'out'): number {
    this.#mustBeConnected(call);
    if (this.#claim === 'reset') throw failed(call, 'Unknown(16)');
    const endpoint = this.#device.descriptors.endpoints.find(
      (one) => one.number === endpointNumber && one.direction === direction,
    );
    const address = direction === 'in' ? endpointNumber | 0x80 : endpointNumber;
    const free = this.#opened && this.#claim === 'claimed' && !this.#pending.has(address);
    if (endpoint === undefined || !free) throw failed(call, 'endpoint not found');
    return endpoint.packetSize;
  }

  #loseClaim(claim: Claim): void {
    this.#claim = claim;
    if (this.#host.claimedBy === this) this.#host.claimedBy = undefined;
  }

  #mustBeConnected(call: string): void {
    if (!this.#host.connected) throw failed(call, 'Disconnected');
  }

  #mustBeOpen(call: string): void {
    this.#mustBeConnected(call);
    this.#mustExist(call, this.#opened);
  }

  #mustExist(call: string, exists: boolean): void {
    if (!exists) throw failed(call, 'endpoint not found');
  }

  /** The package lends its native object to each transfer, and cannot end while one has it. */
  #mustBeIdle(): void {
    if (this.#pending.size === 0) return;
    const message = 'The same native value cannot be borrowed mutably while another borrow is active';
    throw new NativeUsbError(message, 'InvalidArg');
  }
}

const reasons: Readonly<Record<Exclude<UsbStatus, 'ok'>, string>> = {
  stall: 'Stall',
  overflow: 'Overflow',
  gone: 'Disconnected',
};

function failed(call: string, reason: string): NativeUsbError {
  return new NativeUsbError(`${call} error: ${reason}`);
}

function bytesOf(data: WebUsbBytes): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(Uint8Array.from(bytes).buffer);
}
