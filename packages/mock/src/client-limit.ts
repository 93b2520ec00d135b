import type { ByteService } from '@fourwire/core';

/** A service with room for so many clients at once, as serial servers have: the connection of one more ends. */
export function withClientLimit(service: ByteService, clients: number): ByteService {
  let connected = 0;
  return {
    connect(peer) {
      if (connected >= clients) {
        // On a later microtask: the mount does not have the session yet.
        queueMicrotask(() => peer.close());
        return { receive() {}, closed() {} };
      }
      connected++;
      let open = true;
      const session = service.connect(peer);
      return {
        receive: (bytes) => session.receive(bytes),
        closed: () => {
          if (open) connected--;
          open = false;
          session.closed();
        },
      };
    },
  };
}
