import type { BytePeer, ByteSession, Clock } from '@fourwire/core';
import { HsmsFrameReader } from '../hsms/frame-reader.ts';
import { encodeFrame } from '../hsms/frame.ts';
import { controlHeader, hsmsTypes } from '../hsms/header.ts';

/** Select status: the entity serves another connection already. */
const connectExhausted = 3;

/**
 * A connection to a passive side that serves another one: its Select.req is answered with status 3, then it is closed;
 * whoever says anything else, or nothing for T7, is closed at once. Source: SEMI E37.1; sheet hsms.md sections 2 and 12.
 */
export function refuseConnection(peer: BytePeer, clock: Clock, t7Ms: number): ByteSession {
  const reader = new HsmsFrameReader();
  const patience = clock.setTimer(t7Ms, () => peer.close());
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    patience.cancel();
    peer.close();
  };
  return {
    receive: (bytes) => {
      if (ended) return;
      try {
        reader.push(bytes);
        const frame = reader.next();
        if (frame === undefined) return;
        const { pType, sType, systemBytes, sessionId } = frame.header;
        if (pType === 0 && sType === hsmsTypes.selectRequest) {
          const fields = { sessionId, byte3: connectExhausted };
          peer.send(encodeFrame(controlHeader(hsmsTypes.selectResponse, systemBytes, fields)));
        }
        end();
      } catch {
        // A length that no frame has: this is no HSMS.
        end();
      }
    },
    closed: () => {
      ended = true;
      patience.cancel();
    },
  };
}
