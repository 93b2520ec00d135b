import { excerpt, malformed } from '../codec/fault.ts';

/** What `SYST:STAT?` says. */
export interface SpdStatus {
  /** Whether each output is on. */
  readonly on: readonly boolean[];
  /** Whether each output limits its current. */
  readonly limiting: readonly boolean[];
  /** How two outputs work together; `undefined` where the bits say nothing, as on models with one. */
  readonly pairing: 'independent' | 'series' | 'parallel' | undefined;
  /** On models with one output: whether it regulates at the load. */
  readonly fourWire: boolean;
}

/**
 * The answer to `SYST:STAT?`, hexadecimal as `0x10`. Of an SPD3303 bits 0 and 1 are current limits, 2 and 3 the pairing,
 * 4 and 5 outputs that are on; of an SPD1000X bit 0 is the current limit, 4 the output, 5 remote sense.
 *
 * Source: sheet psu-siglent-spd.md. Unconfirmed: the code of outputs in series.
 *
 * @throws FourwireError of kind `protocol`, code `scpi-reply-malformed`, when it is no hexadecimal number
 */
export function readStatus(reply: string): SpdStatus {
  const text = reply.trim();
  if (!/^0x[0-9a-f]{1,8}$/i.test(text)) {
    throw malformed('scpi-reply-malformed', `Expected a status such as 0x10, got ${excerpt(reply)}.`, reply);
  }
  const bits = Number(text);
  const bit = (number: number): boolean => (bits & (1 << number)) !== 0;
  return {
    on: [bit(4), bit(5)],
    limiting: [bit(0), bit(1)],
    pairing: ([undefined, 'independent', 'parallel', 'series'] as const)[(bits >> 2) & 0b11],
    fourWire: bit(5),
  };
}
