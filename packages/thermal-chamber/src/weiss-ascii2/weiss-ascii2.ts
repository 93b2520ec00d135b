import { array, defineDriver, integer, optionalField, record } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  ImplementationOf,
  LimitedImplementation,
  Limits,
  ValueOf,
} from '@fourwire/core';
import { lineFraming, TextSession } from '@fourwire/transport';
import { chamberMembers } from '../classes/chamber-members.ts';
import { statedRange, statedRanges } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { sameTo } from '../wire/texts.ts';
import { formatSettings, parseState } from './ascii2-state.ts';
import type { Ascii2State } from './ascii2-state.ts';
import { optionRefused, refusedByController, unexpectedReply } from '../wire/errors.ts';

const ascii2Channel = record({
  /** Position of the value that is set, from 0. */
  nominal: integer({ min: 0 }),
  /** Position of the measured value, from 0; absent for a channel that is set and not measured. */
  actual: optionalField(integer({ min: 0 })),
});

/** Where the telegram I shows a channel: positions of its numbers, from 0. */
export interface Ascii2Channel extends ValueOf<typeof ascii2Channel> {}

/** A position in the bits of a chamber, which has 16 or 32 (section 3). */
const bitPosition = integer({ min: 0, max: 31 });

const weissAscii2Options = record({
  ...statedRanges,
  /** Bus address, 0 to 32; 0 unless given. */
  address: optionalField(integer({ min: 0, max: 32 })),
  /** The channels that E takes, in its order; pairs of nominal and actual value unless given. */
  channels: optionalField(array(ascii2Channel, { minItems: 1 })),
  /** Which of the channels, from 1, is the humidity; without it the chamber is taken to control none. */
  humidityChannel: optionalField(integer({ min: 1 })),
  /**
   * Bits, from the left and from 0, that are set together to start; 1 and 3 of 16 unless given. Unconfirmed for
   * chambers with 32 bits, where it is 1 alone unless given. The first of them tells whether the chamber runs.
   */
  startBits: optionalField(array(bitPosition, { minItems: 1 })),
  /** Bits that switch outputs; 4 to 8 of 16 unless given, none of 32. */
  outputBits: optionalField(array(bitPosition)),
});

/** What the ASCII-2 driver may be told. The layout of a chamber's telegrams is in its reply to `$aa?`. */
export interface WeissAscii2Options extends ValueOf<typeof weissAscii2Options> {}

type Implementation = ImplementationOf<typeof thermalChamber>;

/** Unconfirmed: the widest range in the sheets of this maker (weiss-simserv.md, section 8). */
const usualTemperatures = { min: -80, max: 190 } as const;
/** One telegram acknowledges one error; a controller that never comes to an end must not be asked for ever. */
const mostErrors = 32;

const usualHumidities = { min: 0, max: 100 } as const;

/**
 * Weiss and Vötsch chambers with MinCon, Simcon or S!MPAC controllers over ASCII-2, on RS-232 or RS-485 (9600 8N1) or
 * TCP port 2049. Several chambers on one line share it by their addresses.
 *
 * Source: sheet weiss-ascii2.md. One telegram sets everything, the start bit included: each write reads the chamber's
 * state first and sends it back changed, with nobody in between. Gradients can be written but not read, so ramps are
 * run by the host. ASCII-2 tells neither limits nor identity, and of the errors only the first.
 */
