import { FourwireError, toMilliseconds } from '@fourwire/core';
import type { Duration } from '@fourwire/core';
import { defaultMaxMessageBytes } from '../hsms/frame-reader.ts';
import type { TextCodec } from '../secs-ii/text-codec.ts';

/** What a side of the link is: stream 9 is the equipment's, and on SECS-I the equipment is the master. */
export type SecsRole = 'host' | 'equipment';

/**
 * How an HSMS connection behaves. The times are those of SEMI E37; T3, how long a reply may take, is the `timeout` of
 * the device on the bus.
 */
export interface HsmsOptions {
  /**
   * Which side connects and selects; `active` unless given. A passive transport is handed the connection of whoever
   * calls, and waits for Select.req. It has nothing to do with {@link HsmsOptions.role}.
   */
  readonly mode?: 'active' | 'passive';
  /** What speaks here; `host` unless given. Equipment complains with stream 9, a host does not. */
  readonly role?: SecsRole;
  /** Device id of the equipment, which data messages carry: 0 to 32767; 0 unless given. */
  readonly sessionId?: number;
  /** What the link is called in messages, such as `hsms://10.0.0.7:5000/0`; `hsms` unless given. */
  readonly address?: string;
  /**
   * T5: the active side does not connect again sooner than this after the last connection or attempt ended. The bus
   * tries again by itself after 50 ms to 1.5 s, and that is all unless this is given: a bench is back sooner. SEMI E37
   * recommends 10 s, for equipment that minds; docs/decisions/0006 says why that is not the default.
   */
  readonly t5?: Duration;
  /** T6: how long Select and Linktest may stay unanswered; 5 s unless given. */
  readonly t6?: Duration;
  /** T7: how long the connection may stay unselected; 10 s unless given. */
  readonly t7?: Duration;
  /** T8: the longest gap between bytes of one message; 5 s unless given. */
  readonly t8?: Duration;
  /** The link is tested after so long a silence in both directions, `off` for never; 60 s unless given. */
  readonly linktest?: Duration | 'off';
  /** How many tests in a row must fail for the link to count as lost; 3 unless given. E37 to the letter is 1. */
  readonly linktestFailures?: number;
  /**
   * How many requests may wait for their replies at once; 16 unless given. Old equipment may take only one at a time.
   */
  readonly openRequests?: number;
  /** The longest header and body that are accepted, in bytes; 16 MiB + 14 unless given. */
  readonly maxMessageBytes?: number;
  /** How the bytes of text items become text; Latin-1 unless given. */
  readonly text?: TextCodec;
}

/** {@link HsmsOptions} checked and complete, times in milliseconds. */
export interface HsmsSettings {
  readonly mode: 'active' | 'passive';
  readonly role: SecsRole;
  readonly sessionId: number;
  readonly t5Ms: number;
  readonly t6Ms: number;
  readonly t7Ms: number;
  readonly t8Ms: number;
  readonly linktestMs: number;
  readonly linktestFailures: number;
  readonly openRequests: number;
  readonly maxMessageBytes: number;
  readonly text: TextCodec | undefined;
}

/** @throws FourwireError of kind `range` for a session id or a count that is none */
export function hsmsSettings(options: HsmsOptions): HsmsSettings {
  const { sessionId = 0, linktest = { seconds: 60 }, linktestFailures = 3, openRequests = 16 } = options;
  if (!Number.isInteger(sessionId) || sessionId < 0 || sessionId > 0x7fff) {
    throw new FourwireError(
      'range',
      'hsms-option-refused',
      `sessionId must be a whole number from 0 to 32767; got ${sessionId}.`,
    );
  }
  checkCount('linktestFailures', linktestFailures);
  checkCount('openRequests', openRequests);
  return {
    mode: options.mode ?? 'active',
    role: options.role ?? 'host',
    sessionId,
    t5Ms: toMilliseconds(options.t5 ?? 0, 't5'),
    t6Ms: toMilliseconds(options.t6 ?? { seconds: 5 }, 't6'),
    t7Ms: toMilliseconds(options.t7 ?? { seconds: 10 }, 't7'),
    t8Ms: toMilliseconds(options.t8 ?? { seconds: 5 }, 't8'),
    linktestMs: linktest === 'off' ? Infinity : toMilliseconds(linktest, 'linktest'),
    linktestFailures,
    openRequests,
    maxMessageBytes: options.maxMessageBytes ?? defaultMaxMessageBytes,
    text: options.text,
  };
}

function checkCount(name: string, count: number): void {
  if (Number.isInteger(count) && count >= 1) return;
  throw new FourwireError(
    'range',
    'hsms-option-refused',
    `${name} must be a whole number from 1; got ${count}.`,
  );
}
