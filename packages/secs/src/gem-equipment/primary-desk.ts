import { FourwireError } from '@fourwire/core';
import type { IncomingPrimary } from '../connection/secs-transport.ts';
import { replyTo } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import type { Item } from '../secs-ii/item.ts';
import type { CommunicationModel } from './communications.ts';
import type { ControlModel } from './control.ts';
import type { Handlers } from './core.ts';

/** Functions of stream 9 by what is wrong. */
const complaints = { stream: 3, function: 5, data: 7 } as const;

/** Whom the desk tells. */
export interface DeskOwner {
  /** Sends S9F`code` about a message with this header. */
  complain(code: number, header: Uint8Array): void;
  fault(error: FourwireError): void;
}

/**
 * Takes what the host asks and has it answered: nothing before communications are established, only S1F13 and S1F17
 * off-line, stream 9 for what is not known or does not fit. Source: sheets gem.md section 2 and secs-ii.md section 3.2.
 */
export class PrimaryDesk {
  /**
   * What to do with a message instead of answering it: `refuse` it as illegal data, or `abort` it. For simulators.
   */
  intercept: ((message: SecsMessage) => 'refuse' | 'abort' | undefined) | undefined;
  readonly #handlers: Handlers;
  readonly #communications: CommunicationModel;
  readonly #control: ControlModel;
  readonly #owner: DeskOwner;
  readonly #streams: ReadonlySet<string>;

  constructor(
    handlers: Handlers,
    communications: CommunicationModel,
    control: ControlModel,
    owner: DeskOwner,
  ) {
    this.#handlers = handlers;
    this.#communications = communications;
    this.#control = control;
    this.#owner = owner;
    this.#streams = new Set(Object.keys(handlers).map((name) => name.slice(0, name.indexOf('F'))));
  }

  take(primary: IncomingPrimary): void {
    const { message } = primary;
    const { stream, function: code } = message;
    if (stream === 9) return;
    const name = `S${stream}F${code}`;
    const intercepted = this.intercept?.(message);
    if (intercepted !== undefined) {
      this.#refuse(primary, intercepted === 'abort' ? undefined : complaints.data);
      return;
    }
    if (!this.#communications.admits(message)) {
      primary.hold();
      return;
    }
    if (name === 'S1F13') {
      primary.reply(replyTo(message, this.#communications.greeted()));
      this.#communications.established();
      return;
    }
    // Off-line everything else is aborted.
    if (!this.#control.online && name !== 'S1F17') return;
    const handler = this.#handlers[name];
    if (handler === undefined) {
      const known = this.#streams.has(`S${stream}`) || stream === 1;
      this.#refuse(primary, known ? complaints.function : complaints.stream);
      return;
    }
    this.#answer(primary, () => handler(message.item));
  }

  #answer(primary: IncomingPrimary, handle: () => Item | undefined | Promise<Item | undefined>): void {
    try {
      const body = handle();
      if (!(body instanceof Promise)) {
        primary.reply(replyTo(primary.message, body));
        return;
      }
      primary.hold();
      body.then(
        (item) => primary.reply(replyTo(primary.message, item)),
        (error: unknown) => this.#failed(primary, error),
      );
    } catch (error) {
      this.#failed(primary, error);
    }
  }

  /** A body of the wrong form is the host's mistake, anything else is ours. */
  #failed(primary: IncomingPrimary, cause: unknown): void {
    const error = FourwireError.from(cause);
    this.#owner.fault(error);
    if (error.kind === 'protocol') this.#refuse(primary, complaints.data);
    else primary.reply();
  }

  /** Stream 9 ends the transaction at the host; without a complaint it is aborted. */
  #refuse(primary: IncomingPrimary, complaint: number | undefined): void {
    if (complaint === undefined) {
      primary.reply();
      return;
    }
    primary.hold();
    this.#owner.complain(complaint, primary.header);
  }
}
