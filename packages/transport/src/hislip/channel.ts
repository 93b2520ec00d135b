import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { FourwireError } from '@fourwire/core';
import type { Turn } from '@fourwire/core';
import { fatalError, outOfStep, refusedMessage } from './hislip-errors.ts';
import { encodeMessage, messageType } from './message.ts';
import type { MessageHeader } from './message.ts';
import { MessageReader } from './message-reader.ts';
import type { MessageSink } from './message-reader.ts';
import { Waiter } from './waiter.ts';

/** Where an instrument listens, for both channels. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** For messages. */
  readonly address: string;
}

/** A message that is no data. */
export interface Message extends MessageHeader {
  readonly payload: Uint8Array;
}

/** What a channel does with what no request of its own accounts for. */
export interface ChannelOwner {
  /** Gives room for the payload of Data and DataEND; `undefined` skips it. A channel without this carries no data. */
  beginData?(header: MessageHeader): Uint8Array | undefined;
  endData?(header: MessageHeader, payload: Uint8Array | undefined): void;
  /** Takes a message that comes unasked; false when this channel knows none of that type. */
  unasked(message: Message): boolean;
  /** An Error message came while no request waited. */
  refused(error: FourwireError): void;
  /** What no request waited for. */
  trace(message: Uint8Array): void;
  /** The channel is useless from now on. Called once. */
  failed(error: FourwireError): void;
}

/** Big enough for what one segment train delivers; reused for every chunk, so receiving allocates nothing. */
const chunkBytes = 65_536;

/** The longest payload of messages that are no data, in bytes; the standard's own stay below 300. */
const longestPayload = 65_536;

/** Firewalls forget connections that are silent for minutes. */
const keepAliveMs = 30_000;

/** Answers that may come when nobody waits for them any more. */
const answers: ReadonlySet<number> = new Set([
  messageType.initializeResponse,
  messageType.asyncLockResponse,
  messageType.deviceClearAcknowledge,
  messageType.asyncRemoteLocalResponse,
  messageType.asyncMaximumMessageSizeResponse,
  messageType.asyncInitializeResponse,
  messageType.asyncStatusResponse,
  messageType.asyncDeviceClearAcknowledge,
]);

/** From here on message types are the vendor's. */
const firstVendorType = 128;

/**
 * One of the two connections of a HiSLIP session: sends messages, gives each answer to the request that waits for it,
 * and the rest to its owner.
 */
export class Channel implements MessageSink {
  /** While true, everything is dropped but the answer that is waited for and fatal errors. */
  discarding = false;
  readonly #endpoint: Endpoint;
  readonly #owner: ChannelOwner;
  readonly #reader = new MessageReader(this);
  readonly #answer = new Waiter<Message>();
  readonly #space = new Waiter<void>();
  #awaited = -1;
  #owed = false;
  #socket: Socket | undefined;
  #error: FourwireError | undefined;

  constructor(endpoint: Endpoint, owner: ChannelOwner) {
    this.#endpoint = endpoint;
    this.#owner = owner;
  }

  /** Whether a request was given up, so that its answer may still come. */
  get owed(): boolean {
    return this.#owed;
  }

  /** Why the channel ended; `undefined` while it lasts. */
  get error(): FourwireError | undefined {
    return this.#error;
  }

