import type { ByteTransport, Call, Exchanger, MessageEnd } from '@fourwire/core';

/** How a protocol packs the texts that it exchanges. Texts hold one character to a byte (Latin-1). */
export interface Framing {
  /** The bytes that carry a command. */
  encode(command: string): string;
  /** Where the reply to a command ends. */
  end(command: string): MessageEnd;
  /**
   * The reply without its frame.
   *
   * @throws FourwireError of kind `protocol` when it is damaged, or belongs to another command; of kind `device` when
   * it is the controller's refusal
   */
  decode(reply: string, command: string): string;
}

/** Exchanges texts with a controller, one at a time, in the framing of its protocol. */
export class TextSession {
  readonly #exchanger: Exchanger<ByteTransport>;
  readonly #framing: Framing;

  constructor(exchanger: Exchanger<ByteTransport>, framing: Framing) {
    this.#exchanger = exchanger;
    this.#framing = framing;
  }

  /** Asks something that may be asked again when the cable was pulled meanwhile. */
  async ask(command: string, call?: Call): Promise<string> {
    return this.#exchange(command, call, true);
  }

  /** Tells the controller something that it answers. */
  async tell(command: string, call?: Call): Promise<string> {
    return this.#exchange(command, call, false);
  }

  /** Tells the controller something that it does not answer. */
  async send(command: string, call?: Call): Promise<void> {
    await this.#exchanger.exchange(
      async (wire, turn) => wire.write(toBytes(this.#framing.encode(command)), turn),
      call,
    );
  }

  /** Several exchanges that nobody interleaves. */
  async transaction<R>(work: (session: TextSession) => Promise<R>, call?: Call): Promise<R> {
    return this.#exchanger.transaction(
      async (exchanger) => work(new TextSession(exchanger, this.#framing)),
      call,
    );
  }

  async #exchange(command: string, call: Call | undefined, idempotent: boolean): Promise<string> {
    return this.#exchanger.exchange(
      async (wire, turn) => {
        await wire.write(toBytes(this.#framing.encode(command)), turn);
        const reply = Buffer.from(await wire.read(this.#framing.end(command), turn)).toString('latin1');
        return this.#framing.decode(reply, command);
      },
      { ...call, idempotent },
    );
  }
}

function toBytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
