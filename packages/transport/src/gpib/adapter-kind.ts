/** What differs between the makes of adapters. */
export interface AdapterKind {
  readonly name: string;
  /** What is sent before anything else is changed, one command a line. */
  readonly setUp: string;
  /**
   * The byte that the adapter puts behind data that ended with EOI; undefined where that cannot be relied on, and the
   * end is found by asking the adapter whether the read is over.
   */
  readonly mark: number | undefined;
  /** How many bytes are sent at once, and how long a pause follows, in milliseconds. */
  readonly chunkBytes: number;
  readonly chunkPauseMs: number;
  /** The longest line in bytes, escapes included. */
  readonly longestLine: number;
}

/** ASCII EOT: no text ends with it, and a binary block says its length. */
const mark = 0x04;

/** Controller; address to talk on `++read` only; EOI with the last byte sent, and nothing added to the data. */
const common = ['++mode 1', '++auto 0', '++eoi 1', '++eos 3'];

/**
 * Prologix GPIB-ETHERNET and GPIB-USB, and what behaves like them (gpib-adapters.md, 3 and 4). `++savecfg 0` comes
 * first: otherwise each change of a setting or address wears the EEPROM.
 */
export const prologix: AdapterKind = {
  name: 'Prologix',
  setUp: ['++savecfg 0', ...common, `++eot_char ${mark}`, '++eot_enable 1', ''].join('\n'),
  mark,
  chunkBytes: Infinity,
  chunkPauseMs: 0,
  longestLine: Infinity,
};

/**
 * AR488 on an Arduino (gpib-adapters.md, 6). `++savecfg` with any argument saves the settings there, so it is not sent;
 * nothing is saved unasked. Its `++eot_char` is sent as decimal digits by the firmware of 2025 (AR488_GPIBbus.cpp,
 * receiveData), so it is left off. Status lines that nobody asked for are switched off.
 */
const ar488: AdapterKind = {
  name: 'AR488',
  setUp: ['++srqauto 0', '++flags 0', '++eor 7', ...common, '++eot_enable 0', ''].join('\n'),
  mark: undefined,
  // 64 bytes of UART buffer and no handshake; 60 bytes take 5.2 ms at 115,200 baud.
  chunkBytes: 60,
  chunkPauseMs: 10,
  longestLine: 128,
};

/**
 * What an adapter is asked before anything is changed. An AR488 may go by another name, but not by its real one.
 *
 * Unconfirmed: what a Prologix says to the second; any answer or none will do.
 */
export const greeting = '++ver\n++ver real\n';

/** The kind of adapter that gave this answer to the {@link greeting}; undefined when it is none, such as a boot message. */
export function kindOf(answer: string): AdapterKind | undefined {
  if (/ar488/i.test(answer)) return ar488;
  return /gpib|prologix|version|unrecognized/i.test(answer) ? prologix : undefined;
}
