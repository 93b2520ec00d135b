import { FourwireError } from '@fourwire/core';
import type { Turn } from '@fourwire/core';
import { Channel } from './channel.ts';
import type { Endpoint, Message } from './channel.ts';
import { outOfStep, secureOnly } from './hislip-errors.ts';
import { encodeMessage, headerBytes, messageType } from './message.ts';
import { SynchronousChannel } from './synchronous-channel.ts';

/** What a session asks for when it opens. */
export interface SessionSettings extends Endpoint {
  /** The instrument's sub-address, `hislip0` on most. */
  readonly device: string;
  /** The longest response that will be received, in bytes. */
  readonly maxMessageBytes: number;
  /** Whether to ask for overlapped mode; the instrument decides. */
  readonly preferOverlap: boolean;
}

/** What a session tells its transport. */
export interface SessionEvents {
  serviceRequest(statusByte: number): void;
  trace(bytes: Uint8Array): void;
  /** The session ended by itself after it was open. */
  lost(error: FourwireError): void;
}

/** Version 2.0, and the vendor id "FW", which is not registered with the IVI Foundation. */
const versionAndVendor = 0x0200_4657;

/** From this version on the response to Initialize says what it demands of encryption. */
const secureVersion = 0x0200;

/** Bits of InitializeResponse and, shifted, of the features of a device clear (IVI-6.1, sections 6.1 and 6.12). */
const overlapBit = 1;
const secureBits = 6;
const encryptionMandatoryBit = 2;

/** One session with an instrument: the two channels, from their opening until one of them ends. */
export class HislipSession {
  readonly synchronous: SynchronousChannel;
  readonly #asynchronous: Channel;
  readonly #settings: SessionSettings;
  readonly #events: SessionEvents;
  #clearing = false;
  #open = false;
  #error: FourwireError | undefined;

  private constructor(settings: SessionSettings, events: SessionEvents) {
    this.#settings = settings;
    this.#events = events;
    const failed = (error: FourwireError): void => this.#fail(error);
    const trace = (bytes: Uint8Array): void => events.trace(bytes);
    this.synchronous = new SynchronousChannel(settings, settings.maxMessageBytes, { failed, trace });
    this.#asynchronous = new Channel(settings, {
      failed,
      trace,
      unasked: (message) => this.#unasked(message),
      refused() {},
    });
  }

  /**
   * Opens both channels (IVI-6.1, section 6.1; sheet hislip.md, 3.1).
   *
   * @throws FourwireError of kind `link`, code `link-refused`, `hislip-fatal` or `hislip-secure-only`, when the
   * instrument refuses; of kind `protocol`, code `hislip-error` or `hislip-reply`, for answers that are none
   */
  static async open(settings: SessionSettings, events: SessionEvents, turn: Turn): Promise<HislipSession> {
    const session = new HislipSession(settings, events);
    try {
      await session.#initialize(turn);
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }

  /** Whether answers to requests or to a device clear that were cut short may still come. */
  get uncertain(): boolean {
    return this.#clearing || this.#asynchronous.owed;
  }

  close(): void {
    this.synchronous.channel.close();
    this.#asynchronous.close();
  }

  /** Sends a request on the asynchronous channel and waits for its answer. */
  async request(
    type: number,
    answer: number,
    turn: Turn,
    { control = 0, parameter = 0, payload }: Partial<Pick<Message, 'control' | 'parameter' | 'payload'>> = {},
  ): Promise<Message> {
    return this.#asynchronous.request(encodeMessage(type, control, parameter, payload), answer, turn);
  }

  /**
   * Device clear (IVI-6.1, section 6.12): the instrument stops what it is doing and forgets what it received and has
   * to say. Until it acknowledged on both channels, all that arrives is from before and is dropped.
   *
   * @throws FourwireError of kind `link`, code `link-out-of-step`, when an earlier one was cut short
   */
  async clear(turn: Turn): Promise<void> {
    const { channel } = this.synchronous;
    if (this.uncertain) {
      throw outOfStep(this.#settings.address, 'a device clear or a request was cut short');
    }
    this.#clearing = true;
    channel.discarding = true;
    this.#asynchronous.discarding = true;
    await this.request(messageType.asyncDeviceClear, messageType.asyncDeviceClearAcknowledge, turn);
    const wanted = this.#settings.preferOverlap ? overlapBit : 0;
    const { control } = await channel.request(
      encodeMessage(messageType.deviceClearComplete, wanted),
      messageType.deviceClearAcknowledge,
      turn,
    );
    if ((control & encryptionMandatoryBit) !== 0) throw secureOnly(this.#settings.address);
    this.synchronous.restart((control & overlapBit) !== 0);
    channel.discarding = false;
    this.#asynchronous.discarding = false;
    this.#clearing = false;
  }

  async #initialize(turn: Turn): Promise<void> {
    const { device, maxMessageBytes, preferOverlap, address } = this.#settings;
    const { channel } = this.synchronous;
    await channel.connect(turn);
    const welcome = await channel.request(
      encodeMessage(messageType.initialize, 0, versionAndVendor, Buffer.from(device, 'latin1')),
      messageType.initializeResponse,
      turn,
    );
    const [version, id] = [welcome.parameter >>> 16, welcome.parameter & 0xffff];
    if (version >= secureVersion && (welcome.control & secureBits) !== 0) throw secureOnly(address);
    await this.#asynchronous.connect(turn);
    await this.request(messageType.asyncInitialize, messageType.asyncInitializeResponse, turn, {
      parameter: id,
    });
    const payload = Buffer.alloc(8);
    payload.writeBigUInt64BE(BigInt(maxMessageBytes));
    const sizes = await this.request(
      messageType.asyncMaximumMessageSize,
      messageType.asyncMaximumMessageSizeResponse,
      turn,
      { payload },
    );
    this.synchronous.maxPayload = maxPayload(sizes, address);
    this.synchronous.overlapped = (welcome.control & overlapBit) !== 0;
    if (this.synchronous.overlapped !== preferOverlap) await this.clear(turn);
    if (this.#error !== undefined) throw this.#error;
    this.#open = true;
  }

  #unasked(message: Message): boolean {
    if (message.type === messageType.asyncServiceRequest) this.#events.serviceRequest(message.control);
    else if (message.type === messageType.asyncInterrupted) this.synchronous.interruptedElsewhere();
    else return false;
    return true;
  }

  /** A session with one channel is none. */
  #fail(error: FourwireError): void {
    if (this.#error !== undefined) return;
    this.#error = error;
    this.synchronous.channel.fail(error);
    this.#asynchronous.fail(error);
    if (this.#open) this.#events.lost(error);
  }
}

/**
 * How much data one message may carry. The standard does not say whether the size that the instrument states counts
 * the header; so that it fits either way, it is taken to.
 */
function maxPayload(sizes: Message, address: string): number {
  const size =
    sizes.payload.length === 8 ? Number(Buffer.from(sizes.payload).readBigUInt64BE()) : sizes.payload.length;
  if (sizes.payload.length === 8 && size > headerBytes) return size - headerBytes;
  throw new FourwireError(
    'protocol',
    'hislip-reply',
    `${address} states its largest message in ${sizes.payload.length} bytes as ${size}; it must be 8 bytes and more than ${headerBytes}.`,
  );
}
