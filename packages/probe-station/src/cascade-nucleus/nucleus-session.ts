import { FourwireError } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Clock, Turn } from '@fourwire/core';
import { lineEnd } from '@fourwire/transport';
import { refused, unexpected } from '../faults.ts';

/** What an operation answers once it is done (sheet cascade-nucleus.md, section 2). */
const done = 'COMPLETE';

/** How long the station may take for an operation before it answers. */
const operationTime = { minutes: 2 } as const;

/** How many replies to operations that were cut short may stand before that to a ping. */
const staleReplies = 4;

/** How Nucleus wants to be spoken to. */
export interface NucleusPace {
  /** A pause between a command and the reading of its reply, in ms. */
  readonly replyDelayMs: number;
}

/**
 * Speaks with Nucleus in its mode with responses: each operation answers `COMPLETE` at its end. Replies carry no id, so
 * after an exchange that was cut short the station is asked who it is until it says so.
 */
export class NucleusSession {
  readonly #bus: BusClient<ByteTransport>;
  readonly #clock: Clock;
  readonly #pace: NucleusPace;
  #inStep = true;

  constructor(bus: BusClient<ByteTransport>, clock: Clock, pace: NucleusPace) {
    this.#bus = bus;
    this.#clock = clock;
    this.#pace = pace;
  }

  /** Sends a query and gives its reply. */
  async ask(query: string, call: Call): Promise<string> {
    return this.#bus.exchange(async (wire, turn) => {
      const outOfStep = !this.#inStep;
      this.#inStep = false;
      if (outOfStep) await this.#ping(wire, turn, call);
      const reply = await this.#answer(query, wire, turn, call);
      this.#inStep = true;
      return reply;
    }, call);
  }

  /**
   * Sends an operation and waits for its end.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`, with what the station says instead
   */
  async operate(operation: string, call: Call): Promise<void> {
    const reply = await this.ask(operation, { ...call, timeout: operationTime });
    if (reply.toUpperCase() === done) return;
    const [, code = '', text = ''] = /^(-?\d*)[\s,:]*(.*)$/.exec(reply) ?? [];
    throw refused(operation, code === '' ? 'error' : Number(code), text === '' ? 'no text' : text);
  }

  /** Sends one of the `$:` commands, which are not answered. */
  async tell(command: string, call: Call): Promise<void> {
    await this.#bus.exchange(async (wire, turn) => wire.write(encode(command), turn), call);
  }

  /** Who the station says it is; whatever it still says of what was cut short before is dropped. */
  async identity(call: Call): Promise<string> {
    return this.#bus.exchange(async (wire, turn) => {
      this.#inStep = false;
      const line = await this.#ping(wire, turn, call);
      this.#inStep = true;
      return line;
    }, call);
  }

  /** Waits for the end of whatever was cut short: the station answers nothing before. */
  async settle(call: Call): Promise<void> {
    await this.identity({ ...call, timeout: operationTime });
  }

  /** So many numbers, with blanks between them. */
  async numbers(query: string, count: number, call: Call): Promise<readonly number[]> {
    const reply = await this.ask(query, call);
    const values = reply.split(/\s+/).map(Number);
    if (values.length >= count && values.every(Number.isFinite)) return values;
    throw new FourwireError(
      'protocol',
      'reply-unexpected',
      `Expected ${count === 1 ? 'a number' : `${count} numbers`} for "${query}", got "${reply}".`,
      { command: query, reply },
    );
  }

  /** `TRUE` or `FALSE`. */
  async truth(query: string, call: Call): Promise<boolean> {
    const reply = await this.ask(query, call);
    const word = reply.toUpperCase();
    if (word === 'TRUE' || word === 'FALSE') return word === 'TRUE';
    throw unexpected(`TRUE or FALSE for "${query}"`, reply);
  }

  /** Asks the station who it is, and drops what it says before that. */
  async #ping(wire: ByteTransport, turn: Turn, call: Call): Promise<string> {
    let line = await this.#answer('*idn?', wire, turn, call);
    for (let count = 0; !isNucleus(line); count++) {
      if (count === staleReplies) throw unexpected('Nucleus in answer to *idn?', line);
      line = await readLine(wire, turn);
    }
    return line;
  }

  async #answer(command: string, wire: ByteTransport, turn: Turn, { signal }: Call): Promise<string> {
    await wire.write(encode(command), turn);
    if (this.#pace.replyDelayMs > 0) await this.#clock.sleep(this.#pace.replyDelayMs, signal);
    return readLine(wire, turn);
  }
}

/** Whether a line is what Nucleus says of itself. Unconfirmed: the text, so either of its names will do. */
function isNucleus(line: string): boolean {
  return /nucleus|cascade/i.test(line);
}

function encode(command: string): Uint8Array {
  return new TextEncoder().encode(`${command}\n`);
}

async function readLine(wire: ByteTransport, turn: Turn): Promise<string> {
  return Buffer.from(await wire.read(lineEnd(), turn))
    .toString('latin1')
    .trim();
}
