import type { MessagePeer, MessageService } from '../serve/message-service.ts';

/** What a prober says over GPIB. */
export interface GpibTalk {
  /** Puts a response in the output; CR LF is added. */
  respond(text: string): void;
  /** Asks for service with a status byte; several wait for their polls in turn. */
  raise(status: number): void;
}

/** A prober's end of one GPIB link. */
export interface GpibListener {
  /** Takes a message, without its line end. */
  message(text: string): void;
  /** Device clear; the output is empty already. */
  cleared?(): void;
  /** A response was put in the output, or the last one was read. */
  outputChanged?(available: boolean): void;
  closed?(): void;
}

/**
 * Serves an old GPIB prober: responses that nobody has read stay, and status bytes wait in a queue, each announced by a
 * service request. Nothing of IEEE 488.2 applies.
 */
export function gpibProber(open: (talk: GpibTalk) => GpibListener): MessageService {
  return { connect: (peer) => new GpibLink(peer, open) };
}

class GpibLink {
  readonly busy = true;
  readonly keepsResponses = true;
  readonly #peer: MessagePeer;
  readonly #listener: GpibListener;
  readonly #statuses: number[] = [];

  constructor(peer: MessagePeer, open: (talk: GpibTalk) => GpibListener) {
    this.#peer = peer;
    this.#listener = open({
      respond: (text) => peer.respond(Buffer.from(`${text}\r\n`, 'latin1')),
      raise: (status) => {
        this.#statuses.push(status);
        if (this.#statuses.length === 1) peer.requestService();
      },
    });
  }

  receive(message: Uint8Array): void {
    this.#listener.message(
      Buffer.from(message)
        .toString('latin1')
        .replace(/[\r\n]+$/, ''),
    );
  }

  clear(): void {
    this.#statuses.length = 0;
    this.#listener.cleared?.();
  }

  statusByte(): number {
    const status = this.#statuses.shift() ?? 0;
    // The line stays pulled as long as a status byte waits.
    if (this.#statuses.length > 0) this.#peer.requestService();
    return status;
  }

  outputChanged(available: boolean): void {
    this.#listener.outputChanged?.(available);
  }

  closed(): void {
    this.#listener.closed?.();
  }

  trigger(): void {}

  interrupted(): void {}

  unterminated(): void {}

  remote(): void {}
}
