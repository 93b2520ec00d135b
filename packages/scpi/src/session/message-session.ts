import { FourwireError } from '@fourwire/core';
import type { ByteTransport, Call, Exchanger, ExchangeOptions, MessageEnd, Turn } from '@fourwire/core';
import type { ScpiErrorEntry } from '../codec/error-entry.ts';
import { replyText } from './reply-text.ts';

/**
 * When the instrument's error queue is read: after every `command` that is not a query, at the end of each
 * `transaction`, or `never`; with `message` after every query too, which costs each a second exchange. A query that the
 * instrument refuses stays unanswered; its timeout then carries the instrument's own error whatever the policy.
 */
export type ErrorPolicy = 'message' | 'command' | 'transaction' | 'never';

/** A message to an instrument that is known to be well-formed, without its terminator. */
export interface Message {
  /** For people and journals. */
  readonly text: string;
  toBytes(terminator?: string): Uint8Array;
}

/** How the instrument's error queue is read. */
export interface ErrorQueue {
  /** Asks for the oldest error and takes it out. */
  readonly query: Message;
  /** Reads the answer; code 0 says that there is none. */
  parse(reply: string): ScpiErrorEntry;
}

/** What a session must know of the instrument's language. */
export interface Language {
  readonly errorQueue: ErrorQueue;
  /** Finds the end of a reply on a byte stream; made anew for each. */
  readonly replyEnd: () => MessageEnd;
}

/** How an instrument wants to be spoken to. */
export interface SessionOptions {
  /** When its errors are read; after every `command` unless given. */
  readonly errors?: ErrorPolicy;
  /** What ends a message to it; a line feed unless given. */
  readonly terminator?: string;
}

/** What a session and its transactions share. */
export interface SessionState {
  /**
   * Whether something was sent since the queue was last read to its end, so that an error in it may be older than the
   * next command: of a query that was answered all the same, of a call that was cancelled, or of another program.
   */
  unchecked: boolean;
}

/** No instrument's queue is deeper; one that never says "no error" must not be asked for ever. */
const deepestQueue = 100;

const queueOverflow = -350;

const idempotent: ExchangeOptions = { idempotent: true };

/**
 * Sends messages to one instrument and receives its replies, whatever its language, and raises the errors in its queue
 * at the call that caused them: what was in the queue before a command is not blamed on it.
 */
export class MessageSession {
  readonly #exchanger: Exchanger<ByteTransport>;
  readonly #language: Language;
  readonly state: SessionState;
  readonly policy: ErrorPolicy;
  readonly terminator: string;

  constructor(
    exchanger: Exchanger<ByteTransport>,
    language: Language,
    { errors = 'command', terminator = '\n' }: SessionOptions,
    state: SessionState = { unchecked: true },
  ) {
    this.#exchanger = exchanger;
    this.#language = language;
    this.state = state;
    this.policy = errors;
    this.terminator = terminator;
  }

