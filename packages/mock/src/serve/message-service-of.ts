import type { ByteService } from '@fourwire/core';
import type { MessagePeer, MessageService } from './message-service.ts';

/** How {@link messageServiceOf} carries a protocol. */
export interface MessageServiceOptions {
  /** What the protocol expects behind a message, added where the client left it out; `\n` unless given. */
  readonly terminator?: string;
  /** Whether responses that nobody has read stay, one after the other, as with old GPIB machines. */
  readonly keepsResponses?: boolean;
}

/**
 * Puts the protocol of a byte stream on a wire that carries messages, as an instrument does that has a socket and a
 * GPIB connector: what it sends in one piece is one response. It has no status of its own but MAV, and never asks for
 * service.
 */
export function messageServiceOf(
  service: ByteService,
  { terminator = '\n', keepsResponses = false }: MessageServiceOptions = {},
): MessageService {
  const ending = Buffer.from(terminator, 'latin1');
  return {
    connect(peer: MessagePeer) {
      const open = (): ReturnType<ByteService['connect']> =>
        service.connect({ send: (bytes) => peer.respond(bytes.slice()), close: () => {} });
      let session = open();
      return {
        busy: true,
        keepsResponses,
        receive(message) {
          session.receive(message);
          if (!Buffer.from(message).subarray(-ending.length).equals(ending)) session.receive(ending);
        },
        clear() {
          session.closed();
          session = open();
        },
        trigger() {},
        statusByte: (messageAvailable) => (messageAvailable ? 0x10 : 0),
        outputChanged() {},
        interrupted() {},
        unterminated() {},
        remote() {},
        closed: () => session.closed(),
      };
    },
  };
}
