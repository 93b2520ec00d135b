import { systemClock } from '@fourwire/core';
import type { Clock, Duration, Random, SerialSettings } from '@fourwire/core';
import type { HsmsOptions, SecsRole } from '../connection/hsms-settings.ts';
import type { SecsIOptions } from '../secs-i/secs-i-settings.ts';

/** How a SECS link is opened; what the address says is not said here. */
export interface SecsLinkOptions {
  /** T3: how long a reply may take; 45 s unless given. */
  readonly t3?: Duration;
  /** The other times and limits of HSMS. */
  readonly hsms?: Omit<HsmsOptions, 'mode' | 'role' | 'sessionId' | 'address'>;
  /** Device id, times and limits of SECS-I. */
  readonly secsI?: Omit<SecsIOptions, 'role' | 'address'>;
  /** Baud rate and the rest, for SECS-I on a serial line; 9600 8N1 unless given. */
  readonly serial?: SerialSettings;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** {@link SecsLinkOptions} with the side that speaks here. */
export interface SecsEndOptions extends SecsLinkOptions {
  /** What speaks here; `host` unless given. */
  readonly role?: SecsRole;
}

/** What every link needs to know. */
export function linkBasics({ t3 = { seconds: 45 }, clock = systemClock, random }: SecsLinkOptions): {
  readonly t3: Duration;
  readonly bus: { readonly clock: Clock; readonly random?: Random };
} {
  return { t3, bus: random === undefined ? { clock } : { clock, random } };
}