  /** Sends a message that is not answered. */
  async send(message: Message, call?: Call): Promise<void> {
    const isChecked = this.policy === 'command' || this.policy === 'message';
    const errors = await this.#exchanger.exchange(async (wire, turn) => {
      if (isChecked && this.state.unchecked) await this.#drain(wire, turn);
      this.state.unchecked = true;
      await wire.write(message.toBytes(this.terminator), turn);
      return isChecked ? this.#drain(wire, turn) : [];
    }, call);
    raise(errors, message.text);
  }

  /** Sends a query and gives its reply as it came, with what ends it. */
  async ask(message: Message, call?: Call): Promise<Uint8Array> {
    if (this.policy === 'message') return this.#askChecked(message, call);
    try {
      return await this.#exchanger.exchange(
        async (wire, turn) => {
          this.state.unchecked = true;
          await wire.write(message.toBytes(this.terminator), turn);
          return wire.read(this.#language.replyEnd(), turn);
        },
        call === undefined ? idempotent : { ...call, idempotent: true },
      );
    } catch (error) {
      throw await this.#explained(message, error, call);
    }
  }

  /** Several messages that nobody interleaves; with the policy `transaction` errors are read at its end. */
  async transaction<R>(
    work: (exchanger: Exchanger<ByteTransport>, state: SessionState) => Promise<R>,
    call?: Call,
  ): Promise<R> {
    return this.#exchanger.transaction(async (exchanger) => {
      if (this.policy !== 'transaction') return work(exchanger, this.state);
      if (this.state.unchecked) await this.#drainApart(exchanger, call);
      const result = await work(exchanger, this.state);
      raise(await this.#drainApart(exchanger, call), undefined);
      return result;
    }, call);
  }

  /** Reads the error queue until it is empty; oldest first. */
  async errors(call?: Call): Promise<readonly ScpiErrorEntry[]> {
    if (this.policy === 'transaction')
      return this.#exchanger.transaction(async (exchanger) => this.#drainApart(exchanger, call), call);
    return this.#exchanger.exchange((wire, turn) => this.#drain(wire, turn), call);
  }

  async #askChecked(message: Message, call: Call | undefined): Promise<Uint8Array> {
    try {
      const { reply, errors } = await this.#exchanger.exchange(async (wire, turn) => {
        if (this.state.unchecked) await this.#drain(wire, turn);
        this.state.unchecked = true;
        await wire.write(message.toBytes(this.terminator), turn);
        const answer = await wire.read(this.#language.replyEnd(), turn);
        return { reply: answer, errors: await this.#drain(wire, turn) };
      }, call);
      raise(errors, message.text);
      return reply;
    } catch (error) {
      throw await this.#explained(message, error, call);
    }
  }

  async #drain(wire: ByteTransport, turn: Turn): Promise<readonly ScpiErrorEntry[]> {
    return this.#allErrors(async () => this.#nextError(wire, turn));
  }

  /** Each question an exchange of its own, so that the gap of the bus lies between them. */
  async #drainApart(
    exchanger: Exchanger<ByteTransport>,
    call: Call | undefined,
  ): Promise<readonly ScpiErrorEntry[]> {
    return this.#allErrors(async () =>
      exchanger.exchange(async (wire, turn) => this.#nextError(wire, turn), call),
    );
  }

  async #allErrors(next: () => Promise<ScpiErrorEntry>): Promise<readonly ScpiErrorEntry[]> {
    const entries: ScpiErrorEntry[] = [];
    while (entries.length < deepestQueue) {
      const entry = await next();
      if (entry.code === 0) {
        this.state.unchecked = false;
        break;
      }
      entries.push(entry);
    }
    return entries;
  }

  async #nextError(wire: ByteTransport, turn: Turn): Promise<ScpiErrorEntry> {
    const { errorQueue, replyEnd } = this.#language;
    await wire.write(errorQueue.query.toBytes(this.terminator), turn);
    return errorQueue.parse(replyText(await wire.read(replyEnd(), turn)));
  }

  /** A query that was refused is not answered: what the instrument says of it is worth more than "timeout". */
  async #explained(message: Message, caught: unknown, call: Call | undefined): Promise<unknown> {
    if (!FourwireError.is(caught) || caught.kind !== 'timeout') return caught;
    try {
      const errors = await this.errors({ signal: call?.signal, urgent: call?.urgent });
      return refusal(errors, message.text, caught) ?? caught;
    } catch {
      return caught;
    }
  }
}

/** @throws FourwireError of kind `device`, code `scpi-error`, when there are errors */
export function raise(errors: readonly ScpiErrorEntry[], command: string | undefined): void {
  const error = refusal(errors, command);
  if (error !== undefined) throw error;
}

function refusal(
  errors: readonly ScpiErrorEntry[],
  command: string | undefined,
  cause?: FourwireError,
): FourwireError | undefined {
  const [first] = errors;
  if (first === undefined) return undefined;
  const info = first.info === undefined ? '' : ` (${first.info})`;
  const more = errors.length > 1 ? `; ${errors.length - 1} more in details.errors` : '';
  const lost = errors.some(({ code }) => code === queueOverflow)
    ? '; its queue ran over, so that errors were lost'
    : '';
  return new FourwireError(
    'device',
    'scpi-error',
    `The instrument refused it: ${first.code}, "${first.text}"${info}${more}${lost}.`,
    {
      device: { code: first.code, text: first.text },
      command,
      details: { errors },
      cause,
    },
  );
}
