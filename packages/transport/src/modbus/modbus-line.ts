import type { TransportHost, Turn } from '@fourwire/core';

/** Carries Modbus requests as RTU frames (unit, PDU, CRC), in the form that the wire has for them. */
export interface ModbusLine {
  /** How many requests may be under way at once. */
  readonly concurrency: number;
  /** Whether replies carry an id. */
  readonly matchesReplies: boolean;
  open(host: TransportHost, turn: Turn): Promise<void>;
  close(): Promise<void>;
  recover(turn: Turn): Promise<boolean>;
  /** Sends a frame and gives the reply's, unchecked. */
  exchange(frame: Uint8Array, turn: Turn): Promise<Uint8Array>;
}
