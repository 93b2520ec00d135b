import type { ByteTransport, Call, Exchanger } from '@fourwire/core';
import { lineEnd, TextSession } from '@fourwire/transport';
import type { Framing } from '@fourwire/transport';
import { parseDecimal } from '../wire/texts.ts';
import { refusedByController, unexpectedReply } from '../wire/errors.ts';

/** One raw byte 0xB6 between the fields. */
const separator = '\u00b6';

/** Reply codes (sheet, section 3). */
const refusals: Readonly<Record<string, string>> = {
  '-1': 'empty command',
  '-2': 'chamber id missing',
  '-3': 'chamber id out of range',
  '-4': 'chamber does not exist',
  '-5': 'unknown command number',
  '-6': 'too few or wrong parameters',
  '-7': 'no server',
  '-8': 'data not found or could not be read',
  '-9': 'execution failed',
  '-10': 'index error',
  '-11': 'no user logged on',
  '-12': 'not enough privilege',
  '-13': 'duplicate login',
};

const framing: Framing = {
  encode: (command) => `${command}\r`,
  end: lineEnd,
  decode: (reply, command) => {
    const [code = '', ...data] = reply.trim().split(separator);
    if (code === '1') return data.join(separator);
    const text = refusals[code] ?? (/read failed/i.test(reply) ? reply.trim() : undefined);
    if (text === undefined) throw unexpectedReply('a SimServ reply code', reply);
    throw refusedByController(command.replaceAll(separator, ' '), code, text);
  },
};

/** Speaks SimServ with one chamber. */
export class SimServSession {
  readonly #session: TextSession;
  readonly #chamber: number;

  /** @param chamber - its number behind the S!MPATI software; a chamber itself ignores it */
  constructor(exchanger: Exchanger<ByteTransport>, chamber: number) {
    this.#session = new TextSession(exchanger, framing);
    this.#chamber = chamber;
  }

  /** The text that a function gives. */
  async text(func: number, args: readonly (number | string)[], call?: Call): Promise<string> {
    return this.#session.ask(this.#command(func, args), call);
  }

  /** The number that a function gives. */
  async number(func: number, args: readonly (number | string)[], call?: Call): Promise<number> {
    return parseDecimal(await this.text(func, args, call));
  }

  /** Whether a function gives 1; anything but 0 and 1 is none of its answers. */
  async flag(func: number, args: readonly (number | string)[], call?: Call): Promise<boolean> {
    const value = await this.number(func, args, call);
    if (value === 0 || value === 1) return value === 1;
    throw unexpectedReply('0 or 1', value);
  }

  /** Calls a function that changes something. */
  async set(func: number, args: readonly (number | string)[], call?: Call): Promise<void> {
    await this.#session.tell(this.#command(func, args), call);
  }

  #command(func: number, args: readonly (number | string)[]): string {
    return [func, this.#chamber, ...args].join(separator);
  }
}
