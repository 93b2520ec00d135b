import { FourwireError } from '@fourwire/core';
import type { BytePeer, ByteService, ByteSession } from '@fourwire/core';
import type { UsbPeripheral } from '../usbtmc/usb-peripheral.ts';
import { ByteQueue } from './byte-queue.ts';
import { ImportedDevice } from './imported-device.ts';
import {
  busIdLength,
  commands,
  decodeOperation,
  decodeUrbHeader,
  encodeImport,
  encodeList,
  malformed,
  operationHeaderLength,
  operations,
  urbHeaderLength,
} from './usbip-codec.ts';
import type { Exported, UrbHeader } from './usbip-codec.ts';

/** The most bytes that one transfer may carry: what Linux allows programs, and more than its drivers use. */
const largestTransfer = 16 * 1024 * 1024;

/**
 * The server's side of USB/IP: lists the devices as `1-1`, `1-2` and so on, and lets each be imported by one client at
 * a time (sheet usbip.md). A client that breaks the protocol, and the client of a device that is unplugged, is
 * disconnected.
 */
export function usbipService(devices: readonly UsbPeripheral[]): ByteService {
  const imported = new Set<UsbPeripheral>();
  return { connect: (peer) => new UsbipSession(devices, imported, peer) };
}

class UsbipSession implements ByteSession {
  readonly #devices: readonly UsbPeripheral[];
  /** Devices that some client has. */
  readonly #imported: Set<UsbPeripheral>;
  readonly #peer: BytePeer;
  readonly #input = new ByteQueue();
  /** A transfer whose OUT data have not all come. */
  #header: UrbHeader | undefined;
  #mine: { readonly link: ImportedDevice; readonly release: () => void } | undefined;
  #open = true;

  constructor(devices: readonly UsbPeripheral[], imported: Set<UsbPeripheral>, peer: BytePeer) {
    this.#devices = devices;
    this.#imported = imported;
    this.#peer = peer;
  }

  receive(bytes: Uint8Array): void {
    if (!this.#open) return;
    this.#input.push(bytes);
    try {
      while (this.#open && this.#step());
    } catch (error) {
      if (!FourwireError.is(error)) throw error;
      this.#end();
    }
  }

  closed(): void {
    this.#open = false;
    this.#mine?.release();
    this.#mine = undefined;
  }

  /** Carries out one message, when it has come as a whole. */
  #step(): boolean {
    return this.#mine === undefined ? this.#operation() : this.#transfer(this.#mine.link);
  }

  #operation(): boolean {
    const header = this.#input.peek(operationHeaderLength);
    if (header === undefined) return false;
    switch (decodeOperation(header)) {
      case operations.requestList:
        this.#peer.send(encodeList(this.#list().map(({ exported }) => exported)));
        this.#end();
        return false;
      case operations.requestImport: {
        const message = this.#input.take(operationHeaderLength + busIdLength);
        if (message === undefined) return false;
        this.#import(message.subarray(operationHeaderLength));
        return true;
      }
      default:
        throw malformed('byte 2: must be a request for the list, 0x8005, or an import, 0x8003');
    }
  }

  #list(): { readonly device: UsbPeripheral; readonly exported: Exported }[] {
    return this.#devices.flatMap((device, index) => {
      if (!device.plugged) return [];
      const { configuration, descriptors } = device;
      const place = { busId: `1-${index + 1}`, bus: 1, device: index + 2 };
      return [{ device, exported: { ...place, configuration, descriptors } }];
    });
  }

  #import(field: Uint8Array): void {
    const wanted = Buffer.from(field).toString('latin1').replace(/\0.*$/s, '');
    const found = this.#list().find(({ exported }) => exported.busId === wanted);
    const busy = found !== undefined && this.#imported.has(found.device);
    this.#peer.send(encodeImport(busy ? 'busy' : (found?.exported ?? 'missing')));
    if (found === undefined || busy) {
      this.#end();
      return;
    }
    const { device } = found;
    const link = new ImportedDevice(device, this.#peer);
    const forget = device.onUnplug(() => this.#end());
    this.#imported.add(device);
    const release = (): void => {
      forget();
      link.close();
      this.#imported.delete(device);
    };
    this.#mine = { link, release };
  }

  #transfer(link: ImportedDevice): boolean {
    const header = (this.#header ??= this.#nextHeader());
    if (header === undefined) return false;
    const isSubmit = header.command === commands.submit;
    if (isSubmit && header.argument > largestTransfer)
      throw malformed(`byte 24: ${header.argument} bytes in one transfer, at most ${largestTransfer}`);
    const data = this.#input.take(isSubmit && header.direction === 'out' ? header.argument : 0);
    if (data === undefined) return false;
    this.#header = undefined;
    if (isSubmit) link.submit(header, data);
    else link.unlink(header);
    return true;
  }

  #nextHeader(): UrbHeader | undefined {
    const bytes = this.#input.take(urbHeaderLength);
    return bytes === undefined ? undefined : decodeUrbHeader(bytes);
  }

  #end(): void {
    this.closed();
    this.#peer.close();
  }
}
