import { array, boolean, defineDriver, integer, oneOf, optionalField, record } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  ImplementationOf,
  LimitedImplementation,
  Limits,
  ValueOf,
} from '@fourwire/core';
import { TextSession } from '@fourwire/transport';
import { chamberMembers } from '../classes/chamber-members.ts';
import { gradientRamp } from '../classes/gradient.ts';
import { statedRange, statedRanges } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { formatFixed, parseBits, parseDecimal, sameTo } from '../wire/texts.ts';
import { ctsErrors } from './cts-errors.ts';
import { ctsSerialFraming, ctsTcpFraming } from './cts-framing.ts';
import { programRuns, unexpectedReply } from '../wire/errors.ts';

/** The reply to `O` had this many digits where it was seen. */
const outputDigits = 13;

const ctsOptions = record({
  ...statedRanges,
  /** `tcp` for bare texts, `serial` for frames with address and check; by the kind of the wire unless given. */
  framing: optionalField(oneOf(['tcp', 'serial'])),
  /** Address on the serial line, 1 to 32; 1 unless given. */
  address: optionalField(integer({ min: 1, max: 32 })),
  /** Whether the chamber controls humidity; no unless given. */
  humidity: optionalField(boolean()),
  /** Index of the temperature in the gradient commands: 0 unless given; drivers disagree, some use 1. */
  gradientIndex: optionalField(oneOf([0, 1])),
  /** Which soft keys (`s7` is 7) switch outputs; none unless given. */
  outputs: optionalField(array(integer({ min: 1, max: outputDigits - 1 }))),
  /** Which of the status flags, 1 to 6, tells about the door, and the value that it has while the door is open. */
  door: optionalField(record({ flag: integer({ min: 1, max: 6 }), open: boolean() })),
});

/** What the CTS driver may be told. What flags and soft keys mean differs by chamber: it is in its programming manual. */
export interface CtsOptions extends ValueOf<typeof ctsOptions> {}

type Implementation = ImplementationOf<typeof thermalChamber>;

/** This gradient stands for "as fast as possible". */
const unlimited = 999.9;

/** Readings of the chamber of which the sheet shows the channels (section 3); others differ, therefore options. */
const usualTemperatures = { min: -48, max: 185 } as const;
const usualHumidities = { min: 0, max: 98 } as const;

/**
 * CTS chambers (T, C and CS series) with the ITC or CID controller, over TCP port 1080 or framed on a serial line
 * (19200 baud, 8 data bits, odd parity), where several chambers share a line by their addresses.
 *
 * Source: sheet cts.md. At most five TCP connections: this driver holds one. Unconfirmed: the index of gradients, the
 * form of their acknowledgement, what the flags mean, and whether the chamber clamps or refuses a value beyond its
 * range; each write is therefore read back.
 */
