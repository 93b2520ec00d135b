import type { Clock } from '@fourwire/core';
import type {
  UsbDevice,
  UsbInResult,
  UsbInterface,
  UsbOutResult,
  UsbSetup,
} from '../src/usbtmc/usb-device.ts';
import { hex, toHex } from './scripted-service.ts';

/** How a scripted device differs from the usual one. */
export interface ScriptedUsbOptions {
  readonly vendorId?: number;
  readonly productId?: number;
  readonly packetSize?: number;
  /** False: no interrupt endpoint. */
  readonly interrupt?: boolean;
  readonly interfaceNumber?: number;
  /** bInterfaceProtocol: 1 for USB488. */
  readonly protocol?: number;
  /** At most so many message bytes in one transfer. */
  readonly mostBytes?: number;
  /** GET_CAPABILITIES. */
  readonly capabilities?: string;
}

/** The sheet's example of a full SCPI instrument (USBTMC table 37, USB488 table 8). */
const fullCapabilities = '01 00 00 01 04 01 00 00 00 00 00 00 00 01 07 0F 00 00 00 00 00 00 00 00';

type Packets = Uint8Array[];

/**
 * A USB instrument of a test's making: it follows the USBTMC sheet unless told otherwise, and the npm package's habits
 * as the sheet on the USB guest states them, down to the texts. What a caller must not do is written to `violations`.
 */
