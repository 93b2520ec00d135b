import { FourwireError, endsWith } from '@fourwire/core';
import type { ByteTransport, Call, Exchanger, Turn } from '@fourwire/core';
import { refused, unexpected } from '../faults.ts';

/** What is known of the numbers of `?E` (sheet electroglas.md, section 4). */
const errorTexts: Readonly<Record<string, string>> = {
  E0: 'the prober names no error',
  E35: 'command invalid or not supported',
  E38: 'the target is off the platen',
};

const acknowledge = /^M([CF])$/i;

/** Messages of the test-floor flow, which this driver switches off; a prober that was in it may still have one to say. */
const testFloor = /^(TF|TS|TA|TR|PC|PA|CO)/;

/** Sideways moves take 0.4 s, and tens of seconds when the prober profiles again (sheet, section 8). */
export const move = { seconds: 60 } as const;

/** Speaks with an Electroglas prober: a command or question goes out, and one line comes back for each. */
export class ElectroglasSession {
  readonly #exchanger: Exchanger<ByteTransport>;
  /** Whether a command was cut short whose acknowledge may still come. */
  #owing = false;

  constructor(exchanger: Exchanger<ByteTransport>) {
    this.#exchanger = exchanger;
  }

  /** Asks, and gives what `pattern` finds in the answer. */
  async ask(question: string, pattern: RegExp, call: Call): Promise<RegExpExecArray> {
    // A prober that still moves answers at the end of its move.
    const within = this.#owing ? { timeout: move, ...call } : call;
    return this.#exchanger.exchange(async (wire, turn) => askOn(wire, question, pattern, turn), within);
  }

  /**
   * Sends a command and waits until the prober says that it is done.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`, with the number of `?E`, when it failed
   */
  async act(command: string, call: Call): Promise<void> {
    await this.#exchanger.exchange(async (wire, turn) => {
      // Answers come in order, so after that to a question no older acknowledge can come.
      if (this.#owing) await askOn(wire, '?P', dieReply, turn);
      this.#owing = true;
      await wire.write(encode(command), turn);
      for (;;) {
        const line = await readLine(wire, turn);
        const [, verdict] = acknowledge.exec(line) ?? [];
        if (verdict === undefined) {
          if (testFloor.test(line)) continue;
          throw unexpected(`MC or MF after "${command}"`, line);
        }
        this.#owing = false;
        if (verdict.toUpperCase() === 'C') return;
        // The prober forgets the error with the first question for it.
        const [, code = ''] = await askOn(wire, '?E', /^(E-?\d+)$/, turn);
        throw refused(command, code, errorTexts[code] ?? 'see the manual of the prober');
      }
    }, call);
  }
}

/** The answer to `?P`. */
export const dieReply = /^X(-?\d+)Y(-?\d+)$/;

async function askOn(
  wire: ByteTransport,
  question: string,
  pattern: RegExp,
  turn: Turn,
): Promise<RegExpExecArray> {
  await wire.write(encode(question), turn);
  for (;;) {
    const line = await readLine(wire, turn);
    const found = pattern.exec(line);
    if (found !== null) return found;
    // The acknowledge of a command that was cut short.
    if (!acknowledge.test(line) && !testFloor.test(line))
      throw unexpected(`an answer to "${question}"`, line);
  }
}

async function readLine(wire: ByteTransport, turn: Turn): Promise<string> {
  return new TextDecoder('latin1').decode(await wire.read(endsWith('\n'), turn)).trim();
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\r\n`);
}

/** A prober that this driver does not know. */
export function unknownProber(id: string): FourwireError {
  return new FourwireError(
    'device',
    'model-unsupported',
    `"${id}" is no Electroglas prober that this driver knows: 2001, 2010, 2020, 3001, 4060, 4080, 4085, 4090, 4/200 or 5/300.`,
    { reply: id },
  );
}
