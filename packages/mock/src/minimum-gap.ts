import type { ByteService, Clock } from '@fourwire/core';

/**
 * A service behind an interface that needs a pause: what arrives sooner than `milliseconds` after the last reply is not
 * heard, and so never answered.
 */
export function withMinimumGap(service: ByteService, milliseconds: number, clock: Clock): ByteService {
  if (milliseconds <= 0) return service;
  const wire = clock.wire;
  return {
    connect(peer) {
      let answered = Number.NEGATIVE_INFINITY;
      const session = service.connect({
        send: (bytes) => {
          answered = wire.monotonic();
          peer.send(bytes);
        },
        close: () => peer.close(),
      });
      return {
        receive: (bytes) => {
          if (wire.monotonic() - answered >= milliseconds) session.receive(bytes);
        },
        closed: () => session.closed(),
      };
    },
  };
}
