import { FourwireError } from '@fourwire/core';
import type { ByteTransport, Clock, MessageEnd, TransportHost, Turn } from '@fourwire/core';
import { pause } from '../stream/pause.ts';
import type { ModbusLine } from './modbus-line.ts';

/**
 * Modbus on a serial line. A reply carries no id, only the unit and the function, so one request is under way at a
 * time and a reply that came too late must be waited for; that is the byte transport's affair.
 */
export class RtuLine implements ModbusLine {
  readonly concurrency = 1;
  readonly matchesReplies = false;
  readonly #bytes: ByteTransport;
  readonly #gapMs: number;
  #clock: Clock | undefined;
  #quietFrom = -Infinity;

  /** @param gapMs - how long the line is silent between two frames: 3.5 characters */
  constructor(bytes: ByteTransport, gapMs: number) {
    this.#bytes = bytes;
    this.#gapMs = gapMs;
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    this.#clock = host.clock;
    await this.#bytes.open(host, turn);
  }

  async close(): Promise<void> {
    await this.#bytes.close();
  }

  async recover(turn: Turn): Promise<boolean> {
    return this.#bytes.recover(turn);
  }

  async exchange(frame: Uint8Array, turn: Turn): Promise<Uint8Array> {
    const clock = this.#clock;
    if (clock === undefined)
      throw new FourwireError('link', 'link-closed', `${this.#bytes.address} is not open.`);
    for (;;) {
      const left = this.#quietFrom + this.#gapMs - clock.monotonic();
      if (!(left > 0)) break;
      // More than once where the platform's timers fire a fraction of a millisecond early.
      await pause(clock, left, turn);
    }
    try {
      await this.#bytes.write(frame, turn);
      return await this.#bytes.read(replyEnd(frame[1] ?? 0), turn);
    } finally {
      this.#quietFrom = clock.monotonic();
    }
  }
}

/**
 * Where the reply to a function ends. What begins like no reply to it is taken as it came, for the check to refuse:
 * it has no end that could be waited for.
 */
function replyEnd(requested: number): MessageEnd {
  return {
    find(bytes) {
      const [, code, count] = bytes;
      if (code === undefined) return -1;
      const length = code === requested ? replyLength(code, count) : code === (requested | 0x80) ? 5 : 0;
      if (length === undefined) return -1;
      if (length === 0) return bytes.length;
      return bytes.length < length ? -1 : length;
    },
  };
}

/** Unit, function, content and CRC, in bytes; `undefined` while it is too early to tell. */
function replyLength(code: number, count: number | undefined): number | undefined {
  if (code > 4) return 8;
  return count === undefined ? undefined : count + 5;
}
