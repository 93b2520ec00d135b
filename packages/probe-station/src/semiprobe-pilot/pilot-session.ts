import { FourwireError, endsWith, sleepUntilWoken } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Clock, Duration, Turn } from '@fourwire/core';
import { refused } from '../faults.ts';
import { seeThrough } from '../see-through.ts';

/** The number that stops. */
const stopCommand = '35';

/** How long a stopped move may take to be answered, in ms. */
const brakingMs = 10_000;

/** A move under way. */
interface Moving {
  /** Resolves when it was answered, well or badly. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
  readonly giveUp: () => void;
}

/** Speaks with PILOT: each command is one line, and is answered by one when it is done. */
export class PilotSession {
  readonly #bus: BusClient<ByteTransport>;
  readonly #clock: Clock;
  #moving: Moving | undefined;

  constructor(bus: BusClient<ByteTransport>, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  async ask(question: string, call: Call): Promise<string> {
    return this.#bus.exchange(async (wire, turn) => {
      await wire.write(encode(question), turn);
      return readLine(wire, turn);
    }, call);
  }

  /**
   * Carries out a command that moves. Whoever aborts it is let go, but the wire stays taken until it was answered, or
   * {@link stop} ended it.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`, when it was not executed
   */
  async act(command: string, within: Duration, call: Call): Promise<void> {
    const { signal } = call;
    const reply = await seeThrough(call, async (kept) => {
      const givenUp = new AbortController();
      return this.#bus.exchange(
        async (wire, turn) => {
          // Aborted while it waited for its turn: nothing was sent yet.
          if (signal?.aborted === true) throw FourwireError.from(signal.reason);
          await wire.write(encode(command), turn);
          return this.#answer(wire, turn, () => givenUp.abort());
        },
        { ...kept, timeout: within, signal: givenUp.signal },
      );
    });
    if (!reply.includes('Executed!')) throw refused(command, 'not executed', reply);
  }

  /** Stops what moves, and waits for the answers. */
  async stop(call: Call): Promise<void> {
    const moving = this.#moving;
    if (moving === undefined) {
      await this.ask(stopCommand, call);
      return;
    }
    try {
      await moving.stop();
      await sleepUntilWoken(this.#clock, brakingMs, moving.ended, call.signal);
    } finally {
      moving.giveUp();
    }
  }

  async #answer(wire: ByteTransport, turn: Turn, giveUp: () => void): Promise<string> {
    let stops = 0;
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const stop = async (): Promise<void> => {
      stops++;
      await wire.write(encode(stopCommand), turn);
    };
    this.#moving = { ended, stop, giveUp };
    try {
      const reply = await readLine(wire, turn);
      // The move is answered first, then what stopped it.
      for (; stops > 0; stops--) await readLine(wire, turn);
      return reply;
    } finally {
      this.#moving = undefined;
      end();
    }
  }
}

async function readLine(wire: ByteTransport, turn: Turn): Promise<string> {
  return new TextDecoder('latin1').decode(await wire.read(endsWith('\n'), turn)).trim();
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\n`);
}
