import { FourwireError, toMilliseconds } from '@fourwire/core';
import type { Duration } from '@fourwire/core';
import type { SecsRole } from '../connection/hsms-settings.ts';
import type { TextCodec } from '../secs-ii/text-codec.ts';

/**
 * How a SECS-I line behaves. The times are those of SEMI E4; T3, how long a reply may take, is the `timeout` of the
 * device on the bus: give a longer one for messages of many blocks, since it counts from the first byte on.
 */
export interface SecsIOptions {
  /** Device id of the equipment: 0 to 32767; 0 unless given. */
  readonly deviceId?: number;
  /** What speaks here; `host` unless given. The equipment is the master: it has its way when both want to send. */
  readonly role?: SecsRole;
  /** What the line is called in messages; `secs-i` unless given. */
  readonly address?: string;
  /** T1: the longest gap between characters of a block; 0.5 s unless given. */
  readonly t1?: Duration;
  /** T2: how long an answer of the block protocol may take; 10 s unless given. */
  readonly t2?: Duration;
  /** T4: the longest gap between blocks of one message; 45 s unless given. */
  readonly t4?: Duration;
  /** RTY: how often a block is sent again, 0 to 31; 3 unless given. */
  readonly retries?: number;
  /** How many requests may wait for their replies at once; 1 unless given, which is what old equipment takes. */
  readonly openRequests?: number;
  /** How the bytes of text items become text; Latin-1 unless given. */
  readonly text?: TextCodec;
}

/** {@link SecsIOptions} checked and complete, times in milliseconds. */
export interface SecsISettings {
  readonly sessionId: number;
  readonly role: SecsRole;
  readonly address: string;
  readonly t1Ms: number;
  readonly t2Ms: number;
  readonly t4Ms: number;
  readonly retries: number;
  readonly openRequests: number;
  readonly text: TextCodec | undefined;
}

/** @throws FourwireError of kind `range`, code `secs-i-option-refused`, for a number that cannot be */
export function secsISettings(options: SecsIOptions): SecsISettings {
  const { deviceId = 0, retries = 3, openRequests = 1 } = options;
  check('deviceId', deviceId, 0, 0x7fff);
  check('retries', retries, 0, 31);
  check('openRequests', openRequests, 1, 1000);
  return {
    sessionId: deviceId,
    role: options.role ?? 'host',
    address: options.address ?? 'secs-i',
    t1Ms: toMilliseconds(options.t1 ?? 500, 't1'),
    t2Ms: toMilliseconds(options.t2 ?? { seconds: 10 }, 't2'),
    t4Ms: toMilliseconds(options.t4 ?? { seconds: 45 }, 't4'),
    retries,
    openRequests,
    text: options.text,
  };
}

function check(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new FourwireError(
    'range',
    'secs-i-option-refused',
    `${name} must be a whole number from ${min} to ${max}; got ${value}.`,
  );
}
