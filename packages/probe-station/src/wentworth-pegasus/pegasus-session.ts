import { endsWith } from '@fourwire/core';
import type { ByteTransport, Call, Exchanger, Turn } from '@fourwire/core';
import { refused, unexpected } from '../faults.ts';
import { codeText, isWell } from './pegasus-codes.ts';

/** `INF 000`; the documents write `INF_000`. */
const verdict = /^INF[ _](\d{3})$/;

/** Speaks with a Pegasus: each command is answered by one line when it is done, each question by its echo and a value. */
export class PegasusSession {
  readonly #exchanger: Exchanger<ByteTransport>;
  /** Whether a command was cut short whose answer may still come. */
  #owing = false;

  constructor(exchanger: Exchanger<ByteTransport>) {
    this.#exchanger = exchanger;
  }

  /** Asks, and gives what `pattern` finds behind the echo. */
  async ask(question: string, pattern: RegExp, call: Call): Promise<RegExpExecArray> {
    return this.#exchanger.exchange(async (wire, turn) => askOn(wire, question, pattern, turn), call);
  }

  /** @throws FourwireError of kind `device`, code `instrument-refused`, with the code of the prober */
  async act(command: string, call: Call): Promise<void> {
    await this.#exchanger.exchange(async (wire, turn) => {
      // Answers come in order, so after that to a question none of an older command can come.
      if (this.#owing) await askOn(wire, 'VSN', /^(.*)$/, turn);
      this.#owing = true;
      await wire.write(encode(command), turn);
      const line = await readLine(wire, turn);
      this.#owing = false;
      const code = Number(verdict.exec(line)?.[1] ?? NaN);
      if (Number.isNaN(code)) throw unexpected(`INF and a code after "${command}"`, line);
      if (!isWell(code)) throw refused(command, code, codeText(code));
    }, call);
  }
}

async function askOn(
  wire: ByteTransport,
  question: string,
  pattern: RegExp,
  turn: Turn,
): Promise<RegExpExecArray> {
  await wire.write(encode(question), turn);
  for (;;) {
    const line = await readLine(wire, turn);
    if (line.startsWith(question)) {
      const found = pattern.exec(line.slice(question.length).replace(/^[ ,]/, ''));
      if (found !== null) return found;
      throw unexpected(`a value after "${question}"`, line);
    }
    const [, code] = verdict.exec(line) ?? [];
    if (code === undefined) throw unexpected(`an answer that begins with "${question}"`, line);
    // An answer of an older command, or of going back to remote; a question is answered by a code only when it failed.
    if (!isWell(Number(code))) throw refused(question, Number(code), codeText(Number(code)));
  }
}

async function readLine(wire: ByteTransport, turn: Turn): Promise<string> {
  return new TextDecoder('latin1').decode(await wire.read(endsWith('\n'), turn)).trim();
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\n`);
}
