import { FourwireError } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  Exchanger,
  ExchangeOptions,
  Identity,
  MessageEnd,
  Turn,
} from '@fourwire/core';
import { decodeBlock } from '../codec/block.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { scpi } from '../codec/command.ts';
import type { ScpiErrorEntry } from '../codec/error-entry.ts';
import { parseErrorEntry } from '../codec/error-entry.ts';
import { parseIdentity } from '../codec/identity.ts';
import { parseNumber } from '../codec/number.ts';
import { decodeSamplesInPlace } from '../codec/samples.ts';
import type { ByteOrder, SampleArrays, SampleFormat } from '../codec/samples.ts';
import { contentStart, lineEnd, replyEnd } from './reply-end.ts';

/**
 * When the instrument's error queue is read: after every `command` that is not a query, at the end of each
 * `transaction`, or `never`. A query that the instrument refuses stays unanswered; its timeout then carries the
 * instrument's own error whatever the policy.
 */
export type ErrorPolicy = 'command' | 'transaction' | 'never';

/** How an instrument wants to be spoken to. */
export interface ScpiSessionOptions {
  /** When its errors are read; after every `command` unless given. */
  readonly errors?: ErrorPolicy;
  /** What ends a message to it; a line feed unless given. */
  readonly terminator?: string;
  /**
   * Whether a carriage return alone may end its replies too, as Keithley's serial lines leave the factory. Its replies must
   * then hold no blocks; a line feed unless given.
   */
  readonly carriageReturns?: boolean;
}

/** No instrument's queue is deeper; one that never says "no error" must not be asked for ever. */
const deepestQueue = 100;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

const idempotent: ExchangeOptions = { idempotent: true };

const systemError = scpi`SYST:ERR?`;
const identityQuery = scpi`*IDN?`;

/**
 * Speaks SCPI with one instrument: commands, queries, and its error queue raised as typed errors at the call that
 * caused them.
 */
export class ScpiSession {
  readonly #exchanger: Exchanger<ByteTransport>;
  readonly #errors: ErrorPolicy;
  readonly #terminator: string;
  readonly #carriageReturns: boolean;

  constructor(exchanger: Exchanger<ByteTransport>, options: ScpiSessionOptions = {}) {
    this.#exchanger = exchanger;
    this.#errors = options.errors ?? 'command';
    this.#terminator = options.terminator ?? '\n';
    this.#carriageReturns = options.carriageReturns ?? false;
  }

  /**
   * Sends a command that is not answered.
   *
   * @throws FourwireError of kind `device`, code `scpi-error`, with the instrument's own code and text when the
   * policy is `command` and it complains
   */
  async send(command: ScpiCommand, call?: Call): Promise<void> {
    const errors = await this.#exchanger.exchange(async (wire, turn) => {
      await wire.write(command.toBytes(this.#terminator), turn);
      return this.#errors === 'command' ? this.#drain(wire, turn) : [];
    }, call);
    raise(errors, command.text);
  }

  /**
   * Sends a query and gives its reply as text, without its terminator.
   *
   * @throws FourwireError of kind `device` when the instrument refuses it, of kind `timeout` when it says nothing
   */
  async query(command: ScpiCommand, call?: Call): Promise<string> {
    return text(await this.#ask(command, call));
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
    const reply = await this.#ask(command, call);
    return reply.at(-1) === lineFeed ? reply.subarray(0, -1) : reply;
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
    return decodeSamplesInPlace(decodeBlock(await this.#ask(command, call)), format, byteOrder);
  }

  /** Several commands and queries that nobody interleaves; with the policy `transaction` errors are read at its end. */
  async transaction<R>(work: (session: ScpiSession) => Promise<R>, call?: Call): Promise<R> {
    return this.#exchanger.transaction(async (exchanger) => {
      const session = new ScpiSession(exchanger, {
        errors: this.#errors,
        terminator: this.#terminator,
        carriageReturns: this.#carriageReturns,
      });
      const result = await work(session);
      if (this.#errors === 'transaction') await session.checkErrors(call);
      return result;
    }, call);
  }

  /** Reads the error queue until it is empty; oldest first. */
  async errors(call?: Call): Promise<readonly ScpiErrorEntry[]> {
    return this.#exchanger.exchange((wire, turn) => this.#drain(wire, turn), call);
  }

  /** @throws FourwireError of kind `device` with the oldest error in the queue, the others in its details */
  async checkErrors(call?: Call): Promise<void> {
    raise(await this.errors(call), undefined);
  }

  /** Who the instrument says it is. */
  async identity(call?: Call): Promise<Identity> {
    return parseIdentity(await this.query(identityQuery, call));
  }

  /** Sends a query and gives its reply as it came, with what ends it. */
  async #ask(command: ScpiCommand, call: Call | undefined): Promise<Uint8Array> {
    try {
      return await this.#exchanger.exchange(
        async (wire, turn) => {
          await wire.write(command.toBytes(this.#terminator), turn);
          return wire.read(this.#end(), turn);
        },
        call === undefined ? idempotent : { ...call, idempotent: true },
      );
    } catch (error) {
      if (FourwireError.is(error) && error.kind === 'timeout') await this.#explain(command, error, call);
      throw error;
    }
  }

  #end(): MessageEnd {
    return this.#carriageReturns ? lineEnd : replyEnd();
  }

  async #drain(wire: ByteTransport, turn: Turn): Promise<readonly ScpiErrorEntry[]> {
    const entries: ScpiErrorEntry[] = [];
    while (entries.length < deepestQueue) {
      await wire.write(systemError.toBytes(this.#terminator), turn);
      const entry = parseErrorEntry(text(await wire.read(this.#end(), turn)));
      if (entry.code === 0) break;
      entries.push(entry);
    }
    return entries;
  }

  /** A query that was refused is not answered: what the instrument says of it is worth more than "timeout". */
  async #explain(command: ScpiCommand, timeout: FourwireError, call: Call | undefined): Promise<void> {
    let errors: readonly ScpiErrorEntry[];
    try {
      errors = await this.errors({ signal: call?.signal, urgent: call?.urgent });
    } catch {
      return;
    }
    raise(errors, command.text, timeout);
  }
}

function raise(errors: readonly ScpiErrorEntry[], command: string | undefined, cause?: FourwireError): void {
  const [first] = errors;
  if (first === undefined) return;
  const info = first.info === undefined ? '' : ` (${first.info})`;
  throw new FourwireError(
    'device',
    'scpi-error',
    `The instrument refused it: ${first.code}, "${first.text}"${info}.`,
    {
      device: { code: first.code, text: first.text },
      command,
      details: { errors },
      cause,
    },
  );
}

/**
 * A reply as text, without what ends its line: a line feed, and a carriage return before it. What is left of the end of
 * the line before goes too.
 */
function text(reply: Uint8Array): string {
  let end = reply.length;
  if (reply[end - 1] === lineFeed) end--;
  if (reply[end - 1] === carriageReturn) end--;
  const start = contentStart(reply);
  return Buffer.from(reply.buffer, reply.byteOffset + start, Math.max(0, end - start)).toString('latin1');
}
