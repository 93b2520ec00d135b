import { boolean, defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { TextSession } from '@fourwire/transport';
import { chamberMembers } from '../classes/chamber-members.ts';
import { sensorFaulty } from '../classes/measured.ts';
import { statedRange, statedRanges } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { formatFixed, parseBits, parseDecimal, sameTo } from '../wire/texts.ts';
import { sb22Framing } from './sb22-framing.ts';
import { refusedByController, unexpectedReply } from '../wire/errors.ts';

const weissSb22Options = record({
  ...statedRanges,
  /** Address of the chamber, 0 to 9; 1 unless given. */
  address: optionalField(integer({ min: 0, max: 9 })),
  /** Whether the chamber controls humidity; no unless given. */
  humidity: optionalField(boolean()),
});

/** What the SB22 driver may be told. */
export interface WeissSb22Options extends ValueOf<typeof weissSb22Options> {}

/** What one telegram tells. */
interface Sb22State {
  readonly temperature: number;
  readonly humidity: number;
  /** Error number, 0 for none. */
  readonly error: number;
  readonly temperatureTarget: number;
  readonly humidityTarget: number;
  /** 16 digital channels; the first is the temperature control. */
  readonly channels: readonly boolean[];
}

/** Error numbers (sheet, section 7). */
const errorTexts: Readonly<Record<number, string>> = {
  1: 'power failure',
  2: 'communication',
  3: 'fan',
  4: 'temperature sensor short',
  5: 'humidity sensor short',
  6: 'sensor short',
  7: 'sensor short',
  8: 'sensor short',
  9: 'refrigeration stage 1',
  10: 'refrigeration stage 2',
  11: 'water low',
  12: 'water empty',
  13: 'temperature high',
  14: 'temperature low',
  15: 'humidity high',
  16: 'humidity low',
  17: 'humidifier heater',
  18: 'room heater',
  19: 'no program memory',
};

/** Those of them with which the temperature is none. */
const sensorErrors: ReadonlySet<number> = new Set([4, 6, 7, 8]);

const acknowledge = '\u0006';

/**
 * Weiss SB22, SB11 and WK chambers of the generation with STX/ETX telegrams, on RS-232 (9600 or 19200 baud, 8N1).
 *
 * Source: sheet weiss-ascii2.md, section 7, after basil weiss_sb22. One telegram sets temperature, humidity and all
 * digital channels: each write reads the state first and sends it back changed. Unconfirmed: what the channels after
 * the first switch, which differs by chamber; they are offered as outputs.
 */
export const weissSb22 = defineDriver({
  name: 'weiss-sb22',
  deviceClass: thermalChamber,
  wire: 'bytes',
  // The manual asks for 5 s between telegrams; a public driver works without any pause.
  bus: { timeout: { seconds: 5 }, gap: { seconds: 1 } },
  serial: { baudRate: 9600 },
  options: weissSb22Options,
  connect: ({ bus, clock, userLimits }: DriverContext<ByteTransport>, options: WeissSb22Options) => {
    const session = new TextSession(bus, sb22Framing);
    const { address = 1 } = options;
    // Unconfirmed: the width of the field holds -99.9 to 999.9; the range is that of the maker's other sheets.
    const temperatures = statedRange('temperatureRange', options, { min: -80, max: 190 });
    const humidities = statedRange('humidityRange', options, { min: 0, max: 99 });

    const state = async (call: Call, from = session): Promise<Sb22State> =>
      parseState(await from.ask(`${address}?`, call));

    const change = async (edit: (state: Sb22State) => Sb22State, call: Call): Promise<void> => {
      await session.transaction(async (exclusive) => {
        const next = edit(await state(call, exclusive));
        const channels = next.channels.map((on) => (on ? '1' : '0')).join('');
        const temperature = formatFixed(next.temperatureTarget, 5, 1);
        const command = `${address}T${temperature}F${formatFixed(next.humidityTarget, 2, 0)}R${channels}`;
        const reply = await exclusive.tell(command, call);
        if (reply.startsWith(acknowledge)) return;
        const { error } = parseState(reply);
        throw refusedByController(command, error, errorTexts[error] ?? 'not acknowledged');
      }, call);
    };

    const channel = (
      index: number,
    ): { read(call: Call): Promise<boolean>; write(on: boolean, call: Call): Promise<void> } => ({
      read: async (call) => (await state(call)).channels[index] === true,
      write: async (on, call) =>
        change(
          (now) => ({ ...now, channels: now.channels.map((was, each) => (each === index ? on : was)) }),
          call,
        ),
    });

    return {
      members: chamberMembers(
        {
          temperature: {
            read: async (call) => {
              const { temperature, error } = await state(call);
              if (sensorErrors.has(error)) throw sensorFaulty(error, errorTexts[error] ?? 'sensor short');
              return temperature;
            },
          },
          setpoint: {
            read: async (call) => (await state(call)).temperatureTarget,
            write: async (temperatureTarget, call) => change((now) => ({ ...now, temperatureTarget }), call),
            same: sameTo(1),
            limits: () => Promise.resolve(temperatures),
          },
          running: channel(0),
          alarms: {
            read: async (call) => {
              const { error } = await state(call);
              return error === 0
                ? []
                : [{ code: String(error), text: errorTexts[error] ?? `error ${error}` }];
            },
          },
          humidity:
            options.humidity === true
              ? {
                  humidity: { read: async (call) => (await state(call)).humidity },
                  setpoint: {
                    read: async (call) => (await state(call)).humidityTarget,
                    write: async (humidityTarget, call) =>
                      change((now) => ({ ...now, humidityTarget }), call),
                    same: sameTo(0),
                    limits: () => Promise.resolve(humidities),
                  },
                }
              : undefined,
          outputs: Array.from({ length: 15 }, (_, index) => ({ on: channel(index + 1) })),
        },
        { clock, userLimits },
      ),
      // The protocol has no identity; that a chamber of this address answers is all that can be checked.
      identify: async (call) => {
        await state(call);
        return { manufacturer: 'Weiss Technik', model: 'SB22', serialNumber: '', firmware: '' };
      },
    };
  },
});

/** The status telegram without its address: fields at fixed places (sheet, section 7). */
function parseState(reply: string): Sb22State {
  const channels = reply.slice(30, 46);
  if (!/^T.{5}F/.test(reply) || !/^[01]{16}$/.test(channels)) {
    throw unexpectedReply('a status with T, F and 16 channels at their places', reply);
  }
  const error = reply.slice(18, 20);
  return {
    temperature: parseDecimal(reply.slice(1, 6)),
    humidity: parseDecimal(reply.slice(7, 9)),
    error: error === '--' ? 0 : parseDecimal(error),
    temperatureTarget: parseDecimal(reply.slice(21, 26)),
    humidityTarget: parseDecimal(reply.slice(27, 29)),
    channels: parseBits(channels),
  };
}
