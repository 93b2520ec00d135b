import { FourwireError, endsWith } from '@fourwire/core';
import type { ByteTransport, Call, Exchanger, Turn } from '@fourwire/core';
import { refused, unexpected } from '../faults.ts';

/** Speaks with the router program of a Micromanipulator prober: a command, then lines until it says how it ended. */
export class P200lSession {
  readonly #exchanger: Exchanger<ByteTransport>;

  constructor(exchanger: Exchanger<ByteTransport>) {
    this.#exchanger = exchanger;
  }

  /**
   * Sends a command and waits until it is done; gives the value, where there is one.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`, when it is bad or was aborted
   */
  async run(command: string, call: Call): Promise<string | undefined> {
    return this.#exchanger.exchange(async (wire, turn) => {
      await wire.write(new TextEncoder().encode(`${command}\r`), turn);
      let value: string | undefined;
      for (;;) {
        const line = await readLine(wire, turn);
        if (line === '#064') return value;
        if (line === '#066') throw refused(command, line, 'the prober does not take this command now');
        if (line === '#079') throw refused(command, line, 'it was aborted');
        if (line === '#192') value = await readLine(wire, turn);
        else if (line !== '#080') throw unexpected(`#064, #066, #079, #080 or #192 after "${command}"`, line);
      }
    }, call);
  }

  /** The value of a question. */
  async ask(question: string, call: Call): Promise<string> {
    const value = await this.run(question, call);
    if (value !== undefined) return value;
    throw new FourwireError(
      'protocol',
      'reply-unexpected',
      `The prober answered "${question}" without a value.`,
      { command: question },
    );
  }
}

async function readLine(wire: ByteTransport, turn: Turn): Promise<string> {
  return new TextDecoder('latin1').decode(await wire.read(endsWith('\r'), turn)).trim();
}