export const weissAscii2 = defineDriver({
  name: 'weiss-ascii2',
  deviceClass: thermalChamber,
  wire: 'bytes',
  serial: { baudRate: 9600 },
  options: weissAscii2Options,
  connect: async ({ bus, clock, userLimits }: DriverContext<ByteTransport>, options: WeissAscii2Options) => {
    const session = new TextSession(bus, lineFraming());
    const address = String(options.address ?? 0).padStart(2, '0');
    const telegram = (text: string): string => `$${address}${text}`;
    const temperatures = statedRange('temperatureRange', options, usualTemperatures);
    const humidities = statedRange('humidityRange', options, usualHumidities);

    const shape = parseState(await session.ask(telegram('I')));
    const channels = options.channels ?? pairs(shape);
    const isShort = shape.bits.length === 16;
    const { startBits = isShort ? [1, 3] : [1], outputBits = isShort ? [4, 5, 6, 7, 8] : [] } = options;
    const [runBit = 1] = startBits;
    for (const bit of [...startBits, ...outputBits]) at(shape.bits, bit);
    for (const { nominal } of channels) at(shape.values, nominal);

    const read = async (from: TextSession, call: Call): Promise<Ascii2State> =>
      parseState(await from.ask(telegram('I'), call), shape);

    const accepted = (command: string, reply: string): void => {
      if (reply.trim() !== '0') throw refusedByController(command, reply.trim(), 'not accepted');
    };

    /** Reads the state, changes it and sends all of it back. */
    const change = async (edit: (values: number[], bits: boolean[]) => void, call: Call): Promise<void> => {
      await session.transaction(async (exclusive) => {
        const state = await read(exclusive, call);
        const values = channels.map(({ nominal }) => at(state.values, nominal));
        // Of 16 bits some only tell something and are sent as 0; what the others of 32 mean the chamber knows.
        const bits = state.bits.map(
          (bit, index) => bit && (!isShort || startBits.includes(index) || (index >= 3 && index <= 8)),
        );
        // A start without the controller's own bit is none.
        if (at(bits, runBit)) for (const bit of startBits) bits[bit] = true;
        edit(values, bits);
        const command = telegram(`E ${formatSettings(values, bits)}`);
        accepted(command, await exclusive.tell(command, call));
      }, call);
    };

    const switchRunning = async (on: boolean, call: Call): Promise<void> =>
      change((_, bits) => {
        for (const bit of startBits) bits[bit] = on;
      }, call);

    const isRunning = async (call: Call): Promise<boolean> => at((await read(session, call)).bits, runBit);

    const setpoint = (channel: number, limits: Limits): LimitedImplementation<number> => ({
      read: async (call) => at((await read(session, call)).values, at(channels, channel).nominal),
      write: async (value, call) =>
        change((values) => {
          values[channel] = value;
        }, call),
      same: sameTo(1),
      limits: () => Promise.resolve(limits),
    });

    const actual = (channel: number): { read(call: Call): Promise<number> } => {
      const position = at(channels, channel).actual;
      if (position === undefined)
        throw optionRefused(
          `channels refused: channel ${channel + 1} is to be measured, so give the position of its actual value.`,
        );
      return { read: async (call) => at((await read(session, call)).values, position) };
    };

    const running: Implementation['running'] = {
      read: isRunning,
      write: async (on, call) => {
        await switchRunning(on, call);
        if (on || !(await isRunning(call))) return;
        // While a program runs some models ignore E; program 0 ends it.
        const command = telegram('P0000');
        accepted(command, await session.tell(command, call));
        await switchRunning(false, call);
      },
    };

    const humidity = options.humidityChannel === undefined ? undefined : options.humidityChannel - 1;

    return {
      members: chamberMembers(
        {
          temperature: actual(0),
          setpoint: setpoint(0, temperatures),
          running,
          alarms: {
            read: async (call) => {
              const reply = await session.ask(telegram('F'), call);
              const [, count, text = ''] = /^(\d+)\s*(.*)$/.exec(reply.trim()) ?? [];
              if (count === undefined) throw unexpectedReply('a count of errors', reply);
              // The text is all that tells one error from another: ASCII-2 gives no code with it.
              return Number(count) === 0 ? [] : [{ code: text, text }];
            },
          },
          alarmControl: {
            acknowledge: {
              run: async (_, operation) => {
                const command = telegram('Q');
                for (let left = mostErrors; left > 0; left--) {
                  const reply = await session.tell(command, operation);
                  if (!/^\d+$/.test(reply.trim())) throw unexpectedReply('a count of errors', reply);
                  if (Number(reply) === 0) break;
                }
                return undefined;
              },
            },
          },
          humidity:
            humidity === undefined
              ? undefined
              : { humidity: actual(humidity), setpoint: setpoint(humidity, humidities) },
          outputs: outputBits.map((bit) => ({
            on: {
              read: async (call) => at((await read(session, call)).bits, bit),
              write: async (on, call) =>
                change((_, bits) => {
                  bits[bit] = on;
                }, call),
            },
          })),
        },
        { clock, userLimits },
      ),
      // The protocol has no identity; that a chamber of this layout answers is all that can be checked.
      identify: async (call) => {
        const { values, bits } = await read(session, call);
        return {
          manufacturer: 'Weiss Technik',
          model: `ASCII-2 with ${values.length} values and ${bits.length} bits`,
          serialNumber: '',
          firmware: '',
        };
      },
    };
  },
});

/** Nominal and actual value of each channel side by side, as MinCon and S!MPAC climate chambers give them. */
function pairs({ values }: Ascii2State): readonly Ascii2Channel[] {
  if (values.length % 2 !== 0) {
    throw optionRefused(
      `channels is needed: this chamber gives ${values.length} values, which are no pairs of nominal and actual.`,
    );
  }
  return Array.from({ length: values.length / 2 }, (_, index) => ({
    nominal: 2 * index,
    actual: 2 * index + 1,
  }));
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item !== undefined) return item;
  throw optionRefused(
    `channels, humidityChannel or a bit refused: the chamber has ${list.length} of them, there is no number ${index} counted from 0.`,
  );
}
