import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { lineFraming, TextSession } from '@fourwire/transport';
import type { Framing } from '@fourwire/transport';
import { refusedByController, unexpectedReply } from '../wire/errors.ts';

/** Why a panel refuses a command (sheet espec-p300.md, section 3). */
const reasons: Readonly<Record<string, string>> = {
  'CMD ERR': 'unknown command',
  'ADDR ERR': 'bad address',
  'CONT NOT READY-1': 'there is no product control or no humidity on this chamber',
  'CONT NOT READY-2': 'no program is running',
  'CONT NOT READY-3': 'not supported by this controller',
  'CONT NOT READY-4': 'keys cannot be locked while the controller is off',
  'CONT NOT READY-5': 'that time signal is not enabled',
  'DATA NOT READY': 'the program does not exist',
  'PARA ERR': 'a parameter is missing or not understood',
  'DATA OUT OF RANGE': 'a value is outside its limits',
  'PROTECT ON': 'the data protection of the panel is on',
  'PRGM WRITE ERR-1': 'the program slot is read-only',
  'PRGM WRITE ERR-4': 'a program is being edited already',
  'PRGM WRITE ERR-5': 'a program is being edited already',
  'PRGM WRITE ERR-9': 'bad counter definition',
  'PRGM WRITE ERR-10': 'the program is running',
  'PRGM WRITE ERR-12': 'the program is being edited at the panel',
  'PRGM WRITE ERR-13': 'invalid step data',
  'INVALID REQ': 'unsupported function',
  'CHB NOT READY': 'the chamber cannot act now',
};

/** Commands and replies end with CR LF; on RS-485 the address stands before the command. */
function especFraming(address: number | undefined): Framing {
  const prefix = address === undefined ? '' : `${address},`;
  const lines = lineFraming('\r\n');
  return {
    encode: (command) => lines.encode(prefix + command),
    end: (command) => lines.end(command),
    decode: (reply, command) => {
      const text = lines.decode(reply, command);
      if (!text.startsWith('NA:')) return text;
      const reason = text.slice('NA:'.length).trim();
      throw refusedByController(command, reason, reasons[reason] ?? reason);
    },
  };
}

/** Talks to an ESPEC panel. */
export class EspecSession {
  readonly #texts: TextSession;
  readonly #address: number | undefined;

  constructor(exchanger: ConstructorParameters<typeof TextSession>[0], address: number | undefined) {
    this.#texts = new TextSession(exchanger, especFraming(address));
    this.#address = address;
  }

  /** The fields of a reply, without the blanks around them. */
  async fields(query: string, call?: Call): Promise<readonly string[]> {
    return (await this.text(query, call)).split(',').map((field) => field.trim());
  }

  async text(query: string, call?: Call): Promise<string> {
    const reply = await this.#texts.ask(query, call);
    // An acknowledgement that belongs to an earlier command is no answer.
    if (reply.startsWith('OK:')) throw unexpectedReply(`the answer to ${query}`, reply);
    return reply;
  }

  /** The fields of a reply, or `undefined` where the panel refuses the query. */
  async fieldsIfAny(query: string, call?: Call): Promise<readonly string[] | undefined> {
    try {
      return await this.fields(query, call);
    } catch (error) {
      if (FourwireError.is(error) && error.code === 'controller-refused') return undefined;
      throw error;
    }
  }

  /**
   * Tells the panel something, and makes sure that it is this that it acknowledged.
   *
   * @throws FourwireError of kind `device`, code `controller-refused`, with the panel's own reason
   */
  async set(command: string, call?: Call): Promise<void> {
    const reply = await this.#texts.tell(command, call);
    const sent = this.#address === undefined ? command : `${this.#address},${command}`;
    if (loosely(reply) === `OK:${loosely(sent)}`) return;
    throw unexpectedReply(`OK:${sent}`, reply);
  }
}

/** The echo keeps the text, but not always its blanks and its case (section 8). */
function loosely(text: string): string {
  return text.replaceAll(' ', '').toUpperCase();
}