  /** @throws FourwireError of kind `link`, code `link-refused`, when the instrument does not accept it */
  async connect(turn: Turn): Promise<void> {
    turn.check();
    const { host, port } = this.#endpoint;
    const chunk = Buffer.allocUnsafeSlow(chunkBytes);
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveMs,
      onread: {
        buffer: chunk,
        callback: (length) => {
          this.#push(chunk.subarray(0, length));
          return true;
        },
      },
    });
    this.#socket = socket;
    let failure: Error | undefined;
    let connected = false;
    const opened = new Waiter<void>();
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('drain', () => this.#space.give());
    socket.on('connect', () => {
      connected = true;
      opened.give();
    });
    // 'close' follows 'error', so the reason is known by then.
    socket.on('close', () => {
      if (connected) this.fail(this.#lost(failure));
      else opened.refuse(this.#refused(failure));
    });
    await opened.wait(turn);
  }

  /** Ends the connection without a word to the owner. */
  close(): void {
    this.#end(new FourwireError('state', 'link-closed', `${this.#endpoint.address} was closed.`));
  }

  /** Ends the connection: whoever waits on it is refused, and the owner is told, once. */
  fail(error: FourwireError): void {
    if (this.#end(error)) this.#owner.failed(error);
  }

  #end(error: FourwireError): boolean {
    if (this.#error !== undefined) return false;
    this.#error = error;
    this.#reader.stop();
    this.#socket?.destroy();
    this.#answer.refuse(error);
    this.#space.refuse(error);
    return true;
  }

  /** Sends a message; false when the connection asks to wait for {@link drained} before more is sent. */
  send(message: Uint8Array): boolean {
    return this.#socket?.write(message) ?? true;
  }

  /** Sends a header and its payload, in one segment train and without copying the payload. */
  sendParts(header: Uint8Array, payload: Uint8Array): boolean {
    const socket = this.#socket;
    if (socket === undefined) return true;
    socket.cork();
    socket.write(header);
    const more = socket.write(payload);
    socket.uncork();
    return more;
  }

  /** Resolves when the connection takes more. */
  // oxlint-disable-next-line typescript/promise-function-async
  drained(turn: Turn): Promise<void> {
    return this.#error === undefined ? this.#space.wait(turn) : Promise.reject(this.#error);
  }

  /**
   * Sends a message and waits for its answer, which is the next message of type `answer`.
   *
   * @throws FourwireError of kind `protocol`, code `hislip-error`, when the instrument answers with an Error message;
   * of kind `link` when the channel fails
   */
  async request(message: Uint8Array, answer: number, turn: Turn): Promise<Message> {
    turn.check();
    if (this.#error !== undefined) throw this.#error;
    turn.sent(message);
    this.#awaited = answer;
    const answered = this.#answer.wait(turn, () => {
      this.#owed = true;
    });
    this.send(message);
    const response = await answered;
    turn.received(encode(response));
    return response;
  }

  begin(header: MessageHeader): Uint8Array | undefined {
    if (this.#isData(header)) {
      return this.discarding ? undefined : this.#owner.beginData?.(header);
    }
    if (header.length <= longestPayload) return new Uint8Array(header.length);
    throw outOfStep(
      this.#endpoint.address,
      `a message of type ${header.type} announces ${header.length} bytes, which no such message has`,
    );
  }

  end(header: MessageHeader, payload: Uint8Array | undefined): void {
    if (this.#isData(header)) {
      if (!this.discarding) this.#owner.endData?.(header, payload);
      return;
    }
    const message: Message = { ...header, payload: payload as Uint8Array };
    if (header.type === messageType.fatalError) {
      this.fail(fatalError(this.#endpoint.address, header.control, payload));
    } else if (this.#answer.taken && header.type === this.#awaited) {
      this.#answer.give(message);
    } else if (!this.discarding) {
      this.#other(message);
    }
  }

  #other(message: Message): void {
    this.#owner.trace(encode(message));
    if (message.type === messageType.error) {
      const error = refusedMessage(this.#endpoint.address, message.control, message.payload);
      if (this.#answer.taken) this.#answer.refuse(error);
      else this.#owner.refused(error);
    } else if (!this.#owner.unasked(message) && !answers.has(message.type)) {
      const code = message.type >= firstVendorType ? 3 : 1;
      // Not to a peer that sends such messages and reads nothing.
      if (this.#socket?.writableNeedDrain === false) this.send(encodeMessage(messageType.error, code));
    }
  }

  #isData(header: MessageHeader): boolean {
    return (
      this.#owner.beginData !== undefined &&
      (header.type === messageType.data || header.type === messageType.dataEnd)
    );
  }

  #push(chunk: Buffer): void {
    try {
      this.#reader.push(chunk);
    } catch (error) {
      const cause = FourwireError.from(error);
      if (cause.code === 'hislip-header') {
        this.send(encodeMessage(messageType.fatalError, 1));
        this.fail(outOfStep(this.#endpoint.address, cause.message.replace(/\.$/, ''), cause));
      } else this.fail(cause);
    }
  }

  #lost(cause: Error | undefined): FourwireError {
    const why = cause === undefined ? 'the far side closed the connection' : cause.message;
    return new FourwireError('link', 'link-lost', `${this.#endpoint.address}: ${why}.`, { cause });
  }

  #refused(cause: Error | undefined): FourwireError {
    return new FourwireError(
      'link',
      'link-refused',
      `${this.#endpoint.address} cannot be opened: ${cause?.message ?? 'the connection was closed'}. Check that the instrument is on, its address, that HiSLIP is switched on there, and that not too many clients hold a connection.`,
      { cause },
    );
  }
}

function encode({ type, control, parameter, payload }: Message): Uint8Array {
  return encodeMessage(type, control, parameter, payload);
}
