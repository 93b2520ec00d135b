import { systemClock } from '@fourwire/core';
import type { Clock, Duration } from '@fourwire/core';
import { SecsService } from '../connection/secs-service.ts';
import { SecsITransport } from './secs-i-transport.ts';
import type { SecsIOptions } from './secs-i-settings.ts';

/** How SECS-I is served. */
export interface SecsIServiceOptions extends SecsIOptions {
  /** Where time comes from; the system's clock unless given. */
  readonly clock?: Clock;
  /** T3: how long a reply may take; 45 s unless given. */
  readonly t3?: Duration;
}

/**
 * SECS-I where somebody else opens the stream: a pseudo terminal, or a socket of SECS-I on TCP. Equipment unless the
 * role says otherwise. There is one far side: a second connection is closed.
 */
export function secsIService(options: SecsIServiceOptions = {}): SecsService {
  const { clock = systemClock, t3 = { seconds: 45 }, ...line } = options;
  return new SecsService({
    transport: (connect) => new SecsITransport(connect, { role: 'equipment', ...line }),
    clock,
    t3,
    refuse: (peer) => {
      peer.close();
      return { receive: () => {}, closed: () => {} };
    },
  });
}
