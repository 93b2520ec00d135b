import type { Call } from '@fourwire/core';

/** A parameter by both of its names. Source: sheet eurotherm.md, section 4. */
export interface EurothermParameter {
  /** Modbus address, decimal. */
  readonly address: number;
  /** EI-Bisynch mnemonic. */
  readonly mnemonic: string;
}

export const parameter = {
  processValue: { address: 1, mnemonic: 'PV' },
  target: { address: 2, mnemonic: 'SL' },
  output: { address: 3, mnemonic: 'OP' },
  /** 0 automatic, 1 manual. */
  manual: { address: 273, mnemonic: 'mA' },
  targetHigh: { address: 111, mnemonic: 'HS' },
  targetLow: { address: 112, mnemonic: 'LS' },
  /** In units a minute; 0 for none. */
  rateLimit: { address: 35, mnemonic: 'RR' },
  acknowledge: { address: 274, mnemonic: 'AK' },
  summary: { address: 75, mnemonic: 'SO' },
  firmware: { address: 107, mnemonic: 'V0' },
  identifier: { address: 122, mnemonic: 'II' },
} as const satisfies Record<string, EurothermParameter>;

/** Bits of the summary status that are alarms. */
export const summaryAlarms: readonly (readonly [bit: number, code: string, text: string])[] = [
  [0, 'AL1', 'alarm 1'],
  [1, 'AL2', 'alarm 2'],
  [2, 'AL3', 'alarm 3'],
  [3, 'AL4', 'alarm 4'],
  [5, 'Sbr', 'sensor break'],
  [6, 'Lbr', 'loop break'],
  [7, 'Htr', 'heater fail'],
  [10, 'OOR', 'process value out of range'],
];

/** Bit of the summary status with which the process value is none. */
export const sensorBreak = 1 << 5;

/** Reads and writes parameters over one of the two protocols. */
export interface EurothermAccess {
  /** A measured or set quantity. */
  value(parameter: EurothermParameter, call: Call): Promise<number>;
  writeValue(parameter: EurothermParameter, value: number, call: Call): Promise<void>;
  /** A choice or a status word. */
  word(parameter: EurothermParameter, call: Call): Promise<number>;
  writeWord(parameter: EurothermParameter, word: number, call: Call): Promise<void>;
}
