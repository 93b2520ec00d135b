import { ModbusException, modbusExceptions } from '../modbus/register-bank.ts';
import type { RegisterBank } from '../modbus/register-bank.ts';
import type { EurothermModel } from './eurotherm-model.ts';
import { summary } from './eurotherm-parameters.ts';
import type { EurothermParameter } from './eurotherm-parameters.ts';
import { programWords, writableWord } from './eurotherm-program.ts';

const illegalValue = new ModbusException(modbusExceptions.illegalValue);

/** Where the values lie as floating point numbers, two words each (sheet section 3). */
const ieeeArea = 0x8000;

/** Where the programs lie; the first is the running copy. */
const programArea = 8192;

/** Coils (sheet section 4). */
const bits = { manual: 2, alarm: 5, sensorBreak: 10 } as const;

/**
 * The parameters as words: scaled whole numbers, and floating point numbers from 8000h on. Addresses without a parameter
 * read as something undefined, here 0; writes to them are refused alone and dropped within a block.
 */
export class EurothermBank implements RegisterBank {
  readonly #model: EurothermModel;
  readonly #parameters: ReadonlyMap<number, EurothermParameter>;
  readonly #longest: number;

  /** @param longest - words that a block may have */
  constructor(model: EurothermModel, parameters: readonly EurothermParameter[], longest: number) {
    this.#model = model;
    this.#parameters = new Map(parameters.map((parameter) => [parameter.address, parameter]));
    this.#longest = longest;
  }

  read(_kind: 'holding' | 'input', address: number, count: number): readonly number[] | ModbusException {
    this.#model.advance();
    if (count > this.#longest) return illegalValue;
    return Array.from({ length: count }, (_, index) => this.#word(address + index));
  }

  write(address: number, words: readonly number[]): ModbusException | undefined {
    this.#model.advance();
    if (words.length > this.#longest) return illegalValue;
    if (address >= ieeeArea) return this.#writeFloats(address, words);
    const alone = words.length === 1;
    for (const [index, word] of words.entries()) {
      const number = word >= 0x8000 ? word - 0x10000 : word;
      const done = this.#writeWord(address + index, number);
      if (done === undefined ? alone : !done) return illegalValue;
    }
    this.#model.advance();
    return undefined;
  }

  readBits(_kind: 'coil' | 'discrete', address: number, count: number): readonly boolean[] {
    this.#model.advance();
    const { manual, alarm, sensorBroken } = this.#model;
    const on = new Map<number, boolean>([
      [bits.manual, manual],
      [bits.alarm, alarm],
      [bits.sensorBreak, sensorBroken],
    ]);
    return Array.from({ length: count }, (_, index) => on.get(address + index) === true);
  }

  writeCoils(address: number, values: readonly boolean[]): ModbusException | undefined {
    if (address !== bits.manual || values.length !== 1) return illegalValue;
    return this.write(273, [Number(values[0])]);
  }

  /** Functions 7 (fast status) and 8 (loopback, diagnostic code 0 alone); the rest gets no reply. */
  otherFunctions(request: Uint8Array): Uint8Array | undefined {
    this.#model.advance();
    if (request[0] === 7 && request.length === 1) return Uint8Array.of(7, summary(this.#model) & 0xff);
    const loopback = request[0] === 8 && request.length === 5 && request[1] === 0 && request[2] === 0;
    return loopback ? request.slice() : undefined;
  }

  #word(address: number): number {
    if (address >= ieeeArea) return this.#half(address);
    const program = this.#program(address);
    if (program !== undefined) return (program.words[program.offset] ?? 0) & 0xffff;
    const parameter = this.#parameters.get(address);
    return parameter === undefined ? 0 : this.#scaled(parameter) & 0xffff;
  }

  #scaled(parameter: EurothermParameter): number {
    const scale = parameter.form === 'value' ? this.#model.scale : 1;
    return Math.max(-32_767, Math.min(32_767, Math.round(parameter.get() * scale)));
  }

  /** One word of a floating point number, high word first. */
  #half(address: number): number {
    const parameter = this.#parameters.get((address - ieeeArea) >> 1);
    if (parameter === undefined) return 0;
    const second = (address & 1) === 1;
    if (parameter.form !== 'value') return second ? 0x8000 : parameter.get() & 0xffff;
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, parameter.get());
    return view.getUint16(second ? 2 : 0);
  }

  /** Whole numbers at even addresses, in blocks alone. */
  #writeFloats(address: number, words: readonly number[]): ModbusException | undefined {
    if ((address & 1) === 1 || words.length % 2 === 1) return illegalValue;
    for (let index = 0; index < words.length; index += 2) {
      const parameter = this.#parameters.get((address + index - ieeeArea) >> 1);
      if (parameter === undefined) continue;
      const [high = 0, low = 0] = words.slice(index, index + 2);
      const view = new DataView(new ArrayBuffer(4));
      view.setUint16(0, high);
      view.setUint16(2, low);
      const value = parameter.form === 'value' ? view.getFloat32(0) : high;
      if (parameter.set?.(value) !== true) return illegalValue;
    }
    this.#model.advance();
    return undefined;
  }

  /** Whether it was taken; `undefined` when there is nothing at the address. */
  #writeWord(address: number, number: number): boolean | undefined {
    const program = this.#program(address);
    if (program !== undefined) {
      if (!writableWord(program.words, program.offset, number)) return false;
      program.words[program.offset] = number;
      return true;
    }
    const parameter = this.#parameters.get(address);
    if (parameter === undefined) return undefined;
    return parameter.set?.(parameter.form === 'value' ? number / this.#model.scale : number) === true;
  }

  #program(address: number): { readonly words: number[]; readonly offset: number } | undefined {
    const at = address - programArea;
    const number = Math.floor(at / programWords);
    const words = this.#model.programs.get(number === 0 ? this.#model.programNumber : number);
    return at < 0 || words === undefined ? undefined : { words, offset: at % programWords };
  }
}
