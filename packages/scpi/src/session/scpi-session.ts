import type { ByteTransport, Call, Exchanger, Identity } from '@fourwire/core';
import { decodeBlock } from '../codec/block.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { scpi } from '../codec/command.ts';
import type { ScpiErrorEntry } from '../codec/error-entry.ts';
import { parseErrorEntry } from '../codec/error-entry.ts';
import { parseIdentity } from '../codec/identity.ts';
import { parseNumber } from '../codec/number.ts';
import { decodeSamplesInPlace } from '../codec/samples.ts';
import type { ByteOrder, SampleArrays, SampleFormat } from '../codec/samples.ts';
import { MessageSession, raise } from './message-session.ts';
import type { ErrorPolicy, ErrorQueue, SessionOptions, SessionState } from './message-session.ts';
import { lineEnd, replyEnd } from './reply-end.ts';
import { replyBytes, replyText } from './reply-text.ts';

/** How a SCPI instrument wants to be spoken to. */
export interface ScpiSessionOptions extends SessionOptions {
  /** How its error queue is read; by `SYST:ERR?` unless given. */
  readonly errorQueue?: ErrorQueue;
  /**
   * Whether a carriage return alone may end its replies too, as Keithley's serial lines leave the factory. Its replies must
   * then hold no blocks; a line feed unless given.
   */
  readonly carriageReturns?: boolean;
}

const systemErrors: ErrorQueue = { query: scpi`SYST:ERR?`, parse: parseErrorEntry };
const identityQuery = scpi`*IDN?`;

/**
 * Speaks SCPI with one instrument: commands, queries, and its error queue raised as typed errors at the call that
 * caused them.
 */
export class ScpiSession {
  readonly #exchanger: Exchanger<ByteTransport>;
  readonly #messages: MessageSession;
  readonly #options: ScpiSessionOptions;

  constructor(exchanger: Exchanger<ByteTransport>, options: ScpiSessionOptions = {}, state?: SessionState) {
    this.#exchanger = exchanger;
    this.#options = options;
    const language = {
      errorQueue: options.errorQueue ?? systemErrors,
      replyEnd: options.carriageReturns === true ? () => lineEnd : () => replyEnd(),
    };
    this.#messages = new MessageSession(exchanger, language, options, state);
  }

  /**
   * Sends a command that is not answered.
   *
   * @throws FourwireError of kind `device`, code `scpi-error`, with the instrument's own code and text when the
   * policy is `command` and it complains
   */
  async send(command: ScpiCommand, call?: Call): Promise<void> {
    return this.#messages.send(command, call);
  }

  /**
   * Sends a query and gives its reply as text, without its terminator.
   *
   * @throws FourwireError of kind `device` when the instrument refuses it, of kind `timeout` when it says nothing
   */
  async query(command: ScpiCommand, call?: Call): Promise<string> {
    return replyText(await this.#messages.ask(command, call));
  }

  /**
   * Sends a query whose answer is a number.
   *
   * @returns `Infinity` and `-Infinity` for an overload, `NaN` for nothing measured: never pass them on as data
   */
  async queryNumber(command: ScpiCommand, call?: Call): Promise<number> {
    return parseNumber(await this.query(command, call));
  }

  /** Sends a query and gives its reply as bytes, without the line feed at its end. */
  async queryBytes(command: ScpiCommand, call?: Call): Promise<Uint8Array> {
    return replyBytes(await this.#messages.ask(command, call));
  }

  /**
   * Sends a query whose answer is one block of samples. Over a stream they are received straight into the array's memory,
   * copied once; values scaled to another type are made of {@link queryBytes} by `scaleSamples`.
   *
   * @throws FourwireError of kind `protocol` when the answer is no such block
   */
  async querySamples<Format extends SampleFormat>(
    command: ScpiCommand,
    format: Format,
    byteOrder: ByteOrder,
    call?: Call,
  ): Promise<SampleArrays[Format]> {
    const reply = await this.#messages.ask(command, call);
    return decodeSamplesInPlace(decodeBlock(reply), format, byteOrder);
  }

  /** Several commands and queries that nobody interleaves; with the policy `transaction` errors are read at its end. */
  async transaction<R>(work: (session: ScpiSession) => Promise<R>, call?: Call): Promise<R> {
    return this.#messages.transaction(
      (exchanger, state) => work(new ScpiSession(exchanger, this.#options, state)),
      call,
    );
  }

  /** When its errors are read. */
  get errorPolicy(): ErrorPolicy {
    return this.#messages.policy;
  }

  /** The same session with errors read at other times. */
  withErrors(errors: ErrorPolicy): ScpiSession {
    return new ScpiSession(this.#exchanger, { ...this.#options, errors }, this.#messages.state);
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
    return parseIdentity(await this.query(identityQuery, call));
  }
}
