import { FourwireError } from '@fourwire/core';
import { exceptionError } from './modbus-exception.ts';

/** What a reply holds, by function. */
interface Reply {
  readonly data?: readonly (number | boolean)[];
  readonly address?: number;
  readonly value?: number;
  readonly state?: boolean;
  readonly length?: number;
}

type Done = (error: (Error & { readonly modbusCode?: number }) | null, reply?: Reply) => void;

/** What is used of the class that the npm package `modbus-serial` exports. */
interface ModbusClient {
  open(done: (error?: Error | null) => void): void;
  writeFC1(unit: number, address: number, count: number, done: Done): void;
  writeFC2(unit: number, address: number, count: number, done: Done): void;
  writeFC3(unit: number, address: number, count: number, done: Done): void;
  writeFC4(unit: number, address: number, count: number, done: Done): void;
  writeFC5(unit: number, address: number, on: boolean, done: Done): void;
  writeFC6(unit: number, address: number, word: number, done: Done): void;
  writeFC16(unit: number, address: number, words: readonly number[], done: Done): void;
}

type ModbusClientClass = new (port: CodecPort) => ModbusClient;

/** A request that was encoded. */
export interface EncodedRequest {
  /** Unit, PDU and CRC. */
  readonly frame: Uint8Array;
  /**
   * Checks a reply frame and takes it apart. Call it once, or {@link forget}.
   *
   * @throws FourwireError of kind `device` for an exception, `protocol` for anything that is no answer to the request
   */
  decode(reply: Uint8Array): Reply;
  /** The reply will not be decoded. */
  forget(): void;
}

/**
 * `modbus-serial` as what it does well: making request frames and checking replies. It is given a port without a
 * wire. Its own ports are not used, because they have timers of their own, number 256 requests before they take a
 * late reply for a new one, and on RTU give a late reply to whoever asked last.
 */
export class ModbusCodec {
  readonly #client: ModbusClient;
  readonly #port: CodecPort;
  readonly #freeSlots: number[] = [];
  #slots = 0;

  private constructor(client: ModbusClient, port: CodecPort) {
    this.#client = client;
    this.#port = port;
  }

  /** @throws FourwireError of kind `link`, code `library-missing`, when `modbus-serial` is not installed */
  static async load(): Promise<ModbusCodec> {
    const library = await loadClient();
    const port = new CodecPort();
    const client = new library(port);
    client.open(() => {});
    return new ModbusCodec(client, port);
  }

  /** Encodes what `request` asks of the library. */
  encode(request: (client: ModbusClient, done: Done) => void): EncodedRequest {
    const port = this.#port;
    const slot = this.#freeSlots.pop() ?? ++this.#slots;
    let outcome:
      | { error: (Error & { readonly modbusCode?: number }) | null; reply: Reply | undefined }
      | undefined;
    // The library remembers under this number what reply it expects; one that is used again keeps its table short.
    // oxlint-disable-next-line no-underscore-dangle -- the library's name
    port._transactionIdWrite = slot;
    request(this.#client, (error, reply) => {
      outcome = { error, reply };
    });
    const forget = (): void => {
      this.#freeSlots.push(slot);
    };
    return {
      frame: port.written,
      forget,
      decode: (frame) => {
        // oxlint-disable-next-line no-underscore-dangle
        port._transactionIdRead = slot;
        port.deliver(asBuffer(frame));
        forget();
        if (outcome?.error?.modbusCode !== undefined) throw exceptionError(outcome.error.modbusCode);
        if (outcome?.reply !== undefined) return outcome.reply;
        throw new FourwireError(
          'protocol',
          'modbus-reply-invalid',
          `The reply does not answer the request: ${outcome?.error?.message ?? 'it cannot be read'}.`,
          { cause: outcome?.error },
        );
      },
    };
  }
}

/** The port that the library sees: what it writes is kept, what it is to check is delivered. */
class CodecPort {
  readonly isOpen = true;
  _transactionIdWrite = 1;
  _transactionIdRead = 1;
  written: Uint8Array = new Uint8Array(0);
  deliver: (frame: Buffer) => void = () => {};

  open(done: (error: null) => void): void {
    done(null);
  }

  on(event: string, listener: (frame: Buffer) => void): void {
    if (event === 'data') this.deliver = listener;
  }

  once(): void {}

  removeListener(): void {}

  write(frame: Uint8Array): void {
    this.written = frame;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function loadClient(): Promise<ModbusClientClass> {
  try {
    // A CommonJS module whose own types hold under one module resolution only.
    const library = (await import('modbus-serial')) as unknown as { readonly default: ModbusClientClass };
    return library.default;
  } catch (error) {
    throw new FourwireError(
      'link',
      'library-missing',
      'Modbus needs the npm package "modbus-serial" in version 8, which cannot be loaded here; install it with "npm install modbus-serial@8".',
      { retry: 'never', cause: error },
    );
  }
}
