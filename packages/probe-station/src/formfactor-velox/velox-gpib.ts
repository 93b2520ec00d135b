import type { BusClient, ByteTransport, Call, Turn } from '@fourwire/core';
import { lineEnd } from '@fourwire/transport';
import { unexpected } from '../faults.ts';
import { parseGpibReply } from './velox-reply.ts';
import type { VeloxReply } from './velox-reply.ts';
import type { VeloxWire } from './velox-session.ts';

/** How many replies to cut-off commands may stand before that to a ping. */
const staleReplies = 4;

/**
 * Velox and ProberBench over GPIB: `Name p1 p2`, answered by `code: values`. Replies carry no id, so after an exchange
 * that was cut short the station is pinged with a word of its own until it says that word (sheet formfactor-velox.md,
 * section 2): the reply to a move that was stopped would pass for that to the next command.
 */
export class VeloxGpib implements VeloxWire {
  readonly #bus: BusClient<ByteTransport>;
  readonly #terminator: string;
  #inStep = true;
  #pings = 0;

  constructor(bus: BusClient<ByteTransport>, terminator: string) {
    this.#bus = bus;
    this.#terminator = terminator;
  }

  async ask(name: string, parameters: readonly (string | number)[], call: Call): Promise<VeloxReply> {
    return this.#bus.exchange(async (wire, turn) => {
      const outOfStep = !this.#inStep;
      this.#inStep = false;
      const command = [name, ...parameters].join(' ');
      // A stop must not wait behind the ping, which may be answered only at the end of the move.
      const stops = name.startsWith('Stop');
      if (outOfStep && !stops) await this.#ping(wire, turn);
      await wire.write(this.#encode(command), turn);
      const reply = parseGpibReply(await this.#line(wire, turn));
      if (outOfStep && stops) await this.#ping(wire, turn);
      this.#inStep = true;
      return reply;
    }, call);
  }

  async greet(): Promise<void> {
    // Nothing has to be said before the first command.
    this.#inStep = false;
    return Promise.resolve();
  }

  async release(): Promise<void> {
    return Promise.resolve();
  }

  /** Drops the replies to whatever was cut short, up to that to this ping. */
  async #ping(wire: ByteTransport, turn: Turn): Promise<void> {
    const word = `fourwire${this.#pings++}`;
    await wire.write(this.#encode(`EchoData ${word}`), turn);
    for (let count = 0; count < staleReplies; count++) {
      const line = await this.#line(wire, turn);
      if (line.includes(word)) return;
    }
    throw unexpected(`${word} in answer to EchoData`, 'other replies');
  }

  #encode(command: string): Uint8Array {
    return new TextEncoder().encode(command + this.#terminator);
  }

  async #line(wire: ByteTransport, turn: Turn): Promise<string> {
    return Buffer.from(await wire.read(lineEnd(), turn))
      .toString('latin1')
      .trim();
  }
}
