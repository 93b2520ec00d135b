import { FourwireError } from '@fourwire/core';
import type { TransportHost, Turn } from '@fourwire/core';
import { decodeDataFrame, encodeDataFrame } from '../hsms/frame.ts';
import type { HsmsFrame } from '../hsms/frame.ts';
import { dataHeader, encodeHsmsHeader, hsmsTypes, messageOf } from '../hsms/header.ts';
import type { HsmsHeader } from '../hsms/header.ts';
import { isPrimary, messageName } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import { B } from '../secs-ii/constructors.ts';
import type { HsmsSettings } from './hsms-settings.ts';
import { rejectTexts } from './hsms-texts.ts';
import { OpenRequests, abortedByPeer } from './open-requests.ts';
import type { OpenRequest } from './open-requests.ts';
import type { PrimaryInbox } from './primary-inbox.ts';
import { complaintError, offendingHeader } from './stream-nine.ts';

/** Where a connection belongs. */
export interface HsmsContext {
  readonly address: string;
  readonly settings: HsmsSettings;
  readonly host: TransportHost;
  readonly inbox: PrimaryInbox;
  /** Told when the session begins and when it ends. */
  selected(selected: boolean): void;
  /** Told of mistakes of the far side that no request waits for. */
  fault(error: FourwireError): void;
}

/** What data messages need of the connection that carries them. */
export interface HsmsCarrier {
  /** Sends a frame of a request's. */
  write(bytes: Uint8Array, turn: Turn): Promise<void>;
  /** Sends a frame that nobody waits for, while the connection is selected. */
  writeUnasked(bytes: Uint8Array): void;
}

/**
 * The data messages of one connection: requests and their replies, what the far side says unasked, complaints of
 * stream 9. Source: sheets secs-ii.md section 3 and hsms.md section 7.
 */
export class HsmsData {
  readonly requests = new OpenRequests();
  readonly #context: HsmsContext;
  readonly #carrier: HsmsCarrier;

  constructor(context: HsmsContext, carrier: HsmsCarrier) {
    this.#context = context;
    this.#carrier = carrier;
  }

  async request(message: SecsMessage, turn: Turn): Promise<SecsMessage> {
    const systemBytes = this.requests.nextSystemBytes();
    const frame = this.#frame(message, systemBytes);
    const reply = this.requests.wait(systemBytes, message, turn, async () =>
      this.#carrier.write(frame, turn),
    );
    if (this.#context.settings.role === 'host') return reply;
    try {
      return await reply;
    } catch (error) {
      if (FourwireError.is(error) && error.kind === 'timeout')
        this.#complain(9, this.#header(message, systemBytes));
      throw error;
    }
  }

  async send(message: SecsMessage, turn: Turn): Promise<void> {
    await this.#carrier.write(this.#frame(message, this.requests.nextSystemBytes()), turn);
  }

  /** Takes the request that a frame answers, so that the frame can be traced with it. */
  answered({ header }: HsmsFrame): OpenRequest | undefined {
    if (header.pType !== 0 || header.sType !== hsmsTypes.data) return undefined;
    const message = messageOf(header);
    return isPrimary(message) ? undefined : this.requests.take(header.systemBytes, message);
  }

  /** Takes a data frame; `request` is what it answers. A secondary that answers nothing came too late, and is dropped. */
  take(frame: HsmsFrame, request: OpenRequest | undefined): void {
    if (request !== undefined) this.#takeReply(frame, request);
    else if (isPrimary(messageOf(frame.header))) this.#takePrimary(frame);
  }

  /** Takes a Reject.req of one of our messages. */
  rejected({ systemBytes, byte3: reason }: HsmsHeader): void {
    const text = rejectTexts[reason] ?? `reason ${reason}`;
    const request = this.requests.takeSent(systemBytes);
    const name = request === undefined ? 'a message' : messageName(request.message);
    const error = new FourwireError(
      'protocol',
      'hsms-rejected',
      this.#says(`the far side rejected ${name}: ${text}`),
      {
        device: { code: reason, text },
        command: request === undefined ? undefined : name,
      },
    );
    if (request === undefined) this.#context.fault(error);
    else request.reject(error);
  }

  #header(message: SecsMessage, systemBytes: number): HsmsHeader {
    return dataHeader(this.#context.settings.sessionId, message, systemBytes);
  }

  /** Says with stream 9 what is wrong with a message, where that is for us to say. */
  #complain(complaint: number, offending: HsmsHeader): void {
    if (this.#context.settings.role === 'host' || messageOf(offending).stream === 9) return;
    const item = B(encodeHsmsHeader(offending));
    const message = { stream: 9, function: complaint, reply: false, item };
    this.#carrier.writeUnasked(this.#frame(message, this.requests.nextSystemBytes()));
  }

  #frame(message: SecsMessage, systemBytes: number): Uint8Array {
    const { sessionId, text } = this.#context.settings;
    return encodeDataFrame(sessionId, message, systemBytes, { text });
  }

