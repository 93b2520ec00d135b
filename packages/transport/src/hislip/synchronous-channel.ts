import type { FourwireError, MessageEnd, Turn } from '@fourwire/core';
import { Channel } from './channel.ts';
import type { ChannelOwner, Endpoint, Message } from './channel.ts';
import { encodeHeader, encodeMessage, messageType } from './message.ts';
import type { MessageHeader } from './message.ts';
import { anyMessage, MessageIds } from './message-ids.ts';
import { Responses } from './responses.ts';
import { Waiter } from './waiter.ts';

const done = Promise.resolve();
const nothing = new Uint8Array(0);

/** Up to this size a payload is copied behind its header, which is cheaper than handing over two pieces. */
const small = 16_384;

/** What a synchronous channel tells its session. */
export interface SynchronousEvents {
  trace(bytes: Uint8Array): void;
  failed(error: FourwireError): void;
}

/**
 * The channel for program messages, responses and triggers: message ids, the RMT-delivered flag, and the rules of
 * interruption (IVI-6.1, sections 3.1 and 3.2; sheet hislip.md, 3.3 and 3.4).
 */
export class SynchronousChannel implements ChannelOwner {
  readonly channel: Channel;
  /** The longest payload that the instrument takes in one message, in bytes. */
  maxPayload = 0;
  /** Overlapped mode: the instrument numbers its responses itself, and none is dropped because of its number. */
  overlapped = false;
  readonly #events: SynchronousEvents;
  readonly #ids = new MessageIds();
  readonly #responses: Responses;
  readonly #speech = new Waiter<void>();
  /** Whether the end of a response was handed out and the instrument does not know yet. */
  #delivered = false;
  /** In overlapped mode, the number of the last response that was handed out. */
  #lastResponse = this.#ids.last;
  /** The data message that is being received, unless it was dropped meanwhile. */
  #begun: MessageHeader | undefined;
  /**
   * An interruption is told on both channels: what comes before the word on this one is `stale`, and nothing is sent
   * (`silent`) before the word on the other one.
   */
  #interruption: 'none' | 'stale' | 'silent' = 'none';
  /** Whose message was sent last. */
  #turn: Turn | undefined;

  constructor(endpoint: Endpoint, maxMessageBytes: number, events: SynchronousEvents) {
    this.channel = new Channel(endpoint, this);
    this.#events = events;
    this.#responses = new Responses(maxMessageBytes, (id) => {
      this.#delivered = true;
      this.#lastResponse = id;
    });
  }

  /** The id of the last message that was sent. */
  get lastSent(): number {
    return this.#ids.last;
  }

  /**
   * What a status query names: the last message sent, or in overlapped mode the last response handed out (sheet
   * hislip.md, 3.5). Unconfirmed: FFFFFEFE in overlapped mode before the first response.
   */
  get statusId(): number {
    return this.overlapped ? this.#lastResponse : this.#ids.last;
  }

  /**
   * The RMT-delivered flag for the next message that carries it; it is reported once only. Unconfirmed: that it is
   * reported in overlapped mode, too.
   */
  takeDelivered(): number {
    const flag = this.#delivered ? 1 : 0;
    this.#delivered = false;
    return flag;
  }

  /** Sends a message, in as many parts as the instrument's limit asks for. */
  // oxlint-disable-next-line typescript/promise-function-async -- on every exchange's way: no promise of its own
  write(data: Uint8Array, turn: Turn): Promise<void> {
    return this.#whenAllowed(turn, () => {
      turn.sent(data);
      if (data.length > this.maxPayload) return this.#putParts(data, turn);
      return this.#put(messageType.dataEnd, data) ? done : this.channel.drained(turn);
    });
  }

  /** Sends a trigger. */
  // oxlint-disable-next-line typescript/promise-function-async
  trigger(turn: Turn): Promise<void> {
    return this.#whenAllowed(turn, () => {
      turn.touched = true;
      return this.#put(messageType.trigger, nothing) ? done : this.channel.drained(turn);
    });
  }

  // oxlint-disable-next-line typescript/promise-function-async
  read(end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    return this.#responses.read(end, turn);
  }

  /** Everything from before a device clear is gone, and counting begins anew. */
  restart(overlapped: boolean): void {
    this.overlapped = overlapped;
    this.#discard();
    this.#ids.reset();
    this.#lastResponse = this.#ids.last;
    this.#delivered = false;
    this.#interruption = 'none';
  }

  /** The word on the asynchronous channel that the instrument was interrupted. */
  interruptedElsewhere(): void {
    this.#discard();
    if (this.#interruption === 'silent') {
      this.#interruption = 'none';
      this.#speech.give();
    } else this.#interruption = 'stale';
  }

  beginData(header: MessageHeader): Uint8Array | undefined {
    if (!this.#isExpected(header)) {
      this.#responses.discardPart();
      return undefined;
    }
    this.#begun = header;
    return this.#responses.room(header.length, header.type === messageType.dataEnd);
  }

  endData(header: MessageHeader, payload: Uint8Array | undefined): void {
    if (payload === undefined || this.#begun !== header) return;
    this.#begun = undefined;
    this.#responses.filled(header.length, header.parameter, header.type === messageType.dataEnd);
  }

  unasked(message: Message): boolean {
    if (message.type !== messageType.interrupted) return false;
    this.#discard();
    this.#interruption = this.#interruption === 'stale' ? 'none' : 'silent';
    return true;
  }

  refused(error: FourwireError): void {
    this.#responses.refuse(error);
  }

  trace(message: Uint8Array): void {
    this.#events.trace(message);
  }

  failed(error: FourwireError): void {
    this.#responses.refuse(error);
    this.#speech.refuse(error);
    this.#events.failed(error);
  }

  #isExpected(header: MessageHeader): boolean {
    if (this.#interruption === 'stale') return false;
    if (this.overlapped || header.parameter === this.#ids.last) return true;
    return header.type === messageType.data && header.parameter === anyMessage;
  }

  // oxlint-disable-next-line typescript/promise-function-async
  #whenAllowed(turn: Turn, send: () => Promise<void>): Promise<void> {
    const refused = turn.error ?? this.channel.error;
    if (refused !== undefined) return Promise.reject(refused);
    if (this.#interruption === 'silent') {
      turn.touched = true;
      return this.#speech.wait(turn).then(() => this.#whenAllowed(turn, send));
    }
    // In overlapped mode responses wait for whoever sent the queries, but for nobody else.
    if (!this.overlapped || turn !== this.#turn) this.#discard();
    this.#turn = turn;
    return send();
  }

  async #putParts(data: Uint8Array, turn: Turn): Promise<void> {
    const last = data.length - this.maxPayload;
    let offset = 0;
    for (; offset < last; offset += this.maxPayload) {
      const part = data.subarray(offset, offset + this.maxPayload);
      if (!this.#put(messageType.data, part)) await this.channel.drained(turn);
      turn.check();
    }
    if (!this.#put(messageType.dataEnd, data.subarray(offset))) await this.channel.drained(turn);
  }

  #put(type: number, payload: Uint8Array): boolean {
    const flag = this.takeDelivered();
    const id = this.#ids.take();
    if (payload.length <= small) return this.channel.send(encodeMessage(type, flag, id, payload));
    return this.channel.sendParts(encodeHeader(type, flag, id, payload.length), payload);
  }

  #discard(): void {
    this.#begun = undefined;
    for (const dropped of this.#responses.discard()) this.#events.trace(dropped);
  }
}
