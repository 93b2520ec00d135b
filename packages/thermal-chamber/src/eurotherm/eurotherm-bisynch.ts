import { defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { TextSession } from '@fourwire/transport';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { refusedByController } from '../wire/errors.ts';
import { formatDecimal, parseDecimal } from '../wire/texts.ts';
import { bisynchFraming, notAcknowledged } from './bisynch-framing.ts';
import { eurothermConnection } from './eurotherm-connection.ts';
import type { EurothermAccess } from './parameters.ts';

const eurothermBisynchOptions = record({
  /** Address of the controller, 1 to 99; 1 unless given. */
  address: optionalField(integer({ min: 1, max: 99 })),
  /** Decimals of the display, with which setpoints are written, 0 to 3; 1 unless given. */
  decimals: optionalField(integer({ min: 0, max: 3 })),
});

/** What the driver of Eurotherm controllers over EI-Bisynch may be told. */
export interface EurothermBisynchOptions extends ValueOf<typeof eurothermBisynchOptions> {}

/** What parameter EE says of a write that was refused (section 5). */
const errors: Readonly<Record<number, string>> = {
  1: 'invalid mnemonic',
  2: 'read only',
  7: 'incorrect message',
  8: 'limit exceeded',
};

/**
 * Eurotherm 2200, 2400 and 900 controllers over EI-Bisynch, on RS-232, RS-422 or RS-485 with 9600 baud, 7 data bits,
 * even parity. Several controllers share a line by their addresses.
 *
 * Source: sheet eurotherm.md, after handbook HA026230 and EPICS-eurotherm2k. Unconfirmed: that choices such as manual
 * mode are written as plain numbers.
 */
export const eurothermBisynch = defineDriver({
  name: 'eurotherm-bisynch',
  deviceClass: thermalChamber,
  wire: 'bytes',
  // Earlier, the controller is still sending its last check character (section 9).
  bus: { gap: 20 },
  serial: { baudRate: 9600, dataBits: 7, parity: 'even' },
  options: eurothermBisynchOptions,
  connect: ({ bus, clock, userLimits }: DriverContext<ByteTransport>, options: EurothermBisynchOptions) => {
    const { address = 1, decimals = 1 } = options;
    const session = new TextSession(bus, bisynchFraming(address));

    const read = async (mnemonic: string, call: Call, from = session): Promise<number> => {
      const data = (await from.ask(`?${mnemonic}`, call)).trim();
      return /^>[0-9A-F]{4}$/i.test(data) ? Number.parseInt(data.slice(1), 16) : parseDecimal(data);
    };

    const write = async (mnemonic: string, data: string, call: Call): Promise<void> =>
      session.transaction(async (exclusive) => {
        if ((await exclusive.tell(`=${mnemonic}${data}`, call)) !== notAcknowledged) return;
        const code = await read('EE', call, exclusive);
        throw refusedByController(`${mnemonic}${data}`, code, errors[code] ?? 'not acknowledged');
      }, call);

    const access: EurothermAccess = {
      value: async ({ mnemonic }, call) => read(mnemonic, call),
      writeValue: async ({ mnemonic }, value, call) => write(mnemonic, formatDecimal(value, decimals), call),
      word: async ({ mnemonic }, call) => read(mnemonic, call),
      writeWord: async ({ mnemonic }, word, call) => write(mnemonic, String(word), call),
    };
    return eurothermConnection(access, { clock, userLimits }, { decimals, hasRamp: true });
  },
});
