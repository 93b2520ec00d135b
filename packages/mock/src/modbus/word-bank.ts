import { ModbusException, modbusExceptions } from './register-bank.ts';
import type { RegisterBank } from './register-bank.ts';

/** One register, or two that belong together. */
export interface RegisterEntry {
  readonly words: 1 | 2;
  /** As many words as {@link words} says. */
  get(): readonly number[];
  /** Takes the words, or says why not; without it nothing can be written. */
  set?(words: readonly number[]): ModbusException | undefined;
}

/** Registers by their address. */
export type RegisterTable = Pick<ReadonlyMap<number, RegisterEntry>, 'get'>;

/** How a bank answers for addresses that nothing is at. */
export interface WordBankOptions {
  /** Zeros, or an exception; an exception unless given. */
  readonly unlistedReads?: 'zero' | 'refused';
  /** What a write to a register that only tells is answered with; illegal address unless given. */
  readonly readOnly?: ModbusException;
  /** Called before each request. */
  readonly before?: () => void;
}

const illegalAddress = new ModbusException(modbusExceptions.illegalAddress);
const illegalValue = new ModbusException(modbusExceptions.illegalValue);

/** A bank of single words and of 32-bit values, low word first, looked up by the address of their first register. */
export class WordBank implements RegisterBank {
  readonly #entries: RegisterTable;
  readonly #options: WordBankOptions;

  constructor(entries: RegisterTable, options: WordBankOptions = {}) {
    this.#entries = entries;
    this.#options = options;
  }

  read(_kind: 'holding' | 'input', address: number, count: number): readonly number[] | ModbusException {
    this.#options.before?.();
    const words: number[] = [];
    for (let register = address; register < address + count; register++) {
      const word = this.#word(register);
      if (word === undefined && this.#options.unlistedReads !== 'zero') return illegalAddress;
      words.push(word ?? 0);
    }
    return words;
  }

  write(address: number, words: readonly number[]): ModbusException | undefined {
    this.#options.before?.();
    for (let index = 0; index < words.length;) {
      const entry = this.#entries.get(address + index);
      if (entry === undefined) return illegalAddress;
      if (entry.set === undefined) return this.#options.readOnly ?? illegalAddress;
      const given = words.slice(index, index + entry.words);
      const refused = given.length < entry.words ? illegalValue : entry.set(given);
      if (refused !== undefined) return refused;
      index += given.length;
    }
    return undefined;
  }

  #word(register: number): number | undefined {
    const entry = this.#entries.get(register);
    if (entry !== undefined) return entry.get()[0];
    const before = this.#entries.get(register - 1);
    return before?.words === 2 ? before.get()[1] : undefined;
  }
}

/** A signed or unsigned word; `set` gives whether the value, read as signed, is legal. */
export function wordRegister(get: () => number, set?: (value: number) => boolean): RegisterEntry {
  const entry = { words: 1, get: () => [Math.round(get()) & 0xffff] } as const;
  if (set === undefined) return entry;
  return {
    ...entry,
    set: ([word = 0]) => (set(word >= 0x8000 ? word - 0x10000 : word) ? undefined : illegalValue),
  };
}

/** A number of an object that may be from `low` to `high`. */
export function boundedRegister<Key extends string>(
  owner: { [key in Key]: number },
  key: Key,
  low: number,
  high: number,
): RegisterEntry {
  return wordRegister(
    () => owner[key],
    (value) => {
      if (value < low || value > high) return false;
      owner[key] = value;
      return true;
    },
  );
}

/** A float in two registers, low word first; `set` gives whether the value is legal. */
export function floatRegister(get: () => number, set?: (value: number) => boolean): RegisterEntry {
  const entry = {
    words: 2,
    get: () => {
      const view = new DataView(new ArrayBuffer(4));
      view.setFloat32(0, get());
      return [view.getUint16(2), view.getUint16(0)];
    },
  } as const;
  if (set === undefined) return entry;
  return {
    ...entry,
    set: ([low = 0, high = 0]) => {
      const view = new DataView(new ArrayBuffer(4));
      view.setUint16(0, high);
      view.setUint16(2, low);
      return set(view.getFloat32(0)) ? undefined : illegalValue;
    },
  };
}

/** A whole number in two registers. */
export function longRegister(order: 'low-first' | 'high-first', get: () => number): RegisterEntry {
  return {
    words: 2,
    get: () => {
      const value = Math.round(get()) >>> 0;
      const [high, low] = [value >>> 16, value & 0xffff];
      return order === 'low-first' ? [low, high] : [high, low];
    },
  };
}
