import type { Clock, Timer } from '@fourwire/core';
import type { MessageService, MessageSession } from '../serve/message-service.ts';
import type { Channel, FatalCode } from './channel.ts';
import { DeferredWork } from './deferred.ts';
import { formatId, idAfter, isAhead, noId } from './message-ids.ts';
import { messageType } from './message.ts';
import type { IncomingMessage } from './message-reader.ts';
import { ProgramInput } from './program-input.ts';
import type { ViolationCode } from './violations.ts';

/** What the synchronous channel needs of its session. */
export interface ProgramHost {
  /** For waits on the wire. */
  readonly clock: Clock;
  readonly strict: boolean;
  /** Whether another client's lock keeps this one from the instrument. */
  readonly blocked: boolean;
  /** The longest payload that the client takes. */
  readonly largestPayload: number;
  /** The instrument was spoken to. */
  addressed(): void;
  /** Says AsyncInterrupted. */
  interrupted(id: number): void;
  requestService(): void;
  /** Takes a message of the synchronous channel that is not about programs. */
  other(message: IncomingMessage): void;
  fail(code: FatalCode): void;
  violated(code: ViolationCode, text: string): void;
}

const programTypes: ReadonlySet<number> = new Set([
  messageType.data,
  messageType.dataEnd,
  messageType.trigger,
]);

/** A device clear that the client does not bring to its end is given up after this (sheet hislip.md, section 3.9). */
const clearLimitMs = 120_000;
/** A client that asks without end must not fill the memory. */
const mostDeferred = 64;

/**
 * The synchronous channel of one session: program messages, responses and triggers with their ids, RMT-delivered, MAV
 * and the interrupted error, in synchronised and in overlapped mode (sheet hislip.md, sections 3.3 to 3.5).
 *
 * A program message is left unread while the instrument carries out the one before. A service that is always busy does
 * not tell: it is given every message at once, and what it answers counts for the last one.
 */
export class ProgramChannel {
  readonly #host: ProgramHost;
  readonly #channel: Channel;
  readonly #instrument: MessageSession;
  readonly #tellsBusy: boolean;
  readonly #deferred: DeferredWork;
  readonly #input = new ProgramInput();
  #overlapped: boolean;
  #clearing: Timer | undefined;
  #pumping = false;
  #ended = false;
  #lastReceived = noId;
  /** The client's message that held the end of the program message under way. */
  #answering = noId;
  /** Overlapped mode: the server's own ids. */
  #lastSent = noId;
  #rmtExpected = false;
  #available = false;

