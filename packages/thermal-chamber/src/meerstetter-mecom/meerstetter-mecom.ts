import { defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { ByteTransport, DriverContext, ValueOf } from '@fourwire/core';
import { TextSession } from '@fourwire/transport';
import { chuckMembers } from '../classes/chuck-members.ts';
import { statedRange, statedTemperatures } from '../classes/ranges.ts';
import { thermalChuck } from '../classes/thermal-chuck.ts';
import { sameTo } from '../wire/texts.ts';
import { mecomFraming } from './mecom-framing.ts';
import { MecomParameters, mecomParameter } from './mecom-parameters.ts';

const meerstetterOptions = record({
  ...statedTemperatures,
  /** Address of the controller, 1 to 255; 2 unless given. */
  address: optionalField(integer({ min: 1, max: 255 })),
  /** Its channel, 1 to 4; 1 unless given. */
  channel: optionalField(integer({ min: 1, max: 4 })),
});

/** What the driver of Meerstetter controllers may be told. */
export interface MeerstetterOptions extends ValueOf<typeof meerstetterOptions> {}

/** Unconfirmed: no controller tells a range of its plate over this protocol, therefore an option. */
const usualTemperatures = { min: -40, max: 120 } as const;

/** Values of the device status. */
const status = { run: 2, error: 3 } as const;

/** The value of the stability that means that the plate is at its target. */
const stable = 2;

/**
 * Meerstetter TEC controllers (TEC-1089 to 1091, 1122, 1161 and others) with a Peltier plate, over MeCom on USB, RS-485
 * or TCP port 50000.
 *
 * Source: sheet meerstetter-mecom.md, after the vendor's own library; its frames and checks are verified. Not running
 * means that the output stage is disabled. What is written stays in working memory: nothing is saved to flash.
 * Unconfirmed: the range of setpoints and the address of a new controller, therefore options; how a ramp is switched
 * off, so ramps are run by the host.
 */
export const meerstetterMecom = defineDriver({
  name: 'meerstetter-mecom',
  deviceClass: thermalChuck,
  wire: 'bytes',
  serial: { baudRate: 57_600 },
  bus: { timeout: { seconds: 3 } },
  options: meerstetterOptions,
  connect: (context: DriverContext<ByteTransport>, options: MeerstetterOptions) => {
    const { address = 2, channel = 1 } = options;
    const limits = statedRange('temperatureRange', options, usualTemperatures);
    const session = new TextSession(context.bus, mecomFraming(address));
    const parameters = new MecomParameters(session, channel);

    return {
      members: chuckMembers(
        {
          temperature: {
            read: async (call) => parameters.float(mecomParameter.objectTemperature, call),
          },
          setpoint: {
            read: async (call) => parameters.float(mecomParameter.targetTemperature, call),
            write: async (celsius, call) =>
              parameters.writeFloat(mecomParameter.targetTemperature, celsius, call),
            same: sameTo(3),
            limits: () => Promise.resolve(limits),
          },
          running: {
            read: async (call) => (await parameters.integer(mecomParameter.outputEnable, call)) !== 0,
            write: async (on, call) => parameters.writeInteger(mecomParameter.outputEnable, on ? 1 : 0, call),
          },
          state: {
            read: async (call) => {
              const now = await parameters.integer(mecomParameter.deviceStatus, call);
              if (now === status.error) return 'error';
              const enabled = await parameters.integer(mecomParameter.outputEnable, call);
              if (now !== status.run || enabled === 0) return 'uncontrolled';
              if ((await parameters.integer(mecomParameter.stability, call)) === stable)
                return 'at-temperature';
              const temperature = await parameters.float(mecomParameter.objectTemperature, call);
              const target = await parameters.float(mecomParameter.targetTemperature, call);
              if (!Number.isFinite(temperature)) return 'error';
              return target >= temperature ? 'heating' : 'cooling';
            },
          },
          alarms: {
            read: async (call) => {
              if ((await parameters.integer(mecomParameter.deviceStatus, call)) !== status.error) return [];
              const code = await parameters.integer(mecomParameter.errorNumber, call);
              return [{ code: String(code), text: 'error of the controller: see its manual' }];
            },
          },
          heatSink: {
            temperature: { read: async (call) => parameters.float(mecomParameter.sinkTemperature, call) },
          },
        },
        context,
      ),
      identify: async (call) => ({
        manufacturer: 'Meerstetter Engineering',
        model: (await session.ask('?IF', call)).replaceAll('\0', ' ').trim(),
        serialNumber: '',
        firmware: '',
      }),
    };
  },
});
