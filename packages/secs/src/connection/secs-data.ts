import { FourwireError } from '@fourwire/core';
import type { TransportHost, Turn } from '@fourwire/core';
import { isPrimary, messageName } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import { B } from '../secs-ii/constructors.ts';
import { decodeItem } from '../secs-ii/decode.ts';
import type { ItemCodecOptions } from '../secs-ii/encode.ts';
import type { TextCodec } from '../secs-ii/text-codec.ts';
import type { SecsRole } from './hsms-settings.ts';
import { OpenRequests, abortedByPeer } from './open-requests.ts';
import type { OpenRequest } from './open-requests.ts';
import type { PrimaryInbox } from './primary-inbox.ts';
import { complaintError, offendingHeader } from './stream-nine.ts';

/** What data messages must know of the side that they are exchanged on. */
interface DataSettings {
  readonly role: SecsRole;
  /** The device id that messages carry. */
  readonly sessionId: number;
  readonly text: TextCodec | undefined;
}

/** Where a connection belongs. */
export interface DataContext {
  readonly address: string;
  readonly settings: DataSettings;
  readonly host: TransportHost;
  readonly inbox: PrimaryInbox;
  /** Told when the session begins and when it ends. */
  selected(selected: boolean): void;
  /** Told of mistakes of the far side that no request waits for. */
  fault(error: FourwireError): void;
}

/** A data message as it came, its body still bytes. */
export interface DataFrame {
  readonly deviceId: number;
  readonly head: Omit<SecsMessage, 'item'>;
  readonly systemBytes: number;
  readonly body: Uint8Array;
  /** The ten bytes of its header. */
  headerBytes(): Uint8Array;
}

/** What data messages need of the connection that carries them. */
export interface DataCarrier {
  /** Sends a message of a request's. */
  write(message: SecsMessage, systemBytes: number, turn: Turn): Promise<void>;
  /** Sends a message that nobody waits for, while the connection is up. */
  writeUnasked(message: SecsMessage, systemBytes: number): void;
  /** The ten bytes of the header of a message of ours. */
  headerBytes(message: SecsMessage, systemBytes: number): Uint8Array;
}

/**
 * The data messages of one connection, over HSMS or SECS-I: requests and their replies, what the far side says unasked,
 * complaints of stream 9. Source: sheets secs-ii.md section 3 and hsms.md section 7.
 */
export class SecsData {
  readonly requests = new OpenRequests();
  readonly #context: DataContext;
  readonly #carrier: DataCarrier;
  readonly #codec: ItemCodecOptions;

  constructor(context: DataContext, carrier: DataCarrier) {
    this.#context = context;
    this.#codec = { text: context.settings.text };
    this.#carrier = carrier;
  }

