import type { Clock } from '../time/clock.ts';
import type { Duration } from '../time/duration.ts';
import type { Random } from '../time/random.ts';

/** The state of a bus. */
export type LinkState = 'closed' | 'opening' | 'ready' | 'lost' | 'closing';

/** What a bus may be told. */
export interface BusOptions {
  /** Where time comes from; the deadlines use its `wire`. The system's clock unless given. */
  readonly clock?: Clock;
  /** Where the jitter of reconnection comes from. */
  readonly random?: Random;
  /** How long opening the wire may take; as long as the transport says, or 5 s, unless given. */
  readonly openTimeout?: Duration;
  /** How long bringing the wire back in step may take before it is opened anew; 2 s unless given. */
  readonly recoverTimeout?: Duration;
}
