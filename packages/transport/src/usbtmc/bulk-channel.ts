import { FourwireError } from '@fourwire/core';
import type { Turn } from '@fourwire/core';
import {
  decodeHeader,
  encodeMessage,
  encodeRequest,
  encodeTrigger,
  headerBytes,
  nextTag,
} from './bulk-header.ts';
import type { BulkInHeader } from './bulk-header.ts';
import { Parts } from './parts.ts';
import type { UsbLink } from './usb-link.ts';
import { bodyMs, sliceMs } from './usb-link.ts';

/** How messages are carried. */
export interface BulkSettings {
  /** The longest message that will be received, in bytes. */
  readonly maxMessageBytes: number;
  /** How many message bytes one transfer carries, either way. */
  readonly transferBytes: number;
  /** Ends answers at this character as well. */
  readonly termChar: number | undefined;
  /** See {@link UsbtmcQuirks.singleRequest}. */
  readonly singleRequest: boolean;
}

/** How many transfers without a byte are overlooked: some devices begin a session with one. */
const emptyAllowed = 2;

/** Messages over the two bulk endpoints (USBTMC 1.0 section 3). One operation at a time. */
export class BulkChannel {
  /** bTag of the OUT transfer that is not known to have ended. */
  writing: number | undefined;
  /** bTag of the request whose answer is not known to have ended. */
  reading: number | undefined;
  readonly #link: UsbLink;
  readonly #settings: BulkSettings;
  #tag = 0;

  constructor(link: UsbLink, settings: BulkSettings) {
    this.#link = link;
    this.#settings = settings;
  }

  /** Sends a message, in several transfers if it is long. An empty one cannot be sent and is not. */
  async write(data: Uint8Array, turn: Turn): Promise<void> {
    const most = this.#settings.transferBytes;
    for (let from = 0; from < data.length; from += most) {
      const last = from + most >= data.length;
      await this.#send((tag) => encodeMessage(tag, data.subarray(from, from + most), last));
      turn.check();
    }
  }

  /** Sends the TRIGGER message. */
  async trigger(): Promise<void> {
    await this.#send(encodeTrigger);
  }

  /**
   * Asks for a message and receives it, in as many transfers as the device makes of it.
   *
   * @throws FourwireError of kind `protocol`: `message-too-long`, `usbtmc-reply-invalid`, `usbtmc-answer-cut`
   */
  async read(turn: Turn): Promise<Uint8Array> {
    const parts = new Parts(this.#settings.maxMessageBytes);
    for (let empty = 0; empty <= emptyAllowed;) {
      const before = parts.length;
      const { transferBytes, termChar } = this.#settings;
      const tag = await this.#send((next) => encodeRequest(next, transferBytes, termChar));
      this.reading = tag;
      turn.check();
      const complete = await this.#answer(tag, parts, turn);
      this.reading = undefined;
      if (complete) return parts.join();
      if (parts.length === before) empty++;
    }
    throw this.#invalid('answers with nothing, again and again');
  }

  async #send(encode: (tag: number) => Uint8Array<ArrayBuffer>): Promise<number> {
    const tag = nextTag(this.#tag);
    this.#tag = tag;
    this.writing = tag;
    await this.#link.bulkOut(encode(tag));
    this.writing = undefined;
    return tag;
  }

  /** Receives the answer to one request; tells whether the message is complete. */
  async #answer(tag: number, parts: Parts, turn: Turn): Promise<boolean> {
    let first = await this.#firstPacket(turn);
    let header = decodeHeader(first);
    if (header.tag !== tag) {
      // A late answer to an earlier request; the right one follows it.
      await this.#transfer(header, first, new Parts(this.#settings.maxMessageBytes), turn);
      first = await this.#firstPacket(turn);
      header = decodeHeader(first);
      if (header.tag !== tag) throw this.#invalid(`answers request ${tag} with the bTag ${header.tag}`);
    }
    const whole = await this.#transfer(header, first, parts, turn);
    if (this.#settings.singleRequest) return true;
    const ended = header.endOfMessage || (this.#settings.termChar !== undefined && header.termCharSeen);
    // What ended before its announced length says nothing about the message's end.
    return whole && ended;
  }

  async #firstPacket(turn: Turn): Promise<Uint8Array> {
    for (let empty = 0; empty <= emptyAllowed;) {
      const bytes = await this.#link.bulkIn();
      turn.check();
      if (bytes === undefined) continue;
      if (bytes.length > 0) return bytes;
      empty++;
    }
    throw this.#invalid('sends empty transfers');
  }

  /** Receives the rest of a transfer; tells whether all that it announced has come. */
  async #transfer(header: BulkInHeader, first: Uint8Array, parts: Parts, turn: Turn): Promise<boolean> {
    parts.reserve(header.size);
    parts.add(first.subarray(headerBytes, headerBytes + header.size));
    const link = this.#link;
    let left = header.size - (first.length - headerBytes);
    for (let silentMs = 0; left > 0;) {
      // A short packet ends a transfer. Some devices go on nevertheless: those that state a wrong packet size, and
      // those that send their header in the first packet only.
      const over = link.endedShort;
      const packets = over ? 1 : Math.ceil(left / link.packetSize);
      const bytes = await link.bulkIn(packets);
      turn.check();
      if (bytes === undefined) {
        if (over && !this.#settings.singleRequest) return false;
        silentMs += packets > 1 ? bodyMs : sliceMs;
        if (!over && silentMs >= bodyMs) throw this.#cut(left);
        continue;
      }
      silentMs = 0;
      if (over && bytes.length === 0) return false;
      parts.add(bytes.subarray(0, left));
      left -= bytes.length;
    }
    if (!link.endedShort) await this.#terminator(turn);
    return true;
  }

  /** Takes the short packet after a last one that was full. A device that forgets it is forgiven. */
  async #terminator(turn: Turn): Promise<void> {
    const bytes = await this.#link.bulkIn();
    turn.check();
    if (bytes !== undefined && !this.#link.endedShort) throw this.#invalid('sends more than it announced');
  }

  #cut(left: number): FourwireError {
    return new FourwireError(
      'protocol',
      'usbtmc-answer-cut',
      `${this.#link.address}: the device stopped ${left} bytes before the end of its answer for ${bodyMs} ms.`,
    );
  }

  #invalid(what: string): FourwireError {
    return new FourwireError(
      'protocol',
      'usbtmc-reply-invalid',
      `${this.#link.address}: the device ${what}.`,
    );
  }
}
