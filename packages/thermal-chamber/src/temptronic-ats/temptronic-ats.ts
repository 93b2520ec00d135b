import { FourwireError, defineDriver } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  ImplementationOf,
  WritableImplementation,
} from '@fourwire/core';
import { lineFraming, TextSession } from '@fourwire/transport';
import { alarmChanges } from '../classes/alarm-changes.ts';
import { approachCommands } from '../classes/approach-commands.ts';
import type { ControlledTemperature } from '../classes/approach-commands.ts';
import { toldLimits } from '../classes/ranges.ts';
import { thermalStream } from '../classes/thermal-stream.ts';
import { unexpectedReply } from '../wire/errors.ts';
import { parseDecimal, sameTo } from '../wire/texts.ts';
import { atsErrors } from './ats-errors.ts';

type Implementation = ImplementationOf<typeof thermalStream>;

/** A temperature above this is none: there is no sensor (section 3). */
const highestTemperature = 400;

/** Bits of the auxiliary condition (section 4). */
const auxiliary = { headUp: 1 << 2, flow: 1 << 5 } as const;

/** The flag "at temperature" may still be that of the old set point for so long, in ms (section 5). */
const staleMs = 4000;

/**
 * inTEST Temptronic ThermoStream systems: ATS-5xx, 6xx and 7xx, ECO-560 and 660, TP04300.
 *
 * Source: sheet temptronic-ats.md. Unconfirmed: the port of the network interface and the serial settings. The event
 * register is never read, because reading clears it for everybody.
 */
export const temptronicAts = defineDriver({
  name: 'temptronic-ats',
  deviceClass: thermalStream,
  wire: 'bytes',
  bus: { timeout: { seconds: 3 }, gap: 50 },
  serial: { baudRate: 9600 },
  connect: async ({ bus, clock, userLimits }: DriverContext<ByteTransport>) => {
    const session = new TextSession(bus, lineFraming('\n'));
    const number = async (query: string, call: Call): Promise<number> =>
      parseDecimal(await session.ask(query, call));
    const whole = async (query: string, call: Call): Promise<number> => {
      const value = await number(query, call);
      if (Number.isInteger(value)) return value;
      throw unexpectedReply(`a whole number to ${query}`, value);
    };
    const temperature = async (query: string, call: Call): Promise<number> => {
      const celsius = await number(query, call);
      if (celsius <= highestTemperature) return celsius;
      throw new FourwireError(
        'device',
        'value-invalid',
        `The machine gives ${celsius} °C for ${query}: no sensor is connected, or it is open.`,
      );
    };
    const identity = async (call: Call): Promise<readonly string[]> =>
      (await session.ask('*IDN?', call)).split(',').map((field) => field.trim());

    const [, model = ''] = await identity({});
    const hasDutSensor = (await whole('DSNS?', {})) !== 0;

    /** When the set point was written last, as long as the flag "at temperature" may be older. */
    let writtenAt: number | undefined;

    const setpoint: Implementation['setpoint'] = {
      read: async (call) => number('SETP?', call),
      write: async (target, call) => {
        await session.transaction(async (exclusive) => {
          await exclusive.send(`SETN ${screenOf(target)}`, call);
          await exclusive.send(`SETP ${target.toFixed(1)}`, call);
        }, call);
        writtenAt = clock.monotonic();
      },
      same: sameTo(1),
      limits: async (call) => toldLimits(await number('LLIM?', call), await number('ULIM?', call)),
    };

    const flow: Implementation['flow'] = {
      read: async (call) => ((await whole('AUXC?', call)) & auxiliary.flow) !== 0,
      write: async (on, call) => session.send(`FLOW ${on ? 1 : 0}`, call),
    };

    const setting = (name: string, decimals: number): WritableImplementation<number> => ({
      read: async (call) => number(`${name}?`, call),
      write: async (value, call) => session.send(`${name} ${value.toFixed(decimals)}`, call),
      same: sameTo(decimals),
    });

    const controlled: ControlledTemperature = {
      temperature: { read: async (call) => temperature('TEMP?', call) },
      setpoint,
      path: 'setpoint',
    };
    const air = { read: async (call: Call) => temperature('TMPA?', call) };
    const dut = { read: async (call: Call) => temperature('TMPD?', call) };

    const alarms: Implementation['alarms'] = {
      read: async (call) => atsErrors(await whole('EROR?', call), model),
    };

    return {
      members: {
        temperature: controlled.temperature,
        air,
        setpoint,
        head: {
          read: async (call) => (((await whole('AUXC?', call)) & auxiliary.headUp) === 0 ? 'down' : 'up'),
          write: async (place, call) => session.send(`HEAD ${place === 'down' ? 1 : 0}`, call),
        },
        flow,
        // Litres per second on the wire.
        flowRate: { read: async (call) => (await number('FLRL?', call)) * 60 },
        atTemperature: {
          read: async (call) => {
            const isThere = ((await whole('TECR?', call)) & 1) !== 0;
            if (!isThere || (writtenAt !== undefined && clock.monotonic() - writtenAt >= staleMs)) {
              writtenAt = undefined;
            }
            return isThere && writtenAt === undefined;
          },
        },
        window: setting('WNDW', 1),
        soak: setting('SOAK', 0),
        alarms,
        alarm$: alarmChanges(async (call) => alarms.read(call), clock),
        ...approachCommands({
          main: controlled,
          bySensor: async (sensor) => {
            if (sensor === 'air') return { ...controlled, temperature: air };
            return hasDutSensor ? { ...controlled, temperature: dut } : undefined;
          },
          running: flow,
          clock,
          userLimits,
        }),
        dut: hasDutSensor
          ? {
              temperature: dut,
              control: {
                read: async (call: Call) => (await whole('DUTM?', call)) !== 0,
                write: async (on: boolean, call: Call) => session.send(`DUTM ${on ? 1 : 0}`, call),
              },
            }
          : undefined,
        alarmControl: {
          acknowledge: {
            run: async (_input, operation) => {
              await session.send('CLER', operation);
            },
          },
        },
      },
      identify: async (call) => {
        const [manufacturer = '', name = '', serialNumber = '', firmware = ''] = await identity(call);
        if (!/temptronic|intest/i.test(manufacturer)) {
          throw new FourwireError(
            'device',
            'model-unsupported',
            `The device at this address is a "${manufacturer} ${name}", which is no ThermoStream; check the address.`,
          );
        }
        return { manufacturer, model: name, serialNumber, firmware };
      },
    };
  },
});

/** The set point of the operator's screen that is meant for a temperature: 0 hot, 1 ambient, 2 cold (section 5). */
function screenOf(celsius: number): 0 | 1 | 2 {
  if (celsius <= 20) return 2;
  return celsius < 30 ? 1 : 0;
}
