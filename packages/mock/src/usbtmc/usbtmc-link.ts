import { MessageOutput } from '../serve/message-output.ts';
import type { MessageService } from '../serve/message-service.ts';
import { encodeBulkInHeader, headerLength, padded } from './bulk-header.ts';
import type { BulkOutHeader } from './bulk-header.ts';
import { BulkOut } from './bulk-out.ts';
import { InPipe } from './in-pipe.ts';
import { RemoteLocal } from './remote-local.ts';
import type { UsbDescriptors } from './usb-descriptors.ts';

/** What a USBTMC interface can do and how it misbehaves. */
export interface UsbtmcBehaviour {
  /** Whether it ends a read at a terminator; `true` unless given. */
  readonly termChar?: boolean;
  /** The most message bytes in one bulk-IN transfer; unlimited unless given. */
  readonly maxTransfer?: number;
  /** The longest message it takes; 16 MiB unless given. A longer one is lost, as if by a device clear, with a halt. */
  readonly maxMessage?: number;
  /**
   * As Rigol's DS1000 series do: one request gets the whole response, in transfers of `maxTransfer` bytes of which
   * only the first has a header, and a second request before its end starts it again (sheet usbtmc.md, section 5).
   */
  readonly headerOnce?: boolean;
  /** How often a CHECK request is answered with PENDING before it is done; 0 unless given. */
  readonly pendingPolls?: number;
}

/** The most packets that the interrupt endpoint holds. */
const interruptDepth = 4;
const defaultPiece = 4096;
const requestsService = 0x40;

/** One USBTMC interface between power-up and power-down: its endpoints, and the link to the instrument behind it. */
export class UsbtmcLink {
  readonly output: MessageOutput;
  readonly bulkOut: BulkOut;
  readonly bulkIn: InPipe;
  readonly interruptIn: InPipe | undefined;
  readonly remoteLocal = new RemoteLocal((remote) => this.output.session.remote(remote));
  readonly #behaviour: UsbtmcBehaviour;
  readonly #usb488: boolean;
  readonly #maxMessage: number;
  #messageLength = 0;
  /** A request for a response that has not been answered. */
  #request: (BulkOutHeader & { kind: 'request' }) | undefined;
  /** The bulk-IN transfer that was queued last. */
  #sent = { tag: 0, size: 0, deliveredBefore: 0 };
  /** The response that is being read, kept for the quirk that starts it again. */
  #whole: Uint8Array | undefined;
  #serviceHeld = false;

