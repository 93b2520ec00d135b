import { defineDriver, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { lineFraming, TextSession } from '@fourwire/transport';
import type { Alarm } from '../classes/alarm-changes.ts';
import { chamberMembers } from '../classes/chamber-members.ts';
import { sensorFaulty } from '../classes/measured.ts';
import { statedRange, statedTemperatures } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { refusedByController, unexpectedReply } from '../wire/errors.ts';
import { sameTo } from '../wire/texts.ts';
import { huberFaults, huberInternalSensorFaults, huberProcessSensorFaults } from './huber-faults.ts';

const huberPbOptions = record(statedTemperatures);

/** What the driver of Huber thermostats may be told. */
export interface HuberPbOptions extends ValueOf<typeof huberPbOptions> {}

/** What the variable of the set point takes; thermostats have narrower ranges, therefore an option. */
const usualTemperatures = { min: -151, max: 327 } as const;

/** Addresses of the variables (sheet julabo-huber.md, section 2). */
const variable = {
  setpoint: 0x00,
  internal: 0x01,
  error: 0x05,
  warning: 0x06,
  process: 0x07,
  status: 0x0a,
  control: 0x14,
} as const;

/** The bit of the status that says that the temperature is controlled. */
const controlling = 1;

/** This value says that there is no such variable, or nothing connected to it. */
const unsupported = 0x7fff;

/**
 * Huber thermostats (Unistat, Pilot ONE, CC) with PB commands, over TCP port 8101, RS-232 or USB. The bath is the chamber:
 * its air temperature is that of the liquid, the process sensor is the product's.
 *
 * Source: sheet julabo-huber.md, section 2. Running means that the thermostat is switched on, or says that it still controls.
 * Unconfirmed: the range of set points, which no variable of the sheet tells, therefore an option.
 */
export const huberPb = defineDriver({
  name: 'huber-pb',
  deviceClass: thermalChamber,
  wire: 'bytes',
  serial: { baudRate: 9600 },
  // Faster requests raise error -36.
  bus: { gap: 50 },
  options: huberPbOptions,
  connect: async (context: DriverContext<ByteTransport>, options: HuberPbOptions) => {
    const session = new TextSession(context.bus, lineFraming('\r\n'));
    const limits = statedRange('temperatureRange', options, usualTemperatures);

    const exchange = async (address: number, data: string, call: Call): Promise<number> => {
      const place = hex(address, 2);
      // Writing a value twice does no harm.
      const reply = await session.ask(`{M${place}${data}`, call);
      const [, from, digits] = /^\{S([\dA-F]{2})([\dA-F]{4})$/i.exec(reply) ?? [];
      if (digits === undefined || from?.toUpperCase() !== place)
        throw unexpectedReply(`{S${place} and four hexadecimal digits`, reply);
      const value = Number.parseInt(digits, 16);
      return value > 0x7fff ? value - 0x1_0000 : value;
    };
    const read = async (address: number, call: Call): Promise<number> => exchange(address, '****', call);
    const supported = async (address: number, call: Call): Promise<number> => {
      const value = await read(address, call);
      if (value !== unsupported) return value;
      throw refusedByController(`{M${hex(address, 2)}****`, '7FFF', 'not supported');
    };
    const write = async (address: number, value: number, call: Call): Promise<void> => {
      const data = hex(value & 0xffff, 4);
      const taken = await exchange(address, data, call);
      if (taken === value) return;
      const code = hex(taken & 0xffff, 4);
      throw refusedByController(`{M${hex(address, 2)}${data}`, code, 'another value was taken');
    };

    /** The faults that stand: an error and a warning. Numbers are negative; anything else is none. */
    const faults = async (call: Call): Promise<readonly { kind: string; code: number }[]> => {
      const error = await read(variable.error, call);
      const warning = await read(variable.warning, call);
      return [
        { kind: 'error', code: error },
        { kind: 'warning', code: warning },
      ].filter(({ code }) => code < 0);
    };
    const alarms = async (call: Call): Promise<readonly Alarm[]> =>
      (await faults(call)).map(({ kind, code }) => ({
        code: String(code),
        text: `${kind}: ${huberFaults[code] ?? 'see the manual of the thermostat'}`,
      }));

    /** A temperature that is none while the thermostat says that its sensor has failed. */
    const sensed = async (address: number, broken: ReadonlySet<number>, call: Call): Promise<number> => {
      const hundredths = await read(address, call);
      if (hundredths === unsupported) throw sensorFaulty('7FFF', 'no sensor is connected');
      const fault = (await faults(call)).find(({ code }) => broken.has(code));
      if (fault !== undefined) throw sensorFaulty(fault.code, huberFaults[fault.code] ?? 'sensor faulty');
      return hundredths / 100;
    };

    const hasProcessSensor = (await read(variable.process, {})) !== unsupported;

    return {
      members: chamberMembers(
        {
          temperature: { read: async (call) => sensed(variable.internal, huberInternalSensorFaults, call) },
          setpoint: {
            read: async (call) => (await supported(variable.setpoint, call)) / 100,
            write: async (celsius, call) => write(variable.setpoint, Math.round(celsius * 100), call),
            same: sameTo(2),
            limits: () => Promise.resolve(limits),
          },
          running: {
            read: async (call) =>
              (await supported(variable.control, call)) !== 0 ||
              ((await supported(variable.status, call)) & controlling) !== 0,
            write: async (on, call) => write(variable.control, on ? 1 : 0, call),
          },
          alarms: { read: alarms },
          alarmControl: {
            acknowledge: {
              run: async (_, operation) => {
                await exchange(variable.error, hex(1, 4), operation);
                await exchange(variable.warning, hex(1, 4), operation);
                return undefined;
              },
            },
          },
          product: hasProcessSensor
            ? {
                temperature: {
                  read: async (call: Call) => sensed(variable.process, huberProcessSensorFaults, call),
                },
                cascade: undefined,
              }
            : undefined,
        },
        context,
      ),
      // No variable of the sheet gives an identity; the temperature is what every thermostat answers.
      identify: async (call) => {
        await read(variable.internal, call);
        return { manufacturer: 'Huber', model: 'PB', serialNumber: '', firmware: '' };
      },
    };
  },
});

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
