import type { ByteService } from '@fourwire/core';

/**
 * A service before which single bytes do something at once, wherever they come on the line: `act` gives what is answered
 * in Latin-1, if anything. The service itself does not see them.
 */
export function withSingleBytes(
  bytes: readonly number[],
  act: (byte: number) => string | undefined,
  service: ByteService,
): ByteService {
  return {
    connect: (peer) => {
      const session = service.connect(peer);
      return {
        receive: (data) => {
          let from = 0;
          data.forEach((byte, index) => {
            if (!bytes.includes(byte)) return;
            if (index > from) session.receive(data.subarray(from, index));
            from = index + 1;
            const answer = act(byte);
            if (answer !== undefined && answer !== '') peer.send(Buffer.from(answer, 'latin1'));
          });
          if (from < data.length) session.receive(data.subarray(from));
        },
        closed: () => session.closed(),
      };
    },
  };
}