  constructor(service: MessageService, descriptors: UsbDescriptors, behaviour: UsbtmcBehaviour) {
    const packetSize = descriptors.endpoints[0]?.packetSize ?? 64;
    this.#behaviour = behaviour;
    this.#usb488 = descriptors.interfaceProtocol === 1;
    this.#maxMessage = behaviour.maxMessage ?? 16 * 1024 * 1024;
    this.bulkOut = new BulkOut(packetSize, this.#maxMessage, (header, data) => this.#accept(header, data));
    this.bulkIn = new InPipe(packetSize);
    const interrupt = descriptors.endpoints.find(({ type }) => type === 'interrupt');
    if (interrupt !== undefined)
      this.interruptIn = new InPipe(interrupt.packetSize, () => {
        if (this.#serviceHeld) this.#sendServiceRequest();
      });
    this.output = new MessageOutput(service, {
      available: () => this.#fill(),
      serviceRequested: () => this.#sendServiceRequest(),
    });
  }

  /** The tag of the bulk-IN transfer under way, answered or not; `undefined` when none is. */
  get tagIn(): number | undefined {
    return this.bulkIn.queued > 0 ? this.#sent.tag : this.#request?.tag;
  }

  /** The tag of the last bulk-IN transfer, 0 before the first. */
  get lastTagIn(): number {
    return this.#sent.tag;
  }

  /** How many message bytes of the last bulk-IN transfer the host has taken. */
  get transmitted(): number {
    const taken = this.bulkIn.delivered - this.#sent.deliveredBefore - headerLength;
    return Math.min(this.#sent.size, Math.max(0, taken));
  }

  /** Ends the bulk-IN transfer under way with a short packet; what was left of it is lost. */
  abortIn(): void {
    this.#whole = undefined;
    if (this.bulkIn.queued > 0) {
      this.bulkIn.truncate();
    } else if (this.#request !== undefined) {
      this.#sent = { tag: this.#request.tag, size: 0, deliveredBefore: this.bulkIn.delivered };
      this.bulkIn.sendTransfer(new Uint8Array(0));
    }
    this.#request = undefined;
  }

  /** Device clear: forgets messages and responses, and halts bulk-OUT. */
  clear(): void {
    this.bulkOut.halt(true);
    this.bulkIn.truncate();
    this.#forget();
  }

  /** What a bus reset does to the interface: like a device clear, and nothing stays halted or queued. */
  reset(): void {
    this.bulkOut.halt(false);
    this.bulkIn.halt(false);
    this.bulkIn.flush();
    this.interruptIn?.halt(false);
    this.interruptIn?.flush();
    this.#serviceHeld = false;
    this.#forget();
  }

  /**
   * READ_STATUS_BYTE (USB488 1.0, 4.3.1): the status byte goes the way of the interrupt endpoint where there is one.
   *
   * @returns the byte for the control answer; `undefined` when the interrupt endpoint is full
   */
  readStatusByte(tag: number): number | undefined {
    if (this.interruptIn === undefined) return this.output.statusByte() & ~requestsService;
    if (this.interruptIn.queued >= interruptDepth) return undefined;
    this.interruptIn.sendPacket(Uint8Array.of(0x80 | tag, this.output.statusByte()));
    return 0;
  }

  /** The cable was pulled, or power went. */
  close(): void {
    this.bulkIn.fail('gone');
    this.interruptIn?.fail('gone');
    this.output.session.closed();
  }

  #forget(): void {
    this.#messageLength = 0;
    this.#request = undefined;
    this.#whole = undefined;
    this.output.clear();
  }

  #accept(header: BulkOutHeader, data: Uint8Array): boolean {
    switch (header.kind) {
      case 'message':
        this.remoteLocal.addressed();
        return this.#takeMessage(data, header.end);
      case 'trigger':
        if (!this.#usb488) return false;
        this.output.session.trigger();
        return true;
      default:
        if (header.terminator !== undefined && !(this.#behaviour.termChar ?? true)) return false;
        this.#takeRequest(header);
        return true;
    }
  }

  #takeMessage(data: Uint8Array, end: boolean): boolean {
    this.#messageLength += data.length;
    if (this.#messageLength > this.#maxMessage) {
      this.#forget();
      return false;
    }
    // What the host asked for and did not fetch is lost as a response in the output queue is.
    if (this.bulkIn.holdsData) {
      this.bulkIn.flush();
      this.#whole = undefined;
      if (!this.output.available) this.output.session.interrupted();
    }
    if (end) this.#messageLength = 0;
    this.output.write(data, end);
    return true;
  }

  #takeRequest(header: BulkOutHeader & { kind: 'request' }): void {
    this.#request = header;
    if (this.#whole !== undefined && this.bulkIn.holdsData) this.#sendWithOneHeader(this.#whole);
    else if (this.output.available) this.#fill();
    else if (!this.output.expectsResponse) this.output.session.unterminated();
  }

  /** Answers the request for a response, when both are there. */
  #fill(): void {
    const request = this.#request;
    if (request === undefined) return;
    if (this.#behaviour.headerOnce ?? false) {
      const whole = this.output.read(Number.MAX_SAFE_INTEGER);
      if (whole !== undefined) this.#sendWithOneHeader(whole.bytes);
      return;
    }
    const size = Math.min(request.size, this.#behaviour.maxTransfer ?? request.size);
    const part = this.output.read(size, request.terminator);
    if (part === undefined) return;
    const { bytes, end } = part;
    const terminated = request.terminator !== undefined && bytes.at(-1) === request.terminator;
    const transfer = new Uint8Array(headerLength + padded(bytes.length));
    transfer.set(encodeBulkInHeader({ tag: request.tag, size: bytes.length, end, terminated }));
    transfer.set(bytes, headerLength);
    this.#send(request.tag, bytes.length, [transfer]);
  }

  #sendWithOneHeader(whole: Uint8Array): void {
    const tag = this.#request?.tag ?? 0;
    const header = encodeBulkInHeader({ tag, size: whole.length, end: true, terminated: false });
    const piece = this.#behaviour.maxTransfer ?? defaultPiece;
    const transfers = [Buffer.concat([header, whole.subarray(0, piece)])];
    for (let at = piece; at < whole.length; at += piece)
      transfers.push(Buffer.from(whole.subarray(at, at + piece)));
    this.bulkIn.flush();
    this.#whole = whole;
    this.#send(tag, whole.length, transfers);
  }

  #send(tag: number, size: number, transfers: readonly Uint8Array[]): void {
    this.#request = undefined;
    this.#sent = { tag, size, deliveredBefore: this.bulkIn.delivered };
    for (const transfer of transfers) this.bulkIn.sendTransfer(transfer);
  }

  /** Sends the status byte with RQS, which this clears: the packet holds its only copy (USB488 1.0, 3.4.1). */
  #sendServiceRequest(): void {
    if (!this.#usb488 || this.interruptIn === undefined) return;
    this.#serviceHeld = this.interruptIn.queued >= interruptDepth;
    if (!this.#serviceHeld) this.interruptIn.sendPacket(Uint8Array.of(0x81, this.output.statusByte()));
  }
}
