import { FourwireError, endsWith } from '@fourwire/core';
import type { ByteTransport, Call, Exchanger, Turn } from '@fourwire/core';

/** What one exchange may do with the wire. */
export interface Lines {
  write(text: string): Promise<void>;
  /** The next line, without its end. */
  read(): Promise<string>;
}

/** How to find back into step after an exchange that was cut short. */
export interface InStep {
  /** What ends a line that is sent. */
  readonly end: string;
  /** A question that is asked for nothing else. */
  readonly question: string;
  /** Whether a line answers it. */
  readonly answers: (line: string) => boolean;
}

/**
 * Keeps questions and answers in step on a wire where only their order tells which belong together. After an exchange that
 * was cut short, a question of its own is asked first: what comes before its answer is older, and passed over.
 */
export class LineExchange {
  readonly #exchanger: Exchanger<ByteTransport>;
  readonly #inStep: InStep;
  /** Whether an answer may still come that nobody waits for. */
  #owing = false;

  constructor(exchanger: Exchanger<ByteTransport>, inStep: InStep) {
    this.#exchanger = exchanger;
    this.#inStep = inStep;
  }

  async exchange<R>(work: (lines: Lines) => Promise<R>, call: Call): Promise<R> {
    const { question, answers } = this.#inStep;
    if (this.#owing) {
      // An exchange of its own, so that the gap that the machine wants lies behind it.
      await this.#exchanger.exchange(async (wire, turn) => {
        await this.#lines(wire, turn).write(question);
        while (!answers(await readLine(wire, turn)));
      }, call);
      this.#owing = false;
    }
    return this.#exchanger.exchange(async (wire, turn) => {
      const lines = this.#lines(wire, turn);
      this.#owing = true;
      try {
        const result = await work(lines);
        this.#owing = false;
        return result;
      } catch (error) {
        // What the machine refuses it has answered.
        if (FourwireError.is(error) && error.kind === 'device') this.#owing = false;
        throw error;
      }
    }, call);
  }

  #lines(wire: ByteTransport, turn: Turn): Lines {
    const { end, answers } = this.#inStep;
    return {
      write: async (text) => wire.write(new TextEncoder().encode(`${text}${end}`), turn),
      read: async () => {
        for (;;) {
          const line = await readLine(wire, turn);
          // The answer to a question for the step that was cut short itself.
          if (!answers(line)) return line;
        }
      },
    };
  }
}

async function readLine(wire: ByteTransport, turn: Turn): Promise<string> {
  return new TextDecoder('latin1').decode(await wire.read(endsWith('\n'), turn)).trim();
}
