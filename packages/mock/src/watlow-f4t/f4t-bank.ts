import { ModbusException, modbusExceptions } from '../modbus/register-bank.ts';
import type { RegisterBank } from '../modbus/register-bank.ts';
import type { F4tModel } from './f4t-model.ts';
import type { F4tParameter, F4tRegisterMap, F4tUnits } from './f4t-parameter.ts';

/** Which word of a 32-bit value lies at the lower register. */
export type F4tWordOrder = 'low-first' | 'high-first';

/** How one channel of an F4T shows its registers. */
export interface F4tBankOptions {
  readonly wordOrder: F4tWordOrder;
  readonly channel: keyof F4tUnits;
}

const { illegalAddress, illegalValue, deviceFailure } = modbusExceptions;

const scratch = new DataView(new ArrayBuffer(4));

/** I/O points of modules 1 to 6, of which the simulator has one: the others are absent cards (sheet, section 8). */
const inputOutput = { first: 33_718, last: 33_718 + 240 * 5 + 40 * 5 + 1 };

/**
 * The registers as words, in one channel's unit and word order. Addresses that the sheet does not list are illegal, in
 * the middle of a block too. Unconfirmed: that, and the refusals of writes to read-only registers (illegal address) and
 * to half a 32-bit value (illegal value).
 */
export class F4tBank implements RegisterBank {
  readonly #model: F4tModel;
  readonly #map: F4tRegisterMap;
  readonly #units: F4tUnits;
  readonly #options: F4tBankOptions;

  constructor(model: F4tModel, map: F4tRegisterMap, units: F4tUnits, options: F4tBankOptions) {
    this.#model = model;
    this.#map = map;
    this.#units = units;
    this.#options = options;
  }

  read(_kind: 'holding' | 'input', address: number, count: number): readonly number[] | ModbusException {
    this.#model.advance();
    const words: number[] = [];
    for (let register = address; register < address + count; register++) {
      const parameter = this.#map.get(register);
      if (parameter !== undefined && lengthOf(parameter) === 2 && register + 1 < address + count) {
        words.push(...this.#encode(parameter));
        register++;
        continue;
      }
      const word = this.#word(register);
      if (word === undefined) return refusal(register);
      words.push(word);
    }
    return words;
  }

  write(address: number, words: readonly number[]): ModbusException | undefined {
    this.#model.advance();
    let index = 0;
    while (index < words.length) {
      const register = address + index;
      const parameter = this.#map.get(register);
      if (parameter === undefined) {
        return this.#word(register) === undefined ? refusal(register) : new ModbusException(illegalValue);
      }
      if (parameter.set === undefined) return new ModbusException(illegalAddress);
      const given = words.slice(index, index + lengthOf(parameter));
      const value = this.#decode(parameter, given);
      if (value === undefined || !parameter.set(value)) return new ModbusException(illegalValue);
      index += given.length;
    }
    this.#model.advance();
    return undefined;
  }

  #word(register: number): number | undefined {
    const parameter = this.#map.get(register);
    if (parameter !== undefined) return this.#encode(parameter)[0];
    const before = this.#map.get(register - 1);
    return before !== undefined && lengthOf(before) === 2 ? this.#encode(before)[1] : undefined;
  }

  #encode(parameter: F4tParameter): readonly [number, number] {
    const value = this.#toWire(parameter, parameter.get());
    if (parameter.type === 'word' || parameter.type === 'character') return [value, 0];
    if (parameter.type === 'long') scratch.setUint32(0, value);
    else scratch.setFloat32(0, value);
    const [high, low] = [scratch.getUint16(0), scratch.getUint16(2)];
    return this.#options.wordOrder === 'low-first' ? [low, high] : [high, low];
  }

  #decode(parameter: F4tParameter, words: readonly number[]): number | undefined {
    const [first = 0, second = 0] = words;
    if (parameter.type === 'word' || parameter.type === 'character') return second === 0 ? first : undefined;
    if (words.length < 2) return undefined;
    const [high, low] = this.#options.wordOrder === 'low-first' ? [second, first] : [first, second];
    scratch.setUint16(0, high);
    scratch.setUint16(2, low);
    return this.#fromWire(
      parameter,
      parameter.type === 'long' ? scratch.getUint32(0) : scratch.getFloat32(0),
    );
  }

  #toWire(parameter: F4tParameter, value: number): number {
    if (this.#units[this.#options.channel] === 'celsius') return value;
    if (parameter.type === 'temperature') return value * 1.8 + 32;
    return parameter.type === 'difference' ? value * 1.8 : value;
  }

  #fromWire(parameter: F4tParameter, value: number): number {
    if (this.#units[this.#options.channel] === 'celsius') return value;
    if (parameter.type === 'temperature') return rounded((value - 32) / 1.8);
    return parameter.type === 'difference' ? rounded(value / 1.8) : value;
  }
}

/** Without the last digits of a 32-bit float, which would put a limit in °F outside of itself. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function lengthOf(parameter: F4tParameter): 1 | 2 {
  return parameter.type === 'character' ? 1 : 2;
}

function refusal(register: number): ModbusException {
  const absent = register >= inputOutput.first && register <= inputOutput.last;
  return new ModbusException(absent ? deviceFailure : illegalAddress);
}
