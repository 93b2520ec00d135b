import { FourwireError } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, MessageEnd } from '@fourwire/core';
import { unexpected } from '../faults.ts';
import { decodeSmc, encodeSmc, smcEnd } from './smc-frame.ts';

/** More zeros than the longest command has bytes: with them every command that was begun is ended. */
const zeros = new Uint8Array(64);

/** An idle controller answers each zero with a zero; whatever it says about the rest of a command comes before. */
const idle: MessageEnd = { find: (bytes) => (bytes.at(-1) === 0 ? bytes.length : -1) };

/** Speaks with an 8SMC controller: each command is answered by its letters, and data where it has some. */
export class SmcSession {
  readonly #bus: BusClient<ByteTransport>;
  /** Whether the controller may still wait for the rest of a command. */
  #isSuspect = true;

  constructor(bus: BusClient<ByteTransport>) {
    this.#bus = bus;
  }

  /** Asks for `length` bytes of data; may be asked again when the cable was pulled meanwhile. */
  async ask(command: string, length: number, call: Call): Promise<DataView> {
    const data = await this.#exchange(command, undefined, length, { ...call, idempotent: true });
    if (data.length !== length)
      throw unexpected(`${length} bytes in answer to "${command}"`, Buffer.from(data).toString('hex'));
    return new DataView(data.buffer, data.byteOffset, data.length);
  }

  /** Sends a command, with data where it has some, that is answered by its letters. */
  async tell(command: string, data: Uint8Array | undefined, call: Call): Promise<void> {
    await this.#exchange(command, data, 0, call);
  }

  async #exchange(
    command: string,
    data: Uint8Array | undefined,
    length: number,
    options: Call & { readonly idempotent?: boolean },
  ): Promise<Uint8Array> {
    return this.#bus.exchange(async (wire, turn) => {
      if (this.#isSuspect) {
        await wire.write(zeros, turn);
        await wire.read(idle, turn);
      }
      this.#isSuspect = true;
      await wire.write(encodeSmc(command, data), turn);
      const reply = await wire.read(smcEnd(length), turn);
      try {
        const answer = decodeSmc(command, reply);
        this.#isSuspect = false;
        return answer;
      } catch (error) {
        // What it refuses it has read to its end.
        if (FourwireError.is(error) && error.kind === 'device') this.#isSuspect = false;
        throw error;
      }
    }, options);
  }
}
