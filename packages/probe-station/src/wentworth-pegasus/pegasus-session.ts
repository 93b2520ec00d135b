import type { ByteTransport, Call, Exchanger } from '@fourwire/core';
import { refused, unexpected } from '../faults.ts';
import { LineExchange } from '../line-exchange.ts';
import { codeText, isWell } from './pegasus-codes.ts';

/** `INF 000`; the documents write `INF_000`. */
const verdict = /^INF[ _](\d{3})$/;

/** Speaks with a Pegasus: each command is answered by one line when it is done, each question by its echo and a value. */
export class PegasusSession {
  readonly #lines: LineExchange;

  constructor(exchanger: Exchanger<ByteTransport>) {
    this.#lines = new LineExchange(exchanger, {
      end: '\n',
      question: 'GHB',
      answers: (line) => line.startsWith('GHB'),
    });
  }

  /** Asks, and gives what `pattern` finds behind the echo. */
  async ask(question: string, pattern: RegExp, call: Call): Promise<RegExpExecArray> {
    return this.#lines.exchange(async (lines) => {
      await lines.write(question);
      for (;;) {
        const line = await lines.read();
        if (line.startsWith(question)) {
          const found = pattern.exec(line.slice(question.length).replace(/^[ ,]/, ''));
          if (found !== null) return found;
          throw unexpected(`a value after "${question}"`, line);
        }
        const [, code] = verdict.exec(line) ?? [];
        if (code === undefined) throw unexpected(`an answer that begins with "${question}"`, line);
        // Going back to remote is told unasked; a question is answered by a code only when it failed.
        if (!isWell(Number(code))) throw refused(question, Number(code), codeText(Number(code)));
      }
    }, call);
  }

  /** @throws FourwireError of kind `device`, code `instrument-refused`, with the code of the prober */
  async act(command: string, call: Call): Promise<void> {
    await this.#lines.exchange(async (lines) => {
      await lines.write(command);
      const line = await lines.read();
      const code = Number(verdict.exec(line)?.[1] ?? NaN);
      if (Number.isNaN(code)) throw unexpected(`INF and a code after "${command}"`, line);
      if (!isWell(code)) throw refused(command, code, codeText(code));
    }, call);
  }
}