  constructor(host: ProgramHost, channel: Channel, service: MessageService, overlapped: boolean) {
    this.#host = host;
    this.#channel = channel;
    this.#overlapped = overlapped;
    this.#deferred = new DeferredWork(host.clock, () => this.pump());
    this.#instrument = service.connect({
      respond: (response) => this.#respond(response),
      requestService: () => {
        if (!this.#ended) host.requestService();
      },
    });
    this.#tellsBusy = !this.#instrument.busy;
  }

  /** Takes what has come, as far as it may be taken now. */
  pump(): void {
    if (this.#pumping || this.#ended) return;
    this.#pumping = true;
    const held = this.#takeAll();
    this.#pumping = false;
    if (this.#ended) return;
    if (this.#channel.reader.malformed) {
      this.#host.fail(1);
      return;
    }
    this.#channel.hold(held || this.#blocked);
    this.#deferred.settle();
    if (held && !this.#blocked) this.#deferred.lookAgain();
  }

  /** The status byte as the session sees it, RQS aside; MAV follows from what was sent and delivered. */
  statusByte(): number {
    return this.#instrument.statusByte(this.#available);
  }

  /**
   * Serial poll. A message that the client names and that has not come gets a moment to come: two connections keep no
   * order between them.
   */
  poll(id: number, rmtDelivered: boolean, answer: (statusByte: number) => void): void {
    if (rmtDelivered) this.#delivered();
    if (this.#overlapped) {
      this.#setAvailable(id !== this.#lastSent);
      answer(this.statusByte());
      return;
    }
    this.#defer((overdue) => {
      const last = this.#lastReceived;
      const ahead = isAhead(id, last);
      if (ahead && !overdue && !this.#isClearing) return false;
      const unread = this.#unread || this.#isClearing;
      // One behind is a query that was overtaken by the message that the client sent next.
      if (!unread && id !== last && idAfter(id) !== last)
        this.#host.violated('status-query-id', `The status query names ${this.#found(id)}.`);
      // Clients in the field name the message that they will send next.
      const accepted = id === last || (!this.#host.strict && !unread && id === idAfter(last));
      answer(this.#instrument.statusByte(this.#available && accepted));
      return true;
    });
  }

  /** Does something when the message that the client sent last has been carried out. */
  after(id: number, code: 'release-id' | 'remote-id', act: () => void): void {
    this.#defer((overdue) => {
      const ahead = isAhead(id, this.#lastReceived);
      const waits = ahead ? !overdue || this.#unread : this.#busy;
      if (waits && !this.#isClearing) return false;
      if (ahead && !this.#isClearing)
        this.#host.violated(code, `The request is for after ${this.#found(id)}.`);
      act();
      return true;
    });
  }

  /** Puts the instrument in remote or local mode. */
  remote(enabled: boolean): void {
    this.#instrument.remote(enabled);
  }

  /** AsyncDeviceClear: gives up what is under way, and throws away what comes until DeviceClearComplete. */
  clear(): void {
    this.#clearing?.cancel();
    this.#clearing = this.#host.clock.setTimer(clearLimitMs, () => this.#host.fail(0));
    this.#input.clear();
    this.#rmtExpected = false;
    this.#setAvailable(false);
    this.#instrument.clear();
    this.#deferred.settle();
  }

  close(): void {
    this.#ended = true;
    this.#clearing?.cancel();
    this.#deferred.close();
    this.#instrument.closed();
  }

  get #isClearing(): boolean {
    return this.#clearing !== undefined;
  }

  get #blocked(): boolean {
    return this.#host.blocked && !this.#isClearing;
  }

  get #busy(): boolean {
    return this.#tellsBusy && this.#instrument.busy;
  }

  /** Whether there is, or may be, input that was not taken yet. */
  get #unread(): boolean {
    return this.#host.blocked || this.#channel.reader.header !== undefined;
  }

  /** Takes messages; gives whether one was left. */
  #takeAll(): boolean {
    const { reader } = this.#channel;
    while (!this.#ended && reader.next !== undefined) {
      const message = reader.next;
      if (this.#blocked || (programTypes.has(message.type) && !this.#isClearing && this.#busy)) return true;
      reader.take();
      this.#deferred.moved();
      this.#take(message);
    }
    return false;
  }

  #take(message: IncomingMessage): void {
    if (this.#isClearing && message.type === messageType.deviceClearComplete) this.#cleared(message.control);
    else if (this.#isClearing && message.type !== messageType.fatalError) return;
    else if (programTypes.has(message.type)) this.#program(message);
    else this.#host.other(message);
  }

  /** The client is through with its device clear, and asks for a mode. */
  #cleared(features: number): void {
    this.#clearing?.cancel();
    this.#clearing = undefined;
    this.#overlapped = (features & 1) !== 0;
    this.#lastReceived = noId;
    this.#answering = noId;
    this.#lastSent = noId;
    this.#channel.send(messageType.deviceClearAcknowledge, this.#overlapped ? 1 : 0);
  }

  #program(message: IncomingMessage): void {
    const { type, parameter: id } = message;
    const expected = idAfter(this.#lastReceived);
    if (id !== expected)
      this.#host.violated(
        'message-id',
        `A message has id ${formatId(id)}; the next is ${formatId(expected)}.`,
      );
    this.#lastReceived = id;
    this.#host.addressed();
    this.#begins((message.control & 1) !== 0);
    if (type === messageType.trigger) this.#instrument.trigger();
    else this.#data(message, type === messageType.dataEnd);
  }

  #data(message: IncomingMessage, end: boolean): void {
    if (message.tooLong) this.#input.spoil();
    if (message.tooLong || !this.#input.add(message.payload)) this.#channel.sendError(4);
    if (!end) return;
    const program = this.#input.end();
    if (program === undefined) return;
    this.#answering = message.parameter;
    this.#instrument.receive(program);
  }

  /** A program message or a trigger ends the response before it, read or not. */
  #begins(rmtDelivered: boolean): void {
    if (this.#overlapped) return;
    const unexpected = rmtDelivered && !this.#rmtExpected;
    if (unexpected)
      this.#host.violated('rmt-unexpected', 'RMT-delivered is reported, and no end of a response was sent.');
    if ((this.#rmtExpected && !rmtDelivered) || (unexpected && this.#host.strict))
      this.#instrument.interrupted();
    this.#delivered();
  }

  #delivered(): void {
    this.#rmtExpected = false;
    if (!this.#overlapped) this.#setAvailable(false);
  }

  #respond(response: Uint8Array): void {
    if (this.#ended || this.#isClearing) return;
    const waiting = this.#overlapped ? undefined : this.#channel.reader.header;
    if (waiting !== undefined && programTypes.has(waiting.type)) {
      this.#instrument.interrupted();
      this.#host.interrupted(waiting.parameter);
      this.#channel.send(messageType.interrupted, 0, waiting.parameter);
      return;
    }
    const most = this.#host.largestPayload;
    let from = 0;
    for (; response.length - from > most; from += most) {
      this.#channel.send(messageType.data, 0, this.#responseId(), response.subarray(from, from + most));
    }
    this.#channel.send(messageType.dataEnd, 0, this.#responseId(), response.subarray(from));
    this.#rmtExpected = true;
    this.#setAvailable(true);
  }

  #responseId(): number {
    if (!this.#overlapped) return this.#answering;
    this.#lastSent = idAfter(this.#lastSent);
    return this.#lastSent;
  }

  #setAvailable(available: boolean): void {
    if (available === this.#available) return;
    this.#available = available;
    this.#instrument.outputChanged(available);
  }

  #defer(attempt: (overdue: boolean) => boolean): void {
    if (this.#deferred.size < mostDeferred) this.#deferred.add(attempt);
    else this.#host.fail(0);
  }

  #found(id: number): string {
    return `${formatId(id)}; the last message that came is ${formatId(this.#lastReceived)}`;
  }
}
