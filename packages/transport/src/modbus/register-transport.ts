import type { Transport, Turn } from '@fourwire/core';

/** A transport that carries Modbus requests. Addresses are zero-based, as on the wire; words are 0 to 65535. */
export interface RegisterTransport extends Transport {
  readonly wire: 'registers';
  /** Function 3, up to 125 registers. */
  readHolding(unit: number, address: number, count: number, turn: Turn): Promise<readonly number[]>;
  /** Function 4, up to 125 registers. */
  readInput(unit: number, address: number, count: number, turn: Turn): Promise<readonly number[]>;
  /** Function 1, up to 2000 coils. */
  readCoils(unit: number, address: number, count: number, turn: Turn): Promise<readonly boolean[]>;
  /** Function 2, up to 2000 inputs. */
  readDiscrete(unit: number, address: number, count: number, turn: Turn): Promise<readonly boolean[]>;
  /** Function 6. */
  writeRegister(unit: number, address: number, word: number, turn: Turn): Promise<void>;
  /** Function 16, up to 123 registers. */
  writeRegisters(unit: number, address: number, words: readonly number[], turn: Turn): Promise<void>;
  /** Function 5. */
  writeCoil(unit: number, address: number, on: boolean, turn: Turn): Promise<void>;
}
