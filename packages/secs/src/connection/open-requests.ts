import { FourwireError } from '@fourwire/core';
import type { Turn } from '@fourwire/core';
import { messageName } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';

/** A primary of ours that waits for its reply. */
export interface OpenRequest {
  readonly message: SecsMessage;
  readonly turn: Turn;
  resolve(reply: SecsMessage): void;
  reject(error: FourwireError): void;
}

/**
 * The requests that wait for a reply, by their system bytes. Both sides choose theirs alone, so the same number may
 * be open in both directions: a reply must also be a secondary of the right stream and function.
 *
 * Source: sheet secs-ii.md section 3.1.
 */
export class OpenRequests {
  readonly #open = new Map<number, OpenRequest>();
  #last = 0;

  get size(): number {
    return this.#open.size;
  }

  /** System bytes that no open request has. */
  nextSystemBytes(): number {
    do this.#last = (this.#last + 1) >>> 0;
    while (this.#open.has(this.#last));
    return this.#last;
  }

  /** Sends a request by `write` and waits for what becomes of it. */
  async wait(
    systemBytes: number,
    message: SecsMessage,
    turn: Turn,
    write: () => Promise<void>,
  ): Promise<SecsMessage> {
    const reply = new Promise<SecsMessage>((resolve, reject) => {
      this.#open.set(systemBytes, { message, turn, resolve, reject });
    });
    // It may fail while the request is still being written; that failure is thrown below.
    reply.catch(() => {});
    try {
      await write();
      turn.check();
      turn.onInterrupt((error) => this.#open.get(systemBytes)?.reject(error));
      return await reply;
    } finally {
      turn.onInterrupt(undefined);
      this.#open.delete(systemBytes);
    }
  }

  /** Takes the request that a secondary answers; undefined when it answers none, for example because it is late. */
  take(systemBytes: number, secondary: Pick<SecsMessage, 'stream' | 'function'>): OpenRequest | undefined {
    const request = this.#open.get(systemBytes);
    if (request === undefined || secondary.stream !== request.message.stream) return undefined;
    if (secondary.function !== request.message.function + 1 && secondary.function !== 0) return undefined;
    this.#open.delete(systemBytes);
    return request;
  }

  /** Takes the request with this header; without stream and function the system bytes alone decide. */
  takeSent(systemBytes: number, sent?: Pick<SecsMessage, 'stream' | 'function'>): OpenRequest | undefined {
    const request = this.#open.get(systemBytes);
    if (request === undefined) return undefined;
    const { message } = request;
    if (sent !== undefined && (sent.stream !== message.stream || sent.function !== message.function)) {
      return undefined;
    }
    this.#open.delete(systemBytes);
    return request;
  }

  /** Fails whatever waits: the connection is gone. */
  failAll(error: FourwireError): void {
    const requests = [...this.#open.values()];
    this.#open.clear();
    for (const request of requests) request.reject(error);
  }
}

/** The error for a transaction that the far side ended with SxF0. */
export function abortedByPeer(request: SecsMessage): FourwireError {
  const name = messageName(request);
  return new FourwireError(
    'device',
    'transaction-aborted',
    `The equipment aborted ${name} (S${request.stream}F0): it is most likely off-line; bring it on-line at its panel or with S1F17.`,
    { device: { code: `S${request.stream}F0`, text: 'transaction aborted' }, command: name },
  );
}
