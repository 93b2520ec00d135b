import { systemClock } from '@fourwire/core';
import type { Clock, Duration } from '@fourwire/core';
import { refuseConnection } from './hsms-refusal.ts';
import { hsmsSettings } from './hsms-settings.ts';
import type { HsmsOptions } from './hsms-settings.ts';
import { HsmsTransport } from './hsms-transport.ts';
import { SecsService } from './secs-service.ts';

/** How HSMS is served. */
export interface HsmsServiceOptions extends Omit<HsmsOptions, 'mode'> {
  /** Where time comes from; the system's clock unless given. */
  readonly clock?: Clock;
  /** T3: how long a reply may take; 45 s unless given. */
  readonly t3?: Duration;
}

/**
 * HSMS-SS as the passive side: whoever connects first is served, a second connection is refused with select status 3
 * without disturbing the first. Equipment unless the role says otherwise. Mount it wherever bytes are served.
 *
 * @throws FourwireError of kind `range` for an option that is none
 */
export function hsmsService(options: HsmsServiceOptions = {}): SecsService {
  const { clock = systemClock, t3 = { seconds: 45 }, ...hsms } = options;
  const { t7Ms } = hsmsSettings(hsms);
  return new SecsService({
    transport: (connect) => new HsmsTransport(connect, { role: 'equipment', ...hsms, mode: 'passive' }),
    clock,
    t3,
    refuse: (peer) => refuseConnection(peer, clock.wire, t7Ms),
  });
}
