import type { BytePeer } from '@fourwire/core';
import { decodeSetup } from '../usbtmc/usb-setup.ts';
import type { UsbPeripheral, UsbStatus } from '../usbtmc/usb-peripheral.ts';
import { encodeSubmitReply, encodeUnlinkReply, malformed } from './usbip-codec.ts';
import type { UrbHeader } from './usbip-codec.ts';

/** A client that lets more transfers wait than this is not a USB host. */
const mostWaiting = 1024;
const nothing = new Uint8Array(0);

/** A device that a client has imported: carries out its transfers, and cancels those that it unlinks. */
export class ImportedDevice {
  readonly #device: UsbPeripheral;
  readonly #peer: BytePeer;
  /** How to cancel what waits, by sequence number. */
  readonly #waiting = new Map<number, () => boolean>();

  constructor(device: UsbPeripheral, peer: BytePeer) {
    this.#device = device;
    this.#peer = peer;
  }

  /**
   * CMD_SUBMIT.
   *
   * @throws FourwireError of kind `protocol` when too many transfers wait
   */
  submit(header: UrbHeader, data: Uint8Array): void {
    if (header.endpoint === 0) this.#control(header, data);
    else if (header.direction === 'out') this.#out(header, data);
    else this.#in(header);
  }

  /** CMD_UNLINK. */
  unlink({ sequence, argument }: UrbHeader): void {
    const cancelled = this.#waiting.get(argument)?.() ?? false;
    this.#waiting.delete(argument);
    this.#peer.send(encodeUnlinkReply(sequence, cancelled));
  }

  /** The client has gone: what waits is called off. */
  close(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #control({ sequence, direction, argument, setup }: UrbHeader, data: Uint8Array): void {
    const answer = this.#device.control(decodeSetup(setup), data);
    if (answer === undefined) this.#reply(sequence, 'stall', 0, nothing);
    else if (direction === 'out') this.#reply(sequence, 'ok', data.length, nothing);
    else this.#replyIn(sequence, 'ok', answer.subarray(0, argument));
  }

  #out({ sequence, endpoint }: UrbHeader, data: Uint8Array): void {
    const status = this.#device.out(endpoint, data);
    this.#reply(sequence, status, status === 'ok' ? data.length : 0, nothing);
  }

  #in({ sequence, endpoint, argument }: UrbHeader): void {
    if (this.#waiting.size >= mostWaiting || this.#waiting.has(sequence))
      throw malformed(
        `byte 4: sequence number ${sequence} again, or more than ${mostWaiting} waiting transfers`,
      );
    let done = false;
    const cancel = this.#device.in(endpoint, argument, ({ status, data }) => {
      done = true;
      this.#waiting.delete(sequence);
      this.#replyIn(sequence, status, data);
    });
    if (!done) this.#waiting.set(sequence, cancel);
  }

  #replyIn(sequence: number, status: UsbStatus, data: Uint8Array): void {
    this.#reply(sequence, status, data.length, data);
  }

  #reply(sequence: number, status: UsbStatus, transferred: number, data: Uint8Array): void {
    this.#peer.send(encodeSubmitReply(sequence, status, transferred, data));
  }
}