  async request(message: SecsMessage, turn: Turn): Promise<SecsMessage> {
    const systemBytes = this.requests.nextSystemBytes();
    const write = async (): Promise<void> => this.#carrier.write(message, systemBytes, turn);
    const reply = this.requests.wait(systemBytes, message, turn, write);
    if (this.#context.settings.role === 'host') return reply;
    try {
      return await reply;
    } catch (error) {
      if (FourwireError.is(error) && error.kind === 'timeout')
        this.#complain(9, message, this.#carrier.headerBytes(message, systemBytes));
      throw error;
    }
  }

  async send(message: SecsMessage, turn: Turn): Promise<void> {
    await this.#carrier.write(message, this.requests.nextSystemBytes(), turn);
  }

  /** Takes the request that a frame answers, so that the frame can be traced with it. */
  answered({ head, systemBytes }: DataFrame): OpenRequest | undefined {
    return isPrimary(head) ? undefined : this.requests.take(systemBytes, head);
  }

  /** Takes a data frame; `request` is what it answers. A secondary that answers nothing came too late, and is dropped. */
  take(frame: DataFrame, request: OpenRequest | undefined): void {
    if (request !== undefined) this.#takeReply(frame, request);
    else if (isPrimary(frame.head)) this.#takePrimary(frame);
  }

  /** Says with stream 9 what is wrong with a message, where that is for us to say. */
  #complain(complaint: number, about: Omit<SecsMessage, 'item'>, header: Uint8Array): void {
    if (this.#context.settings.role === 'host' || about.stream === 9) return;
    const message = { stream: 9, function: complaint, reply: false, item: B(header) };
    this.#carrier.writeUnasked(message, this.requests.nextSystemBytes());
  }

  #message({ head, body }: DataFrame): SecsMessage {
    const item = body.length === 0 ? undefined : decodeItem(body, this.#codec);
    // Field by field: a spread here would cost as much as decoding.
    return { stream: head.stream, function: head.function, reply: head.reply, item };
  }

  #takeReply(frame: DataFrame, request: OpenRequest): void {
    const { head, deviceId } = frame;
    const name = messageName(request.message);
    const { sessionId } = this.#context.settings;
    if (deviceId !== sessionId) {
      this.#complain(1, head, frame.headerBytes());
      const text = `the reply to ${name} carries device id ${deviceId}, configured is ${sessionId}; set the session id of the address to the equipment's`;
      const details = { received: deviceId, configured: sessionId };
      request.reject(
        new FourwireError('protocol', 'device-id-mismatch', this.#says(text), { details, command: name }),
      );
    } else if (head.function === 0) {
      request.reject(abortedByPeer(request.message));
    } else {
      try {
        request.resolve(this.#message(frame));
      } catch (error) {
        this.#complain(7, head, frame.headerBytes());
        request.reject(FourwireError.from(error).with({ command: name }));
      }
    }
  }

  #takePrimary(frame: DataFrame): void {
    const { head, deviceId, systemBytes } = frame;
    const { settings, host, inbox } = this.#context;
    const isHost = settings.role === 'host';
    if (!isHost && deviceId !== settings.sessionId) {
      this.#complain(1, head, frame.headerBytes());
      this.#foreign(frame);
      return;
    }
    let message: SecsMessage;
    try {
      message = this.#message(frame);
    } catch (error) {
      this.#complain(7, head, frame.headerBytes());
      // A host sends no stream 9: the abort is all that the equipment can be told.
      if (isHost && head.reply)
        this.#carrier.writeUnasked({ stream: head.stream, function: 0, reply: false }, systemBytes);
      this.#context.fault(FourwireError.from(error).with({ reply: messageName(head) }));
      return;
    }
    if (message.stream === 9 && this.#takeComplaint(message, frame)) return;
    if (deviceId !== settings.sessionId) {
      this.#foreign(frame);
      return;
    }
    inbox.take(
      message,
      () => frame.headerBytes(),
      host.clock,
      (reply) => this.#carrier.writeUnasked(reply, systemBytes),
    );
  }

  /** Notes a primary that is for another device. */
  #foreign({ head, deviceId }: DataFrame): void {
    const { sessionId } = this.#context.settings;
    const text = `${messageName(head)} carries device id ${deviceId}, configured is ${sessionId}; it was dropped`;
    const details = { received: deviceId, configured: sessionId };
    this.#context.fault(new FourwireError('protocol', 'device-id-mismatch', this.#says(text), { details }));
  }

  /** Fails the request that a stream 9 message is about; false when it is about none. */
  #takeComplaint(complaint: SecsMessage, { deviceId, systemBytes }: DataFrame): boolean {
    const offending = offendingHeader(complaint);
    const request =
      offending === undefined
        ? this.requests.takeSent(systemBytes)
        : this.requests.takeSent(offending.systemBytes, offending.head);
    const ids = { sent: this.#context.settings.sessionId, received: deviceId };
    request?.reject(complaintError(request.message, complaint, ids));
    return request !== undefined;
  }

  #says(text: string): string {
    return `${this.#context.address}: ${text}.`;
  }
}

/** Refuses to send what is no primary, or has the wrong W-bit. */
export function checkPrimary(message: SecsMessage, reply: boolean): void {
  if (isPrimary(message) && message.reply === reply) return;
  const [what, wBit] = reply ? ['request', 'a W-bit'] : ['send', 'no W-bit'];
  throw new FourwireError(
    'range',
    'secs-message-unfit',
    `${what} takes a primary (odd function) with ${wBit}; got ${messageName(message)}.`,
  );
}