export class ScriptedUsb implements UsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber = 'SN1';
  readonly configuration: { readonly interfaces: readonly UsbInterface[] };
  /** Everything that was called, in order. */
  readonly log: string[] = [];
  readonly violations: string[] = [];
  /** The lengths asked for on the bulk-IN endpoint. */
  readonly asked: number[] = [];
  readonly bulkIn: Packets = [];
  readonly interrupts: Packets = [];
  /** What the instrument says to a message; `undefined`: nothing. */
  reply: (message: string) => string | undefined = (message) => `re ${message}`;
  /** Answers class requests in place of the device; `undefined`: as usual. An error is what the package rejects with. */
  control: (setup: UsbSetup) => string | Error | undefined = () => undefined;
  /** Changes the packets of an answer. */
  tamper: (packets: Packets, tag: number) => Packets = (packets) => packets;
  /** Takes a bulk-OUT transfer in place of the device. */
  out: ((bytes: Uint8Array) => void) | undefined;
  /** Called before each transfer. */
  before: () => void = () => {};
  claimError: Error | undefined;
  statusByte = 0x10;
  remote: number | undefined;
  triggers = 0;
  /** How often it was cleared: what an instrument was asked before, it does not answer any more. */
  clears = 0;
  /** Whether it takes no bulk-OUT transfer. */
  busy = false;
  hasDriver = true;
  readonly halted = new Set<number>();
  readonly packetSize: number;
  readonly #clock: Clock;
  readonly #options: ScriptedUsbOptions;
  readonly #pending = new Set<number>();
  #plugged = true;
  #claimed = false;
  #wake = new Set<() => void>();
  #input = '';
  #output = '';
  #request:
    | { readonly tag: number; readonly size: number; readonly termChar: number | undefined }
    | undefined;
  #lastTag = 0;

  constructor(clock: Clock, options: ScriptedUsbOptions = {}) {
    this.#clock = clock;
    this.#options = options;
    this.vendorId = options.vendorId ?? 0x0957;
    this.productId = options.productId ?? 0x1234;
    this.packetSize = options.packetSize ?? 64;
    const endpoint = (
      endpointNumber: number,
      direction: 'in' | 'out',
      type: 'bulk' | 'interrupt',
      packetSize: number,
    ) => ({ endpointNumber, direction, type, packetSize }) as const;
    this.configuration = {
      interfaces: [
        {
          interfaceNumber: 7,
          alternate: { interfaceClass: 0xfe, interfaceSubclass: 1, interfaceProtocol: 1, endpoints: [] },
        },
        {
          interfaceNumber: options.interfaceNumber ?? 0,
          alternate: {
            interfaceClass: 0xfe,
            interfaceSubclass: 3,
            interfaceProtocol: options.protocol ?? 1,
            endpoints: [
              endpoint(1, 'out', 'bulk', this.packetSize),
              endpoint(2, 'in', 'bulk', this.packetSize),
              ...(options.interrupt === false ? [] : [endpoint(3, 'in', 'interrupt', 2)]),
            ],
          },
        },
      ],
    };
  }

  /** Pulls the cable. */
  unplug(): void {
    this.#plugged = false;
    this.#notify();
  }

  /** Puts packets onto the bulk-IN endpoint. */
  send(...packets: readonly Uint8Array[]): void {
    this.bulkIn.push(...packets);
    this.#notify();
  }

  /** Puts a packet onto the interrupt endpoint. */
  interrupt(...bytes: readonly number[]): void {
    this.interrupts.push(Uint8Array.from(bytes));
    this.#notify();
  }

  /** A DEV_DEP_MSG_IN transfer in packets, ended by a short one. */
  transfer(tag: number, data: Uint8Array, attributes = 1, announced = data.length): Packets {
    const bytes = new Uint8Array(12 + Math.ceil(data.length / 4) * 4);
    bytes.set([2, tag, ~tag & 0xff]);
    new DataView(bytes.buffer).setUint32(4, announced, true);
    bytes[8] = attributes;
    bytes.set(data, 12);
    return this.packets(bytes);
  }

  packets(bytes: Uint8Array): Packets {
    const packets: Packets = [];
    for (let at = 0; at <= bytes.length; at += this.packetSize)
      packets.push(bytes.slice(at, at + this.packetSize));
    return packets;
  }

  async open(): Promise<void> {
    this.log.push('open');
    this.#lives('open');
  }

  async close(): Promise<void> {
    this.log.push('close');
    if (this.#pending.size > 0) {
      this.violations.push(`close with transfers under way on ${[...this.#pending].join()}`);
      throw new Error('The same native value cannot be borrowed mutably while another borrow is active');
    }
    if (this.#claimed && this.#plugged) this.violations.push('close before release');
    this.#claimed = false;
  }

  async selectConfiguration(): Promise<void> {
    this.violations.push('selectConfiguration of a device that has one');
  }

  async claimInterface(number: number): Promise<void> {
    this.log.push(`claim ${number}`);
    if (this.claimError !== undefined) throw this.claimError;
    if (this.hasDriver) throw new Error('claimInterface error: interface is busy (errno 16)');
    if (this.#claimed) this.violations.push('claim twice');
    this.#claimed = true;
  }

  async releaseInterface(number: number): Promise<void> {
    this.log.push(`release ${number}`);
    if (this.#pending.size > 0) this.violations.push('release with transfers under way');
    this.#claimed = false;
  }

  async detachKernelDriver(number: number): Promise<void> {
    this.log.push(`detach ${number}`);
    if (!this.hasDriver) throw new Error('detachKernelDriver error: no kernel driver attached (errno 61)');
    this.hasDriver = false;
  }

  async attachKernelDriver(number: number): Promise<void> {
    this.log.push(`attach ${number}`);
    if (this.#claimed) throw new Error('attachKernelDriver error: interface is busy (errno 16)');
    this.hasDriver = true;
  }

  async controlTransferIn(setup: UsbSetup, length: number, timeout?: number): Promise<UsbInResult> {
    this.log.push(
      `control ${setup.recipient} ${setup.request} ${setup.value} ${setup.index.toString(16)} ${length}`,
    );
    return this.#transfer(0, timeout, 'controlTransferIn', async () => {
      const answer = this.control(setup) ?? this.#class(setup);
      if (answer instanceof Error) throw answer;
      return { data: new DataView(hex(answer).slice(0, length).buffer), status: 'ok' };
    });
  }

  async transferIn(endpointNumber: number, length: number, timeout?: number): Promise<UsbInResult> {
    if (endpointNumber === 2) this.asked.push(length);
    const packetSize = endpointNumber === 2 ? this.packetSize : 2;
    if (length % packetSize !== 0 || length === 0) this.violations.push(`transferIn of ${length} bytes`);
    return this.#transfer(endpointNumber | 0x80, timeout, 'transferIn', async (deadline) => {
      const queue = endpointNumber === 2 ? this.bulkIn : this.interrupts;
      const got: number[] = [];
      for (;;) {
        this.#lives('transferIn');
        const packet = queue.shift();
        if (packet === undefined) {
          // What came so far is lost.
          if (!(await this.#more(deadline))) throw new Error('transferIn error: Cancelled');
          continue;
        }
        got.push(...packet);
        if (packet.length < packetSize || got.length >= length) break;
      }
      return { data: new DataView(Uint8Array.from(got).buffer), status: 'ok' };
    });
  }

  async transferOut(endpointNumber: number, data: Uint8Array, timeout?: number): Promise<UsbOutResult> {
    this.log.push(`out ${toHex(data.length > 64 ? data.subarray(0, 12) : data)}`);
    return this.#transfer(endpointNumber, timeout, 'transferOut', async (deadline) => {
      while (this.busy && !this.halted.has(endpointNumber)) {
        if (!(await this.#more(deadline))) throw new Error('transferOut error: Cancelled');
      }
      if (this.halted.has(endpointNumber)) throw new Error('transferOut error: Stall');
      if (this.out === undefined) this.#take(data);
      else this.out(data);
      return { bytesWritten: data.length, status: 'ok' };
    });
  }

  async clearHalt(direction: 'in' | 'out', endpointNumber: number): Promise<void> {
    this.log.push(`clearHalt ${direction} ${endpointNumber}`);
    const address = endpointNumber | (direction === 'in' ? 0x80 : 0);
    if (this.#pending.has(address)) this.violations.push('clearHalt with a transfer under way');
    this.halted.delete(address);
  }

  #lives(what: string): void {
    if (!this.#plugged) throw new Error(`${what} error: Disconnected`);
  }

  async #transfer<R>(
    endpoint: number,
    timeout: number | undefined,
    what: string,
    work: (deadline: number) => Promise<R>,
  ): Promise<R> {
    this.before();
    if (timeout === undefined || !(timeout >= 1))
      this.violations.push(`${what} with a time limit of ${timeout}`);
    if (this.#pending.has(endpoint)) {
      this.violations.push(`two transfers on endpoint ${endpoint}`);
      throw new Error(`${what} error: endpoint not found`);
    }
    this.#pending.add(endpoint);
    try {
      // A turn of its own, as on the wire.
      await Promise.resolve();
      this.#lives(what);
      if (endpoint !== 1 && this.halted.has(endpoint)) throw new Error(`${what} error: Stall`);
      return await work(this.#clock.monotonic() + (timeout ?? 1000));
    } finally {
      this.#pending.delete(endpoint);
    }
  }

  /** Waits until something changed; false when the time is over. */
  async #more(deadline: number): Promise<boolean> {
    const left = deadline - this.#clock.monotonic();
    if (left <= 0) return false;
    await new Promise<void>((resolve) => {
      const woken = (): void => {
        timer.cancel();
        this.#wake.delete(woken);
        resolve();
      };
      const timer = this.#clock.setTimer(left, woken);
      this.#wake.add(woken);
    });
    return true;
  }

  #notify(): void {
    for (const woken of this.#wake) woken();
  }

  #halt(endpoint: number): void {
    this.halted.add(endpoint);
    this.#notify();
  }

  #class({ request, value }: UsbSetup): string {
    const tag = value.toString(16).padStart(2, '0');
    switch (request) {
      case 1:
        this.#halt(1);
        return `01 ${tag}`;
      case 2:
        return '01 00 00 00 00 00 00 00';
      case 3:
        if (this.#request === undefined) return '81 00';
        this.#request = undefined;
        this.send(new Uint8Array());
        return `01 ${tag}`;
      case 4:
        return '01 00 00 00 00 00 00 00';
      case 5:
        this.clears++;
        this.#input = '';
        this.#output = '';
        this.#request = undefined;
        this.bulkIn.length = 0;
        this.#halt(1);
        return '01';
      case 6:
        return '01 00';
      case 7:
        return this.#options.capabilities ?? fullCapabilities;
      case 128: {
        if (this.#options.interrupt === false)
          return `01 ${tag} ${this.statusByte.toString(16).padStart(2, '0')}`;
        this.interrupt(0x80 | value, this.statusByte);
        return `01 ${tag} 00`;
      }
      case 160:
        this.remote = value;
        return '01';
      default:
        throw new Error('controlTransferIn error: endpoint stalled');
    }
  }

  #take(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [message = 0, tag = 0, inverse = 0] = bytes;
    const size = view.getUint32(4, true);
    if (tag === 0 || tag === this.#lastTag || (tag ^ inverse) !== 0xff || bytes.length % 4 !== 0)
      this.violations.push(`header ${toHex(bytes.subarray(0, 12))}`);
    this.#lastTag = tag;
    if (message === 128) this.triggers++;
    else if (message === 1) {
      if (size === 0 || bytes.length !== 12 + Math.ceil(size / 4) * 4) this.violations.push(`size ${size}`);
      this.#input += Buffer.from(bytes.subarray(12, 12 + size)).toString('latin1');
      if ((view.getUint8(8) & 1) === 0) return;
      const input = this.#input;
      this.#input = '';
      this.#output += this.reply(input) ?? '';
      this.#serve();
    } else if (message === 2) {
      this.#request = { tag, size, termChar: (view.getUint8(8) & 2) === 0 ? undefined : view.getUint8(9) };
      this.#serve();
    } else this.violations.push(`MsgID ${message}`);
  }

  /** What the instrument says later. */
  say(text: string): void {
    this.#output += text;
    this.#serve();
  }

  #serve(): void {
    const request = this.#request;
    if (request === undefined || this.#output === '') return;
    this.#request = undefined;
    const { tag, size, termChar } = request;
    let count = Math.min(size, this.#output.length, this.#options.mostBytes ?? Infinity);
    const at = termChar === undefined ? -1 : this.#output.indexOf(String.fromCharCode(termChar));
    if (at >= 0) count = Math.min(count, at + 1);
    const data = Buffer.from(this.#output.slice(0, count), 'latin1');
    this.#output = this.#output.slice(count);
    const attributes = (this.#output === '' ? 1 : 0) | (at >= 0 && count === at + 1 ? 2 : 0);
    this.send(...this.tamper(this.transfer(tag, data, attributes), tag));
  }
}
