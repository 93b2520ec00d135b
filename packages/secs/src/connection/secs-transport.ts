import type { ExchangeOptions, Transport, Turn, Work } from '@fourwire/core';
import type { Observable } from 'rxjs';
import type { SecsMessage } from '../messages/message.ts';

/** A primary that the far side sent by itself. */
export interface IncomingPrimary {
  readonly message: SecsMessage;
  /** The ten bytes of its header, which stream 9 messages about it carry (MHEAD). */
  readonly header: Uint8Array;
  /**
   * Answers it; without a message the transaction is aborted (SxF0). Only the first answer counts, and a primary
   * without W-bit is never answered. Does not fail: when the link is gone there is nobody to tell.
   *
   * @throws FourwireError of kind `internal` when the message is no answer to this primary
   */
  reply(message?: SecsMessage): void;
  /** Says that an answer comes later. Whatever nobody answers or holds while it is handed out is aborted. */
  hold(): void;
}

/** A transport of SECS-II messages: HSMS, or SECS-I. Replies are matched to their requests, whatever comes between. */
export interface SecsTransport extends Transport {
  readonly wire: 'secs';
  /**
   * Sends a primary with W-bit and gives its reply.
   *
   * @throws FourwireError of kind `device`, code `s9`, when the equipment complains about the message; of kind
   * `device`, code `transaction-aborted`, for SxF0; of kind `protocol` for a reply that cannot be read or carries
   * another device id
   */
  request(message: SecsMessage, turn: Turn): Promise<SecsMessage>;
  /** Sends a primary without W-bit: nothing comes back, not even a word that it arrived. */
  send(message: SecsMessage, turn: Turn): Promise<void>;
  /**
   * What the far side says unasked. What comes before anybody listens waits a few seconds for the first listener; what
   * nobody answers then is aborted (SxF0).
   */
  readonly primary$: Observable<IncomingPrimary>;
  /**
   * Whether messages can be exchanged: the HSMS session is selected, or the SECS-I line is open. Replays the last; the
   * session may end while the connection stays.
   */
  readonly selected$: Observable<boolean>;
  /** Where long messages travel in blocks (SECS-I): how many bytes of a body fit into one. */
  readonly blockBytes?: number;
}

/** Access to the far side of a SECS link: a bus client, of which this is what a host or an equipment needs, or a service. */
export interface SecsLink {
  readonly wire: SecsTransport;
  exchange<R>(work: Work<SecsTransport, R>, options?: ExchangeOptions): Promise<R>;
}
