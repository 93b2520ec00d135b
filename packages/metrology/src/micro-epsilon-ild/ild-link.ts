import { FourwireError, endsWith } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Turn } from '@fourwire/core';
import { refused } from '../values/faults.ts';

/** What the sensor says when it has answered. It cannot occur among the words: two low bytes never follow each other. */
const prompt = '->';

/**
 * The conversation with a sensor whose measured words run on the same line as its answers. Words come only between
 * `start` and `stop`, so that no byte of an answer can pass for a measurement.
 */
export class IldLink {
  readonly #bus: BusClient<ByteTransport>;

  constructor(bus: BusClient<ByteTransport>) {
    this.#bus = bus;
  }

  /**
   * Sends a command while no words come; gives the lines of the answer, echo included.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`, for an error line such as `E210 Unknown command`
   */
  async command(command: string, call: Call): Promise<readonly string[]> {
    return this.#bus.exchange(async (wire, turn) => {
      wire.listen?.(undefined);
      await wire.write(new TextEncoder().encode(`${command}\n`), turn);
      // Words that were on their way stand before the answer, and may be many.
      const reply = new TextDecoder('latin1').decode(await wire.read(endsWith(prompt), turn));
      return linesOf(reply);
    }, call);
  }

  /** Starts the words; `receive` gets every byte after the sensor's answer to that. */
  async start(receive: (chunk: Uint8Array) => void, call: Call): Promise<void> {
    await this.#bus.exchange(async (wire, turn) => {
      if (wire.listen === undefined) {
        throw new FourwireError(
          'range',
          'stream-needed',
          `${wire.address}: the sensor streams; use a serial port or a TCP socket.`,
        );
      }
      await afterPrompt(wire, turn, 'OUTPUT RS422\n', receive);
    }, call);
  }

  /** Stops the words and waits for the sensor's answer to that. */
  async stop(call: Call): Promise<void> {
    await this.#bus.exchange(async (wire, turn) => {
      await afterPrompt(wire, turn, 'OUTPUT NONE\n', () => {});
      wire.listen?.(undefined);
    }, call);
  }
}

/** Sends a command amid words and waits for the prompt; what follows it goes to `receive`. */
async function afterPrompt(
  wire: ByteTransport,
  turn: Turn,
  command: string,
  receive: (chunk: Uint8Array) => void,
): Promise<void> {
  let found: () => void = () => {};
  let failed: (error: FourwireError) => void = () => {};
  const answered = new Promise<void>((resolve, reject) => {
    found = resolve;
    failed = reject;
  });
  answered.catch(() => {});
  let matched = 0;
  wire.listen?.((chunk) => {
    if (matched === prompt.length) {
      receive(chunk);
      return;
    }
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      if (byte === prompt.charCodeAt(matched)) matched++;
      else matched = byte === prompt.charCodeAt(0) ? 1 : 0;
      if (matched < prompt.length) continue;
      turn.received(chunk.slice(0, index + 1));
      found();
      if (index + 1 < chunk.length) receive(chunk.subarray(index + 1));
      return;
    }
  });
  await wire.write(new TextEncoder().encode(command), turn);
  turn.check();
  turn.onInterrupt((error) => failed(error));
  await answered;
  turn.onInterrupt(undefined);
}

/** The lines of an answer; what may be left of words before them does no harm. */
function linesOf(reply: string): readonly string[] {
  const lines = reply
    .slice(0, -prompt.length)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  for (const line of lines) {
    const error = /^(E\d{3})\s+(.*)$/.exec(line);
    if (error !== null) throw refused(error[1] ?? '', error[2] ?? '');
  }
  return lines;
}
