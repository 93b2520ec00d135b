import { endsWith } from '@fourwire/core';
import type { ByteTransport, Call, Exchanger, Identity } from '@fourwire/core';
import { parseAsciiArray } from '../codec/ascii-array.ts';
import type { ScpiErrorEntry } from '../codec/error-entry.ts';
import { parseIdentity } from '../codec/identity.ts';
import { MessageSession, raise } from '../session/message-session.ts';
import type { ErrorQueue, Message, SessionOptions, SessionState } from '../session/message-session.ts';
import { replyBytes, replyText } from '../session/reply-text.ts';
import { tsp, tspScript } from './tsp-text.ts';
import type { TspText } from './tsp-text.ts';
import { parseTspError, parseTspReply, tspBoolean, tspNumber } from './tsp-value.ts';
import type { TspValue } from './tsp-value.ts';

/** How an instrument with a test script processor wants to be spoken to. */
export interface TspSessionOptions extends SessionOptions {
  /** Where its errors wait: in the `errorqueue` of the series 2600, or in the `eventlog` of later ones; `errorqueue` unless given. */
  readonly log?: 'errorqueue' | 'eventlog';
}

const queues: Readonly<Record<'errorqueue' | 'eventlog', ErrorQueue>> = {
  errorqueue: { query: tsp`print(errorqueue.next())`, parse: parseTspError },
  eventlog: { query: tsp`print(eventlog.next(eventlog.SEV_ERROR))`, parse: parseTspError },
};

/** The one command of SCPI that is there in every language. */
const identityQuery: Message = { text: '*IDN?', toBytes: (end = '') => Buffer.from(`*IDN?${end}`, 'latin1') };

/**
 * Speaks TSP (Lua) with one instrument, for example a Keithley 2600 or 2450: statements, printed values, and its error
 * queue raised as typed errors at the call that caused them. Nothing is answered but what is printed.
 *
 * A driver switches prompts and unasked errors off when it sets the instrument up, for both would be taken for replies:
 * `localnode.prompts = 0 localnode.showerrors = 0` (sheet smu-keithley-2600.md, "Errors and status").
 */
export class TspSession {
  readonly #messages: MessageSession;
  readonly #options: TspSessionOptions;

  constructor(exchanger: Exchanger<ByteTransport>, options: TspSessionOptions = {}, state?: SessionState) {
    this.#options = options;
    const language = {
      errorQueue: queues[options.log ?? 'errorqueue'],
      // Quotes in what is printed need not come in pairs: near `<eof>'.
      replyEnd: () => endsWith(),
    };
    this.#messages = new MessageSession(exchanger, language, options, state);
  }

  /**
   * Runs statements that print nothing.
   *
   * @throws FourwireError of kind `device`, code `scpi-error`, with the instrument's own code and text when the policy is
   * `command` and it complains
   */
  async send(statements: TspText, call?: Call): Promise<void> {
    return this.#messages.send(statements, call);
  }

  /** Runs lines that print nothing as one script; throws as {@link send}. */
  async runScript(lines: readonly TspText[], call?: Call): Promise<void> {
    return this.#messages.send(tspScript(lines), call);
  }

  /**
   * Runs statements that print one line, and gives it as text.
   *
   * @throws FourwireError of kind `device` when the instrument refuses them, of kind `timeout` when it says nothing
   */
  async query(statements: TspText, call?: Call): Promise<string> {
    return replyText(await this.#messages.ask(statements, call));
  }

  /** The values of an expression: `print(tsp`smua.measure.iv()`)` gives two. Throws as {@link query}. */
  async print(expression: TspText, call?: Call): Promise<readonly TspValue[]> {
    return parseTspReply(await this.query(tsp`print(${expression})`, call));
  }

  /**
   * The value of an expression that is a number.
   *
   * @returns `Infinity` and `-Infinity` for an overload, `NaN` for nothing measured: never pass them on as data
   */
  async printNumber(expression: TspText, call?: Call): Promise<number> {
    const reply = await this.query(tsp`print(${expression})`, call);
    return tspNumber(parseTspReply(reply)[0], reply);
  }

  /** The value of an expression that is on or off, however the firmware writes it. */
  async printBoolean(expression: TspText, call?: Call): Promise<boolean> {
    const reply = await this.query(tsp`print(${expression})`, call);
    return tspBoolean(parseTspReply(reply)[0], reply);
  }

  /** The numbers that `printbuffer` or `printnumber` writes, with commas between them. */
  async queryNumbers(statements: TspText, call?: Call): Promise<Float64Array> {
    return parseAsciiArray(replyBytes(await this.#messages.ask(statements, call)));
  }

  /** Several statements that nobody interleaves; with the policy `transaction` errors are read at its end. */
  async transaction<R>(work: (session: TspSession) => Promise<R>, call?: Call): Promise<R> {
    return this.#messages.transaction(
      (exchanger, state) => work(new TspSession(exchanger, this.#options, state)),
      call,
    );
  }

  /** Reads the error queue until it is empty; oldest first. */
  async errors(call?: Call): Promise<readonly ScpiErrorEntry[]> {
    return this.#messages.errors(call);
  }

  /** @throws FourwireError of kind `device` with the oldest error in the queue, the others in its details */
  async checkErrors(call?: Call): Promise<void> {
    raise(await this.errors(call), undefined);
  }

  /** Who the instrument says it is. */
  async identity(call?: Call): Promise<Identity> {
    return parseIdentity(replyText(await this.#messages.ask(identityQuery, call)));
  }
}
