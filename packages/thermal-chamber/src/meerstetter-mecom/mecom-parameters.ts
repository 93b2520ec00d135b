import type { Call } from '@fourwire/core';
import type { TextSession } from '@fourwire/transport';
import { unexpectedReply } from '../wire/errors.ts';

/** Numbers of the parameters that are used (sheet meerstetter-mecom.md, section 4). */
export const mecomParameter = {
  deviceStatus: 104,
  errorNumber: 105,
  objectTemperature: 1000,
  sinkTemperature: 1001,
  stability: 1200,
  outputEnable: 2010,
  targetTemperature: 3000,
} as const;

/** Reads and writes the parameters of one channel, which protocol calls an instance. */
export class MecomParameters {
  readonly #session: TextSession;
  readonly #instance: string;

  constructor(session: TextSession, instance: number) {
    this.#session = session;
    this.#instance = instance.toString(16).toUpperCase().padStart(2, '0');
  }

  async float(parameter: number, call: Call): Promise<number> {
    return (await this.#read(parameter, call)).readFloatBE();
  }

  async integer(parameter: number, call: Call): Promise<number> {
    return (await this.#read(parameter, call)).readInt32BE();
  }

  async writeFloat(parameter: number, value: number, call: Call): Promise<void> {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatBE(value);
    await this.#write(parameter, bytes, call);
  }

  async writeInteger(parameter: number, value: number, call: Call): Promise<void> {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    await this.#write(parameter, bytes, call);
  }

  async #read(parameter: number, call: Call): Promise<Buffer> {
    const content = await this.#session.ask(`?VR${this.#place(parameter)}`, call);
    if (!/^[\dA-F]{8}$/.test(content)) throw unexpectedReply('eight hexadecimal digits', content);
    return Buffer.from(content, 'hex');
  }

  async #write(parameter: number, bytes: Buffer, call: Call): Promise<void> {
    const digits = bytes.toString('hex').toUpperCase();
    const content = await this.#session.tell(`VS${this.#place(parameter)}${digits}`, call);
    if (content !== '') throw unexpectedReply('an acknowledgement', content);
  }

  #place(parameter: number): string {
    return parameter.toString(16).toUpperCase().padStart(4, '0') + this.#instance;
  }
}
