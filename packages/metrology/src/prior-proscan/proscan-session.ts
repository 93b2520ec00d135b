import type { BusClient, ByteTransport, Call, Clock, FourwireError } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { refused, unexpected } from '../values/faults.ts';

/**
 * The conversation with a Prior ProScan or OptiScan, for its focus here and for its stage in `@fourwire/probe-station`: a
 * line for each command, and `R` of a move whenever it comes.
 *
 * Source: sheets tango-prior.md, part B, and microscope-stages-focus.md (`RES`), after the Prior adapter of
 * Micro-Manager. Unconfirmed: whether `R` comes once a move is accepted or at its end, so it is not waited for.
 */
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
   *
   * @throws FourwireError as of {@link ask}, or of kind `protocol` for what is neither
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

  /** Leaves the compatibility mode, which answers otherwise. */
  async leaveCompatibilityMode(call: Call): Promise<void> {
    const mode = await this.ask('COMP 0', call);
    if (mode !== '0') throw unexpected('0 in answer to COMP 0', mode);
  }

  /** µm a step: of the stage for `s`, of the focus for `Z`. */
  async resolution(part: 's' | 'Z', call: Call): Promise<number> {
    const micrometres = await this.number(`RES,${part}`, call);
    if (!(micrometres > 0))
      throw unexpected(`a length above 0 in answer to RES,${part}`, String(micrometres));
    return micrometres;
  }

  /** Which axes move: bits 0, 1 and 2 stand for x, y and z; higher ones are shutters and wheels. Unconfirmed. */
  async motionStatus(call: Call): Promise<number> {
    return this.number('$', call);
  }
}

function refusalIn(command: string, text: string): FourwireError | undefined {
  const code = /^E,(-?\d+)$/.exec(text)?.[1];
  if (code === undefined) return undefined;
  return refused(code, errors[code] ?? `error ${code} of the controller; see its manual`, command);
}

/** Sheet tango-prior.md, B2, and the open drivers. 4 and 8 are confirmed. */
const errors: Readonly<Record<string, string>> = {
  1: 'there is no stage',
  2: 'it is not idle',
  3: 'there is no drive',
  4: 'the command cannot be read',
  5: 'there is no such command',
  7: 'there is no focus',
  8: 'a value is out of range',
  10: 'the first argument is out of range',
  11: 'the second argument is out of range',
  12: 'the third argument is out of range',
  18: 'too many moves are waiting',
  19: 'the controller is in compatibility mode',
};
