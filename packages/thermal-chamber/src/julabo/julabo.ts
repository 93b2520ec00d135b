import { FourwireError, defineDriver, integer, oneOf, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { lineFraming, TextSession } from '@fourwire/transport';
import type { Framing } from '@fourwire/transport';
import { chamberMembers } from '../classes/chamber-members.ts';
import { sensorFaulty } from '../classes/measured.ts';
import { statedRange, statedTemperatures, toldLimits } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { refusedByController, unexpectedReply } from '../wire/errors.ts';
import { formatDecimal, parseDecimal, sameTo } from '../wire/texts.ts';

const julaboOptions = record({
  ...statedTemperatures,
  /** Index of `IN_PV` at which the external sensor is read, which is then the product's; not read unless given. */
  externalSensor: optionalField(oneOf([1, 2])),
  /** Index of `IN_SP` that gives the high limit; the low one is the next. 1 unless given; other models use 3. */
  limitIndex: optionalField(oneOf([1, 3])),
  /** Address on an RS-485 line, 1 to 127; none unless given. */
  address: optionalField(integer({ min: 1, max: 127 })),
});

/** What the Julabo driver may be told. Indices differ by generation: they are in the manual of the circulator. */
export interface JulaboOptions extends ValueOf<typeof julaboOptions> {}

/** Codes with which the status refuses the command before; unconfirmed in detail, therefore shown as they are. */
const refusals: ReadonlySet<number> = new Set([-8, -9, -10]);

/** Codes with which the working temperature is none, and that of the external sensor. */
const workingSensorFault = -5;
const externalSensorFaults: ReadonlySet<number> = new Set([-14, -15]);

interface JulaboStatus {
  readonly code: number;
  readonly text: string;
}

/**
 * Julabo circulators on RS-232, RS-485, USB or a raw TCP port. The bath is the chamber: its air temperature is that of the
 * liquid, the external sensor is the product's.
 *
 * Source: sheet julabo-huber.md, section 1. OUT commands are not answered and are ignored unless remote control was enabled at
 * the panel, so before each the status is asked, and after each whether it was refused. Unconfirmed: which indices a
 * model has, therefore options; the list of alarms; the form of addresses; whether there is a ramp, so the host runs it.
 */
export const julabo = defineDriver({
  name: 'julabo',
  deviceClass: thermalChamber,
  wire: 'bytes',
  // The older ones; Magio and Corio have 9600 baud and 8 data bits without parity.
  serial: { baudRate: 9600, dataBits: 7, parity: 'even', flowControl: 'rts-cts' },
  // An OUT command wants 250 ms, also when the call that sent it was cut short; an IN would be content with 10 ms.
  bus: { gap: 250 },
  options: julaboOptions,
  connect: async (context: DriverContext<ByteTransport>, options: JulaboOptions) => {
    const { externalSensor, limitIndex = 1, address } = options;
    const session = new TextSession(context.bus, framing(address));

    const text = async (query: string, call: Call, from = session): Promise<string> =>
      (await from.ask(query, call)).trim();
    const number = async (query: string, call: Call): Promise<number> =>
      parseDecimal(await text(query, call));
    const status = async (call: Call, from = session): Promise<JulaboStatus> =>
      parseStatus(await text('STATUS', call, from));

    /** Sends something that is not answered. */
    const tell = async (command: string, call: Call): Promise<void> =>
      session.transaction(async (exclusive) => {
        checkRemote(await status(call, exclusive));
        await exclusive.send(command, call);
        const { code, text: reason } = await status(call, exclusive);
        if (refusals.has(code)) throw refusedByController(command, code, reason);
      }, call);

    /** A temperature that is none where no sensor is connected, or where the status says that it has failed. */
    const sensed = async (
      index: number,
      isFaulty: (code: number) => boolean,
      call: Call,
    ): Promise<number> => {
      const reply = await text(`IN_PV_0${index}`, call);
      if (/^-+\.-+$/.test(reply)) throw sensorFaulty(reply, 'no sensor is connected');
      const { code, text: reason } = await status(call);
      if (isFaulty(code)) throw sensorFaulty(code, reason);
      return parseDecimal(reply);
    };

    return {
      members: chamberMembers(
        {
          temperature: { read: async (call) => sensed(0, (code) => code === workingSensorFault, call) },
          setpoint: {
            read: async (call) => number('IN_SP_00', call),
            write: async (celsius, call) => tell(`OUT_SP_00 ${formatDecimal(celsius, 2)}`, call),
            same: sameTo(1),
            limits: async (call) => {
              const high = await number(`IN_SP_0${limitIndex}`, call);
              const low = await number(`IN_SP_0${limitIndex + 1}`, call);
              const told = toldLimits(low, high);
              const stated = statedRange('temperatureRange', options, told);
              return toldLimits(Math.max(told.min, stated.min), Math.min(told.max, stated.max));
            },
          },
          running: {
            read: async (call) => (await number('IN_MODE_05', call)) !== 0,
            write: async (on, call) => tell(`OUT_MODE_05 ${on ? 1 : 0}`, call),
          },
          alarms: {
            read: async (call) => {
              const { code, text: reason } = await status(call);
              return code < 0 && !refusals.has(code) ? [{ code: String(code), text: reason }] : [];
            },
          },
          product:
            externalSensor === undefined
              ? undefined
              : {
                  temperature: {
                    read: async (call: Call) =>
                      sensed(externalSensor, (code) => externalSensorFaults.has(code), call),
                  },
                  cascade: undefined,
                },
        },
        context,
      ),
      identify: async (call) => ({
        manufacturer: 'JULABO',
        model: await text('VERSION', call),
        serialNumber: '',
        firmware: '',
      }),
    };
  },
});

/** On RS-485 commands and answers carry the address in front. */
function framing(address: number | undefined): Framing {
  const plain = lineFraming();
  if (address === undefined) return plain;
  const prefix = `A${String(address).padStart(3, '0')}_`;
  return {
    ...plain,
    encode: (command) => plain.encode(prefix + command),
    decode: (reply, command) => {
      const line = plain.decode(reply, command);
      if (!line.startsWith(prefix)) throw unexpectedReply(`an answer that begins with ${prefix}`, line);
      return line.slice(prefix.length);
    },
  };
}

/** `02 REMOTE STOP`, `-01 LOW LEVEL ALARM`. */
function parseStatus(reply: string): JulaboStatus {
  const [, code, text] = /^(-?\d{1,2})\s*(.*)$/.exec(reply) ?? [];
  if (code === undefined || text === undefined) throw unexpectedReply('a status with its number', reply);
  return { code: Number(code), text };
}

/** While the circulator is operated at its panel it ignores every OUT command. */
function checkRemote({ code, text }: JulaboStatus): void {
  if (code !== 0 && code !== 1) return;
  throw new FourwireError(
    'state',
    'not-remote',
    `The circulator is in "${text}"; enable remote control at its panel.`,
  );
}
