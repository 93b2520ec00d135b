import type { BusClient, ByteTransport, Call } from '@fourwire/core';
import { TextSession, echoingLineFraming } from '@fourwire/transport';
import { refused, unexpected } from '../faults.ts';
import { espErrorText } from './esp-errors.ts';

/** More errors than the queue of a controller holds. */
const queueDepth = 20;

/** Speaks with an ESP controller: questions are answered, commands are not, and errors wait in a queue. */
export class EspSession {
  readonly #session: TextSession;

  constructor(bus: BusClient<ByteTransport>) {
    this.#session = new TextSession(bus, echoingLineFraming('\r'));
  }

  async ask(question: string, call: Call): Promise<string> {
    return (await this.#session.ask(question, call)).trim();
  }

  async number(question: string, call: Call): Promise<number> {
    return numberIn(question, await this.ask(question, call));
  }

  /**
   * Sends commands and looks whether the controller has anything against them.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`, with the controller's number
   */
  async tell(command: string, call: Call): Promise<void> {
    await this.#session.transaction(async (exclusive) => {
      const nextError = async (before = ''): Promise<number> =>
        numberIn('TE?', await exclusive.tell(`${before}TE?`, call));
      const drain = async (): Promise<void> => {
        for (let left = queueDepth; left > 0 && (await nextError()) !== 0; left--);
      };
      // What others left in the queue would pass for errors of this command.
      await drain();
      const code = await nextError(`${command};`);
      if (code === 0) return;
      await drain();
      throw refused(command, code, espErrorText(code));
    }, call);
  }

  /** Sends a command at once, without a look at the queue before it. */
  async send(command: string, call: Call): Promise<void> {
    await this.#session.send(command, call);
  }
}

function numberIn(question: string, reply: string): number {
  const text = reply.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text))
    throw unexpected(`a number in answer to ${question}`, reply);
  return Number(text);
}