export const cts = defineDriver({
  name: 'cts',
  deviceClass: thermalChamber,
  wire: 'bytes',
  // On TCP a pause is the only end of a reply of unknown length; the serial line wants 20 ms (section 5).
  bus: { timeout: { seconds: 3 }, gap: 50 },
  serial: { baudRate: 19_200, parity: 'odd' },
  options: ctsOptions,
  connect: ({ bus, clock, userLimits }: DriverContext<ByteTransport>, options: CtsOptions) => {
    const { gradientIndex = 0, outputs = [], door } = options;
    const { address = 1, framing = bus.wire.address.startsWith('ASRL') ? 'serial' : 'tcp' } = options;
    const session = new TextSession(
      bus,
      framing === 'serial' ? ctsSerialFraming(address) : ctsTcpFraming(Math.max(0, ...outputs)),
    );
    const temperatures = statedRange('temperatureRange', options, usualTemperatures);
    const humidities = statedRange('humidityRange', options, usualHumidities);

    /** Two numbers behind a letter and an index: actual and set value, or both gradients. */
    const pair = async (command: string, call: Call): Promise<readonly [number, number]> => {
      const reply = await session.ask(command, call);
      const [name, first = '', second = ''] = reply.split(' ');
      if (name !== command) throw unexpectedReply(`a reply to ${command}`, reply);
      return [parseDecimal(first), parseDecimal(second)];
    };

    const gradient = async (call: Call): Promise<number | undefined> => {
      const [up, down] = await pair(`U${gradientIndex}`, call);
      const rate = up === unlimited ? down : up;
      return rate === unlimited ? undefined : rate;
    };

    /** The chamber's answer to a soft key: its name. */
    const press = async (key: number, on: boolean, call: Call): Promise<void> => {
      const name = `s${String.fromCharCode(0x30 + key)}`;
      const reply = await session.tell(`${name} ${on ? 1 : 0}`, call);
      if (reply !== name) throw unexpectedReply(name, reply);
    };

    /** `S`, running, collective fault, six flags, error character. */
    const status = async (
      call: Call,
    ): Promise<{ running: boolean; fault: boolean; flags: readonly boolean[]; error: number }> => {
      const reply = await session.ask('S', call);
      if (reply.length !== 10) throw unexpectedReply('a status of ten characters', reply);
      const [running = false, fault = false, ...flags] = parseBits(reply.slice(1, 9));
      return { running, fault, flags, error: reply.charCodeAt(9) };
    };

    const program = async (call: Call): Promise<number> =>
      parseDecimal((await session.ask('P', call)).slice(1));

    const setpoint = (
      channel: number,
      limits: Limits,
      read: (call: Call) => Promise<number>,
    ): LimitedImplementation<number> => ({
      read,
      write: async (value, call) => {
        await session.tell(`a${channel} ${formatFixed(value, 5, 1)}`, call);
      },
      same: sameTo(1),
      limits: () => Promise.resolve(limits),
    });

    const running: Implementation['running'] = {
      read: async (call) => (await status(call)).running,
      write: async (on, call) => {
        if ((await program(call)) !== 0) {
          if (on) throw programRuns();
          await session.tell('p000', call);
        }
        await press(1, on, call);
      },
    };

    return {
      members: chamberMembers(
        {
          temperature: { read: async (call) => (await pair('A0', call))[0] },
          setpoint: setpoint(0, temperatures, async (call) => {
            // While a gradient is active the set value moves; E tells where it goes.
            if ((await gradient(call)) === undefined) return (await pair('A0', call))[1];
            return parseDecimal((await session.ask(`E${gradientIndex}`, call)).slice(3));
          }),
          running,
          mode: {
            read: async (call) => {
              if (!(await status(call)).running) return 'off';
              return (await program(call)) === 0 ? 'constant' : 'program';
            },
          },
          alarmControl: {
            acknowledge: {
              run: async (_, operation) => {
                await press(2, true, operation);
                return undefined;
              },
            },
          },
          alarms: {
            read: async (call) => {
              const { fault, error } = await status(call);
              if (!fault && error === 0x30) return [];
              const code = error.toString(16).toUpperCase().padStart(2, '0');
              return [{ code, text: ctsErrors[code] ?? 'collective fault' }];
            },
          },
          rampControl: gradientRamp({
            min: 0.1,
            max: 999.8,
            read: gradient,
            write: async (rate = unlimited, call) => {
              await session.tell(`u${gradientIndex} ${formatFixed(rate, 5, 1)}`, call);
              await session.tell(`d${gradientIndex} ${formatFixed(rate, 5, 1)}`, call);
            },
            same: sameTo(1),
          }),
          humidity:
            options.humidity === true
              ? {
                  humidity: { read: async (call) => (await pair('A1', call))[0] },
                  setpoint: setpoint(1, humidities, async (call) => (await pair('A1', call))[1]),
                }
              : undefined,
          door:
            door === undefined
              ? undefined
              : { open: { read: async (call) => (await status(call)).flags[door.flag - 1] === door.open } },
          outputs: outputs.map((output) => ({
            on: {
              // Position 0 of the reply is its letter, so its digits have the numbers of the keys.
              read: async (call) => {
                const digit = (await session.ask('O', call)).charAt(output);
                return parseBits(digit)[0] === true;
              },
              write: async (on, call) => press(output, on, call),
            },
          })),
        },
        { clock, userLimits },
      ),
      // No command gives an identity; the versions of PLC and controller are the best there is.
      identify: async (call) => {
        const [plc = '', controller = ''] = (await session.ask('C', call)).slice(1).split(';');
        return { manufacturer: 'CTS', model: 'ITC', serialNumber: '', firmware: `${plc};${controller}` };
      },
    };
  },
});
