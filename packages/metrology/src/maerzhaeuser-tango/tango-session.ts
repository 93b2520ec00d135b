import { tidy } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Clock } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { refused, unexpected } from '../values/faults.ts';
import { tangoErrorText } from './tango-errors.ts';

/** The axes of a TANGO, in the order of the letters of its status; `z` is the focus. */
export const tangoAxes = ['x', 'y', 'z'] as const;

/** One of {@link tangoAxes}. */
export type TangoAxis = (typeof tangoAxes)[number];

/**
 * The conversation with a Märzhäuser TANGO, for whichever of its axes a driver serves: the focus here, the stage in
 * `@fourwire/probe-station`. All lengths are in µm.
 *
 * Source: sheets tango-prior.md, part A, and microscope-stages-focus.md, after comet and Micro-Manager.
 */
export class TangoSession {
  readonly #lines: LineSession;
  /**
   * Said before each length, as Micro-Manager does: the controller forgets it with its power, and a number in mm would
   * look like one in µm.
   */
  readonly #inMicrometres: string;
  /** Leaves the wire to others. */
  readonly release: () => Promise<void>;

  constructor(bus: BusClient<ByteTransport>, clock: Clock, axes: readonly string[]) {
    this.#lines = new LineSession(bus, clock);
    this.#inMicrometres = axes.map((axis) => `!dim ${axis} 1`).join('\r');
    this.release = this.#lines.release;
  }

  /** Switches off what the controller would say unasked. */
  async begin(call: Call): Promise<void> {
    await this.#lines.tell('!autostatus 0', call);
  }

  /** The text that the controller gives as its version. */
  async version(call: Call): Promise<string> {
    return this.#ask('?version', call);
  }

  async position(axis: TangoAxis, call: Call): Promise<number> {
    return tidy(await this.#number(`${this.#inMicrometres}\r?pos ${axis}`, call));
  }

  /** The ends of travel. */
  async limits(axis: TangoAxis, call: Call): Promise<{ readonly min: number; readonly max: number }> {
    const [min = -Infinity, max = Infinity] = await this.#numbers(
      `${this.#inMicrometres}\r?lim ${axis}`,
      2,
      call,
    );
    return { min, max };
  }

  /** Which ends of travel were found: bit 0 by `!cal`, bit 1 by `!rm`. */
  async calibration(axis: TangoAxis, call: Call): Promise<number> {
    return this.#number(`?calst ${axis}`, call);
  }

  /** One letter of the status, such as `@` at rest and `M` in a move; `-` where there is no such axis. */
  async status(axis: TangoAxis, call: Call): Promise<string> {
    // Looks like a status sent unasked, which is switched off.
    const text = await this.#lines.ask(
      '?statusaxis',
      (line) => (isStatus(line) ? { answer: line.trim() } : undefined),
      call,
    );
    return text.charAt(tangoAxes.indexOf(axis));
  }

  /**
   * Starts a move of the axes that are named.
   *
   * @throws FourwireError as of {@link tell}
   */
  async move(targets: Partial<Readonly<Record<TangoAxis, number>>>, call: Call): Promise<void> {
    const moves = tangoAxes.flatMap((axis) => {
      const target = targets[axis];
      return target === undefined ? [] : [`!moa ${axis} ${tidy(target)}`];
    });
    await this.tell(`${this.#inMicrometres}\r${moves.join('\r')}`, call);
  }

  /** Stops all axes. */
  async halt(call: Call): Promise<void> {
    await this.#lines.tell('!a', call);
  }

  /**
   * Sends commands that begin with an exclamation mark. They are not answered; the number of the error tells.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`
   */
  async tell(command: string, call: Call): Promise<void> {
    const code = await this.#number(`!autostatus 0\r!err\r${command}\r?err`, call);
    if (code !== 0) throw refused(code, tangoErrorText(code), command);
  }

  async #ask(command: string, call: Call): Promise<string> {
    return this.#lines.ask(
      command,
      (line) => (isStatus(line) || isEcho(line) ? undefined : { answer: line.trim() }),
      call,
    );
  }

  async #numbers(command: string, count: number, call: Call): Promise<readonly number[]> {
    const text = await this.#ask(command, call);
    const fields = text.split(/\s+/);
    if (fields.length !== count || !fields.every((field) => /^-?\d+(\.\d+)?$/.test(field)))
      throw unexpected(`${count === 1 ? 'a number' : `${count} numbers`} in answer to ${command}`, text);
    return fields.map(Number);
  }

  async #number(command: string, call: Call): Promise<number> {
    const [value = Number.NaN] = await this.#numbers(command, 1, call);
    return value;
  }
}

/** A command that came back, as on a line with an echo; no answer begins so. */
function isEcho(line: string): boolean {
  return /^[?!]/.test(line.trim());
}

/** A line of one letter an axis, such as `@@M-.`. */
function isStatus(line: string): boolean {
  return /^[@MJADESC-]{3,4}\.?-?\.?$/.test(line.trim());
}
