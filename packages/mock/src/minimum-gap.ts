import type { ByteService, Clock } from '@fourwire/core';
import { CommandGap } from './command-gap.ts';

/**
 * A service behind an interface that needs a pause: what arrives sooner than `milliseconds` after the last reply is not
 * heard, and so never answered.
 */
export function withMinimumGap(service: ByteService, milliseconds: number, clock: Clock): ByteService {
  if (milliseconds <= 0) return service;
  return {
    connect(peer) {
      const gap = new CommandGap(clock);
      const session = service.connect({
        send: (bytes) => {
          gap.begin(milliseconds);
          peer.send(bytes);
        },
        close: () => peer.close(),
      });
      return {
        receive: (bytes) => {
          if (gap.over) session.receive(bytes);
        },
        closed: () => session.closed(),
      };
    },
  };
}
