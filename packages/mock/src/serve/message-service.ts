/** The client's end of one link to a {@link MessageService}. */
export interface MessagePeer {
  /** Puts a whole response message, its terminator included, in the output of the link. */
  respond(message: Uint8Array): void;
  /** Asks for service: a reason that the client enabled has come up since its last serial poll. */
  requestService(): void;
}

/** One link to a {@link MessageService}. */
export interface MessageSession {
  /** Whether messages were received that are not carried out yet: a response may still come. */
  readonly busy: boolean;
  /** Whether an unread response stays when the next message comes, as with old GPIB machines; IEEE 488.2 drops it. */
  readonly keepsResponses?: boolean;
  /** Takes one program message; the wire marked its end, so a terminator may be there or not. */
  receive(message: Uint8Array): void;
  /** Device clear: forgets what was received and not carried out; the mount has emptied the output. */
  clear(): void;
  /** Group execute trigger. */
  trigger(): void;
  /**
   * Serial poll: the status byte with RQS in bit 6, which this clears.
   *
   * @param messageAvailable - whether the link's output holds a response
   */
  statusByte(messageAvailable: boolean): number;
  /** The link's output was filled or emptied. */
  outputChanged(messageAvailable: boolean): void;
  /** A message came while a response was unread, which the mount has dropped: -410 in SCPI. */
  interrupted(): void;
  /** A response was asked for, and none will come: -420 in SCPI. */
  unterminated(): void;
  /** The link was put in remote, or back in local mode. */
  remote(enabled: boolean): void;
  /** The link ended. */
  closed(): void;
}

/**
 * An instrument on a wire that carries whole messages and the status of IEEE 488: GPIB, VXI-11, HiSLIP, USBTMC. The
 * byte stream of a socket or a serial line is a `ByteService` instead.
 */
export interface MessageService {
  connect(peer: MessagePeer): MessageSession;
}
