import { FourwireError } from '@fourwire/core';
import type { Call, Exchanger, ExchangeOptions } from '@fourwire/core';
import type { RegisterTransport } from './register-transport.ts';

const idempotent: ExchangeOptions = { idempotent: true };

/** Which half of a 32-bit value stands at the lower register. */
export type WordOrder = 'low-first' | 'high-first';

/**
 * Typed access to the registers of one Modbus unit. Addresses are zero-based, as on the wire. Bytes within a word
 * are big-endian, as the Modbus standard has it; the order of words is the device's affair.
 */
export class Registers {
  readonly #exchanger: Exchanger<RegisterTransport>;
  readonly #unit: number;
  readonly #wordOrder: WordOrder;
  /** The call of the last read, and what it became: reads in a row mostly share one, and to copy it costs. */
  #call: Call | undefined;
  #options = idempotent;

  constructor(exchanger: Exchanger<RegisterTransport>, unit: number, wordOrder: WordOrder) {
    this.#exchanger = exchanger;
    this.#unit = unit;
    this.#wordOrder = wordOrder;
  }

  /** Several reads and writes that nobody interleaves. */
  async transaction<R>(work: (registers: Registers) => Promise<R>, call?: Call): Promise<R> {
    return this.#exchanger.transaction(
      async (exchanger) => work(new Registers(exchanger, this.#unit, this.#wordOrder)),
      call,
    );
  }

  /** Holding registers as they are: `count` words from `address`. */
  // The bus's own promise, not a second one around it.
  words(address: number, count: number, call?: Call): Promise<readonly number[]> {
    return this.#exchanger.exchange(
      (wire, turn) => wire.readHolding(this.#unit, address, count, turn),
      this.#again(call),
    );
  }

  /** Input registers as they are. */
  inputWords(address: number, count: number, call?: Call): Promise<readonly number[]> {
    return this.#exchanger.exchange(
      (wire, turn) => wire.readInput(this.#unit, address, count, turn),
      this.#again(call),
    );
  }

  async coil(address: number, call?: Call): Promise<boolean> {
    const [on] = await this.#exchanger.exchange(
      (wire, turn) => wire.readCoils(this.#unit, address, 1, turn),
      this.#again(call),
    );
    return on === true;
  }

  async uint16(address: number, call?: Call): Promise<number> {
    return wordAt(await this.words(address, 1, call), 0);
  }

  async int16(address: number, call?: Call): Promise<number> {
    return toInt16(await this.uint16(address, call));
  }

  async uint32(address: number, call?: Call): Promise<number> {
    return this.decodeUint32(await this.words(address, 2, call));
  }

  async int32(address: number, call?: Call): Promise<number> {
    return (await this.uint32(address, call)) | 0;
  }

  async float32(address: number, call?: Call): Promise<number> {
    return this.decodeFloat32(await this.words(address, 2, call));
  }

  /** The float at `offset` in words that were read in one block. */
  decodeFloat32(words: readonly number[], offset = 0): number {
    scratch.setUint32(0, this.decodeUint32(words, offset));
    return scratch.getFloat32(0);
  }

  /** The unsigned 32-bit value at `offset` in words that were read in one block. */
  decodeUint32(words: readonly number[], offset = 0): number {
    const [first, second] = [wordAt(words, offset), wordAt(words, offset + 1)];
    const [high, low] = this.#wordOrder === 'low-first' ? [second, first] : [first, second];
    return ((high << 16) | low) >>> 0;
  }

  /** Writes one register (function 6); negative numbers as two's complement. */
  async writeInt16(address: number, value: number, call?: Call): Promise<void> {
    if (!Number.isInteger(value) || value < -32_768 || value > 65_535) {
      throw new FourwireError(
        'range',
        'word-out-of-range',
        `A register holds whole numbers from -32768 to 65535; got ${value}.`,
      );
    }
    await this.#exchanger.exchange(
      (wire, turn) => wire.writeRegister(this.#unit, address, value & 0xffff, turn),
      call,
    );
  }

  /** Writes several registers at once (function 16). */
  async writeWords(address: number, words: readonly number[], call?: Call): Promise<void> {
    await this.#exchanger.exchange(
      (wire, turn) => wire.writeRegisters(this.#unit, address, words, turn),
      call,
    );
  }

  async writeInt32(address: number, value: number, call?: Call): Promise<void> {
    await this.writeWords(address, this.#split(value >>> 0), call);
  }

  async writeFloat32(address: number, value: number, call?: Call): Promise<void> {
    scratch.setFloat32(0, value);
    await this.writeWords(address, this.#split(scratch.getUint32(0)), call);
  }

  async writeCoil(address: number, on: boolean, call?: Call): Promise<void> {
    await this.#exchanger.exchange((wire, turn) => wire.writeCoil(this.#unit, address, on, turn), call);
  }

  /** A read does no harm when it is done again. */
  #again(call: Call | undefined): ExchangeOptions {
    if (call === undefined) return idempotent;
    if (call !== this.#call) {
      this.#call = call;
      this.#options = { ...call, idempotent: true };
    }
    return this.#options;
  }

  #split(bits: number): readonly number[] {
    const [high, low] = [bits >>> 16, bits & 0xffff];
    return this.#wordOrder === 'low-first' ? [low, high] : [high, low];
  }
}

const scratch = new DataView(new ArrayBuffer(4));

function wordAt(words: readonly number[], index: number): number {
  const word = words[index];
  if (word === undefined) {
    throw new FourwireError(
      'protocol',
      'reply-too-short',
      `The reply holds ${words.length} registers where ${index + 1} are needed.`,
    );
  }
  return word;
}

/** A register as a signed number. */
export function toInt16(word: number): number {
  return (word << 16) >> 16;
}
