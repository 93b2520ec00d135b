import type { BusClient, ByteTransport, Call } from '@fourwire/core';
import { TextSession } from '@fourwire/transport';
import { refused, unexpected } from '../faults.ts';
import { gcsErrors } from './gcs-errors.ts';
import { byAxis, gcsByte, gcsFraming, probe, probed } from './gcs-framing.ts';

/** What a controller answers when it is ready, and when it is not (sheet pi-gcs.md, section 3). */
const readiness: Readonly<Record<string, boolean>> = { '\xb1': true, '\xb0': false };

/** Speaks GCS 2.0: questions are answered, commands are not, and what went wrong stands in a latch. */
export class GcsSession {
  readonly #session: TextSession;

  constructor(bus: BusClient<ByteTransport>) {
    this.#session = new TextSession(bus, gcsFraming);
  }

  /** Asks something that is answered with one line. */
  async ask(question: string, call: Call): Promise<string> {
    return this.#session.ask(question, call);
  }

  /** Whether the controller knows a question about an axis. */
  async knows(question: string, call: Call): Promise<boolean> {
    return probed(await this.#session.ask(probe(question), call)) !== undefined;
  }

  /** Asks for a number of one axis, for example `POS?`. */
  async number(question: string, axis: string, call: Call): Promise<number> {
    const reply = await this.ask(`${question} ${axis}`, call);
    const value = byAxis(reply).get(axis);
    if (value === undefined || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value))
      throw unexpected(`${axis}=number in answer to ${question} ${axis}`, reply);
    return Number(value);
  }

  /**
   * Sends a command and looks whether the controller has anything against it.
   *
   * @param ignored - numbers of errors that do not count
   * @throws FourwireError of kind `device`, code `instrument-refused`, with the controller's number
   */
  async tell(command: string, call: Call, ignored: readonly number[] = []): Promise<void> {
    const reply = await this.#session.transaction(async (exclusive) => {
      // What others left in the latch would pass for an error of this command.
      await exclusive.ask('ERR?', call);
      return exclusive.tell(`${command}\nERR?`, call);
    }, call);
    if (!/^-?\d+$/.test(reply)) throw unexpected('a number in answer to ERR?', reply);
    const code = Number(reply);
    if (code !== 0 && !ignored.includes(code))
      throw refused(command, code, gcsErrors[code] ?? 'see the manual of the controller');
  }

  /** The axes that move, one bit each in the order of `SAI?`. */
  async movingMask(call: Call): Promise<number> {
    const reply = await this.ask(gcsByte.moving, call);
    if (!/^[\da-f]+$/i.test(reply)) throw unexpected('a hexadecimal number of moving axes', reply);
    return Number.parseInt(reply, 16);
  }

  /** Whether the controller takes commands: not while it runs to a reference. */
  async ready(call: Call): Promise<boolean> {
    const reply = await this.ask(gcsByte.ready, call);
    const isReady = readiness[reply];
    if (isReady === undefined) throw unexpected('the byte of readiness, B1 or B0', reply);
    return isReady;
  }
}
