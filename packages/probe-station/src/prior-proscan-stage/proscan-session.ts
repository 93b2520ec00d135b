import type { BusClient, ByteTransport, Call, Clock, FourwireError } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { refused, unexpected } from '../faults.ts';

/** The bits of the motion status that stand for x, y and z; higher ones are shutters and wheels. */
const axisBits = 7;

/** The conversation with a ProScan: a line for each command, and `R` of a move whenever it comes. */
export class ProScanSession {
  readonly #lines: LineSession;
  /** Leaves the wire to others. */
  readonly release: () => Promise<void>;

  constructor(bus: BusClient<ByteTransport>, clock: Clock) {
    this.#lines = new LineSession(bus, clock);
    this.release = this.#lines.release;
  }

  /** @throws FourwireError of kind `device`, code `instrument-refused` */
  async ask(command: string, call: Call): Promise<string> {
    return this.#lines.ask(
      command,
      (line) => {
        const text = line.trim();
        // The end of a move that was begun before.
        if (text === 'R') return undefined;
        const refusal = refusalIn(command, text);
        if (refusal !== undefined) throw refusal;
        return { answer: text };
      },
      call,
    );
  }

  /** @throws FourwireError as of {@link ask}, or of kind `protocol` for what is no number */
  async number(command: string, call: Call): Promise<number> {
    const text = await this.ask(command, call);
    if (!/^[+-]?\d*\.?\d+$/.test(text)) throw unexpected(`a number in answer to ${command}`, text);
    return Number(text);
  }

  /**
   * Sends what is answered with `R`, but nobody knows when. The motion status, asked for in the same breath, is answered
   * at once, and whatever the controller has against the command comes before that.
   */
  async begin(command: string, call: Call): Promise<void> {
    let refusal: FourwireError | undefined;
    await this.#lines.ask(
      `${command}\r$`,
      (line) => {
        const text = line.trim();
        const against = refusalIn(command, text);
        refusal ??= against;
        if (text === 'R' || against !== undefined) return undefined;
        if (!/^\d+$/.test(text)) throw unexpected(`R or the motion status in answer to ${command}`, text);
        return { answer: text };
      },
      call,
    );
    if (refusal !== undefined) throw refusal;
  }

  /** Whether an axis moves, whichever it is. */
  async moving(call: Call): Promise<boolean> {
    return ((await this.number('$', call)) & axisBits) !== 0;
  }
}

function refusalIn(command: string, text: string): FourwireError | undefined {
  const code = /^E,(-?\d+)$/.exec(text)?.[1];
  if (code === undefined) return undefined;
  return refused(command, code, errors[code] ?? `error ${code} of the controller; see its manual`);
}

/** Sheet tango-prior.md, B2. Unconfirmed: 10 to 12. */
const errors: Readonly<Record<string, string>> = {
  1: 'there is no stage',
  2: 'it is not idle',
  3: 'there is no drive',
  4: 'the command cannot be read',
  5: 'there is no such command',
  8: 'a value is out of range',
  10: 'the first argument is out of range',
  11: 'the second argument is out of range',
  12: 'the third argument is out of range',
};
