import { FourwireError } from '@fourwire/core';
import { ask, expectSuccess } from './class-request.ts';
import type { UsbLink } from './usb-link.ts';
import { sliceMs } from './usb-link.ts';
import { within } from './within.ts';

/** How long the status byte may come after the answer that it will. By USB488 it is sent before. */
const notificationMs = 1000;

/** Set in the status byte by a device that requests service (RQS). */
const requestsService = 0x40;

interface Waiting {
  readonly tag: number;
  readonly resolve: (statusByte: number | undefined) => void;
}

/** The bTag by which a device requests service. */
const serviceRequestTag = 1;

/**
 * Status bytes and service requests (USB488 1.0 sections 3.4 and 4.3.1). Where the interface has an interrupt endpoint,
 * both come on it in any order, so one reader runs as long as the link is open and tells them apart by bTag.
 */
export class StatusChannel {
  readonly #link: UsbLink;
  readonly #onRequest: (statusByte: number) => void;
  readonly #stop = new AbortController();
  #tag = serviceRequestTag;
  #waiting: Waiting | undefined;
  /** The device has told that it requests service, and tells so only once. */
  #requested = false;

  /** @param onRequest - called with the status byte of each service request */
  constructor(link: UsbLink, onRequest: (statusByte: number) => void) {
    this.#link = link;
    this.#onRequest = onRequest;
    if (link.interface.interruptIn !== undefined) void this.#run();
  }

  /** Ends the reader, at the latest when its transfer ends, and whoever waits for a status byte. */
  stop(): void {
    this.#stop.abort();
    this.#waiting?.resolve(undefined);
  }

  /**
   * READ_STATUS_BYTE. Bit 6 is RQS, as in a serial poll: set in the first byte read after a service request.
   *
   * @throws FourwireError of kind `device`, code `usbtmc-refused`; of kind `protocol`, code `usbtmc-reply-invalid`; of
   * kind `timeout` when the byte does not come
   */
  async read(): Promise<number> {
    const tag = this.#nextTag();
    let statusByte: number | undefined;
    let waiting: Waiting | undefined;
    const notified = new Promise<void>((resolve) => {
      waiting = {
        tag,
        resolve: (byte) => {
          statusByte = byte;
          resolve();
        },
      };
      this.#waiting = waiting;
    });
    try {
      const answer = await ask(this.#link, 'readStatusByte', tag);
      expectSuccess(this.#link, 'readStatusByte', answer);
      if (answer[1] !== tag) throw this.#wrongTag(tag, answer[1] ?? 0);
      if (this.#link.interface.interruptIn === undefined) return answer[2] ?? 0;
      await within(this.#link.clock, notificationMs, notified);
    } finally {
      // Unless its turn ended meanwhile and somebody else waits now.
      if (this.#waiting === waiting) this.#waiting = undefined;
    }
    if (statusByte === undefined) {
      throw new FourwireError(
        'timeout',
        'timeout',
        `${this.#link.address}: the status byte did not come within ${notificationMs} ms.`,
      );
    }
    const requested = this.#requested;
    this.#requested = false;
    return requested ? statusByte | requestsService : statusByte;
  }

  #nextTag(): number {
    this.#tag = this.#tag >= 127 ? serviceRequestTag + 1 : this.#tag + 1;
    return this.#tag;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted && this.#link.gone === undefined) {
      try {
        if (this.#link.isHalted('interruptIn')) await this.#link.clearHalt('interruptIn');
        const packet = await this.#link.interruptIn();
        if (packet !== undefined && !signal.aborted) this.#take(packet);
      } catch {
        // What goes wrong on this endpoint is no reason to give up the messages; it is tried again.
        await this.#link.clock.sleep(sliceMs, signal).catch(() => {});
      }
    }
  }

  /** First byte: 0x80 and the bTag; anything else is a vendor's notification. */
  #take(packet: Uint8Array): void {
    const [first = 0, statusByte] = packet;
    if (first < 0x80 || statusByte === undefined) return;
    const tag = first & 0x7f;
    if (tag === serviceRequestTag) {
      this.#requested = true;
      this.#onRequest(statusByte);
    } else if (tag === this.#waiting?.tag) this.#waiting.resolve(statusByte);
  }

  #wrongTag(tag: number, got: number): FourwireError {
    return new FourwireError(
      'protocol',
      'usbtmc-reply-invalid',
      `${this.#link.address}: the status byte for bTag ${tag} came with ${got}.`,
    );
  }
}
