import type { Clock, Instant } from '@fourwire/core';

/**
 * What a client may do wrong without being told:
 *
 * - `message-id`: a Data, DataEND or Trigger with another id than the next in order.
 * - `status-query-id`: a status query that names another message than the client sent last.
 * - `release-id`, `remote-id`: the release of a lock, or a remote-local request, that does so.
 * - `rmt-unexpected`: RMT-delivered reported where no end of a response was delivered, or reported a second time.
 * - `lock-outstanding`: a lock requested or released while another request waits.
 * - `clear-complete-unasked`: DeviceClearComplete without AsyncDeviceClear.
 * - `payload-length`: a payload where the message has none, or of the wrong length.
 */
export type ViolationCode =
  | 'message-id'
  | 'status-query-id'
  | 'release-id'
  | 'remote-id'
  | 'rmt-unexpected'
  | 'lock-outstanding'
  | 'clear-complete-unasked'
  | 'payload-length';

/** A mistake of a client against HiSLIP. */
export interface HislipViolation {
  readonly at: Instant;
  /** The number that the session was given at its start. */
  readonly session: number;
  readonly code: ViolationCode;
  /** What came and what should have come. */
  readonly text: string;
}

/** A client that does everything wrong must not fill the memory. */
const mostViolations = 1000;

/** The mistakes that were seen, oldest first. */
export class Violations {
  readonly list: HislipViolation[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(session: number, code: ViolationCode, text: string): void {
    if (this.list.length < mostViolations) this.list.push({ at: this.#clock.now(), session, code, text });
  }
}
