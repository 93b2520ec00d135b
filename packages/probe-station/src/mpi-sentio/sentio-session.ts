import { FourwireError, endsWith } from '@fourwire/core';
import type { ByteTransport, Call, Exchanger } from '@fourwire/core';

/** A reply of SENTIO, taken apart. */
export interface SentioReply {
  /** 0 unless the command failed. */
  readonly error: number;
  /** Bit 0: last die of the route reached; bit 1: last subsite reached. */
  readonly status: number;
  readonly message: string;
}

/** The reply `<errstat>,<cmdid>,<message>`; the message may hold commas of its own (sheet mpi-sentio.md, section 2). */
function parseSentioReply(line: string): SentioReply {
  const [, errstat, message] = /^\s*(\d+)\s*,\s*\d+\s*,(.*)$/s.exec(line) ?? [];
  if (errstat === undefined || message === undefined) {
    throw new FourwireError(
      'protocol',
      'sentio-reply-malformed',
      `Expected errstat,id,message from SENTIO, got "${line}".`,
      {
        reply: line,
      },
    );
  }
  const value = Number(errstat);
  return { error: value & 1023, status: value >> 10, message: message.trim() };
}

/** Speaks with SENTIO: one line out, one line back, except for the few commands that say nothing. */
export class SentioSession {
  readonly #exchanger: Exchanger<ByteTransport>;

  constructor(exchanger: Exchanger<ByteTransport>) {
    this.#exchanger = exchanger;
  }

  /**
   * Sends a command and gives its reply, also when it reports an error.
   *
   * @param call - with a `timeout` where the machine moves before it answers
   */
  async ask(command: string, call: Call): Promise<SentioReply> {
    return this.#exchanger.exchange(async (wire, turn) => {
      await wire.write(encode(command), turn);
      return parseSentioReply(decode(await wire.read(endsWith('\n'), turn)));
    }, call);
  }

  /**
   * Sends a command and gives the message of its reply.
   *
   * @throws FourwireError of kind `device`, code `sentio-error`, with SENTIO's number and text
   */
  async query(command: string, call: Call): Promise<string> {
    return succeeded(command, await this.ask(command, call)).message;
  }

  /** Sends a command whose reply is numbers with commas between them. */
  async numbers(command: string, call: Call): Promise<readonly number[]> {
    const message = await this.query(command, call);
    const values = message.split(',').map((field) => Number(field.trim()));
    if (values.some((value) => !Number.isFinite(value))) {
      throw new FourwireError(
        'protocol',
        'sentio-reply-malformed',
        `Expected numbers for "${command}", got "${message}".`,
        {
          command,
          reply: message,
        },
      );
    }
    return values;
  }

  /** Sends one of the commands that are not answered: `*RCS 1` and `*LOCAL`. */
  async tell(command: string, call: Call): Promise<void> {
    await this.#exchanger.exchange(async (wire, turn) => wire.write(encode(command), turn), call);
  }
}

/** The reply, when it reports success. */
export function succeeded(command: string, reply: SentioReply): SentioReply {
  if (reply.error === 0) return reply;
  throw new FourwireError(
    'device',
    'sentio-error',
    `SENTIO refused "${command}": ${reply.error}, ${reply.message}.`,
    {
      device: { code: reply.error, text: reply.message },
      command,
      reply: reply.message,
    },
  );
}

function encode(command: string): Uint8Array {
  return new TextEncoder().encode(`${command}\n`);
}

function decode(line: Uint8Array): string {
  return new TextDecoder('latin1').decode(line).trimEnd();
}