  #takeReply(frame: HsmsFrame, request: OpenRequest): void {
    const { header } = frame;
    const name = messageName(request.message);
    const { sessionId } = this.#context.settings;
    if (header.sessionId !== sessionId) {
      this.#complain(1, header);
      const text = `the reply to ${name} carries device id ${header.sessionId}, configured is ${sessionId}; set the session id of the address to the equipment's`;
      const details = { received: header.sessionId, configured: sessionId };
      request.reject(
        new FourwireError('protocol', 'device-id-mismatch', this.#says(text), { details, command: name }),
      );
    } else if (header.byte3 === 0) {
      request.reject(abortedByPeer(request.message));
    } else {
      try {
        request.resolve(decodeDataFrame(frame, { text: this.#context.settings.text }));
      } catch (error) {
        this.#complain(7, header);
        request.reject(FourwireError.from(error).with({ command: name }));
      }
    }
  }

  #takePrimary(frame: HsmsFrame): void {
    const { header } = frame;
    const { settings, host, inbox } = this.#context;
    const answer = (reply: SecsMessage): void => {
      this.#carrier.writeUnasked(this.#frame(reply, header.systemBytes));
    };
    if (settings.role === 'equipment' && header.sessionId !== settings.sessionId) {
      this.#complain(1, header);
      this.#foreign(header);
      return;
    }
    let message: SecsMessage;
    try {
      message = decodeDataFrame(frame, { text: settings.text });
    } catch (error) {
      // A host sends no stream 9: the abort is all that the equipment can be told.
      const primary = messageOf(header);
      this.#complain(7, header);
      if (settings.role === 'host' && primary.reply)
        answer({ stream: primary.stream, function: 0, reply: false });
      this.#context.fault(FourwireError.from(error).with({ reply: messageName(primary) }));
      return;
    }
    if (message.stream === 9 && this.#takeComplaint(message, header)) return;
    if (header.sessionId !== settings.sessionId) {
      this.#foreign(header);
      return;
    }
    inbox.take(message, () => encodeHsmsHeader(header), host.clock, answer);
  }

  /** Notes a primary that is for another device. */
  #foreign(header: HsmsHeader): void {
    const { sessionId } = this.#context.settings;
    const text = `${messageName(messageOf(header))} carries device id ${header.sessionId}, configured is ${sessionId}; it was dropped`;
    const details = { received: header.sessionId, configured: sessionId };
    this.#context.fault(new FourwireError('protocol', 'device-id-mismatch', this.#says(text), { details }));
  }

  /** Fails the request that a stream 9 message is about; false when it is about none. */
  #takeComplaint(complaint: SecsMessage, { sessionId, systemBytes }: HsmsHeader): boolean {
    const offending = offendingHeader(complaint);
    const request =
      offending === undefined
        ? this.requests.takeSent(systemBytes)
        : this.requests.takeSent(offending.systemBytes, messageOf(offending));
    const ids = { sent: this.#context.settings.sessionId, received: sessionId };
    request?.reject(complaintError(request.message, complaint, ids));
    return request !== undefined;
  }

  #says(text: string): string {
    return `${this.#context.address}: ${text}.`;
  }
}
