import { FourwireError, defineDriver, either, integer, oneOf, optionalField, record } from '@fourwire/core';
import type { Call, DriverContext, ImplementationOf, LimitedImplementation, ValueOf } from '@fourwire/core';
import { Registers, modbusUnit } from '@fourwire/transport';
import type { RegisterTransport } from '@fourwire/transport';
import { chamberMembers } from '../classes/chamber-members.ts';
import type { ChamberParts } from '../classes/chamber-members.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { programRuns } from '../wire/errors.ts';
import { registerText } from '../wire/register-text.ts';
import { readPartNumber } from './part-number.ts';
import { f4tPrograms, profileState } from './programs.ts';
import { code, loopStride, partNumberLength, quietAlarms, register } from './registers.ts';

/** How many event outputs the controller offers. */
const eventOutputs = 8;

const f4tOptions = record({
  /** Modbus unit; the address names it. */
  unit: optionalField(modbusUnit),
  /** Order of the words of a 32-bit value, as set at the panel; the factory's `low-first` unless given. */
  wordOrder: optionalField(oneOf(['low-first', 'high-first'])),
  /**
   * What starts and stops the conditioning. `loop`: the control mode of the temperature loop, off or auto. A number:
   * the event output (1 to 8) that the chamber's builder wired to its power, for example 1 on TestEquity chambers. `loop`
   * unless given.
   */
  power: optionalField(either(oneOf(['loop']), integer({ min: 1, max: eventOutputs }))),
  /** The humidity loop's number where the chamber has one; 2 when the controller has a second loop. `none` for none. */
  humidityLoop: optionalField(oneOf(['none'])),
  /** Event output (1 to 8) that switches humidity control; without it stored programs leave the humidity alone. */
  humidityPower: optionalField(integer({ min: 1, max: eventOutputs })),
  /** What the rates of profiles are about, as it is set at the panel; without it ramps by rate are not stored. */
  rateScale: optionalField(oneOf(['minutes', 'hours'])),
});

/** What the F4T driver may be told. */
export interface WatlowF4tOptions extends ValueOf<typeof f4tOptions> {}

type Implementation = ImplementationOf<typeof thermalChamber>;

/** How far apart a setpoint and what comes back may be, in K: the controller keeps 32-bit floats. */
const floatTolerance = 1e-3;

/**
 * Watlow F4T controllers (TestEquity, ESPEC North America, Tenney, CSZ and others) over Modbus TCP or RTU, data map 1.
 *
 * Source: sheet watlow-f4t.md. Unconfirmed and therefore an option: the word order of 32-bit values, which is checked
 * at opening by reading the setpoint limits; the unit of the rates in profiles, an option too; which loop of a profile is
 * the cascade's, so that controllers with one offer no programs. Waits of profiles depend on what the panel wired to them
 * and are not stored. Setpoints live in non-volatile memory: do not stream them.
 */
export const watlowF4t = defineDriver({
  name: 'watlow-f4t',
  deviceClass: thermalChamber,
  wire: 'registers',
  // 30 ms after each request on the serial line; the computed gap of 3.5 characters failed in the field (section 2).
  bus: { timeout: { seconds: 2 }, gap: 30 },
  // ESPEC North America ships 38400.
  serial: { baudRate: 9600 },
  options: f4tOptions,
  connect: async (
    { bus, clock, userLimits }: DriverContext<RegisterTransport>,
    options: WatlowF4tOptions,
  ) => {
    const registers = new Registers(bus, options.unit ?? 1, options.wordOrder ?? 'low-first');
    const { power = 'loop' } = options;

    const partNumber = async (call: Call): Promise<string> =>
      registerText(await registers.words(register.partNumber, partNumberLength, call));

    const equipment = readPartNumber(await partNumber({}));

    const switched = (address: number): Pick<Implementation['running'], 'read' | 'write'> => ({
      read: async (call) => {
        const state = await registers.uint16(address, call);
        if (state === code.on || state === code.off) return state === code.on;
        throw unexpected('an output state of 62 or 63', state);
      },
      write: async (on, call) => registers.writeInt16(address, on ? code.on : code.off, call),
    });

    const powered: Implementation['running'] =
      power === 'loop'
        ? {
            read: async (call) => (await registers.uint16(register.modeRequested, call)) !== code.off,
            write: async (on, call) =>
              registers.writeInt16(register.modeRequested, on ? code.auto : code.off, call),
          }
        : switched(eventAddress(power));

    const running: Implementation['running'] = {
      read: async (call) => (await powered.read(call)) || (await profileState(registers, call)) !== 'none',
      write: async (on, call) => {
        if ((await profileState(registers, call)) !== 'none') {
          if (on) throw programRuns();
          await registers.writeInt16(register.profileHalt, code.terminate, call);
        }
        await powered.write(on, call);
      },
    };

    const setpoint = (value: number, minimum: number, maximum: number): LimitedImplementation<number> => ({
      read: async (call) => registers.float32(value, call),
      write: async (target, call) => registers.writeFloat32(value, target, call),
      same: nearly,
      limits: async (call) => ({
        min: await registers.float32(minimum, call),
        max: await registers.float32(maximum, call),
      }),
    });

    const loopSetpoint = (offset: number): LimitedImplementation<number> =>
      setpoint(
        register.setpoint + offset,
        register.setpointMinimum + offset,
        register.setpointMaximum + offset,
      );

    const temperatureSetpoint = loopSetpoint(0);
    const parts = {
      temperature: { read: async (call) => registers.float32(register.processValue, call) },
      setpoint: temperatureSetpoint,
      running,
      mode: {
        read: async (call) => {
          const state = await profileState(registers, call);
          if (state !== 'none') return state === 'paused' ? 'program-paused' : 'program';
          return (await powered.read(call)) ? 'constant' : 'off';
        },
      },
      alarms: {
        read: async (call) => {
          const alarms: { code: string; text: string }[] = [];
          for (let number = 1; number <= equipment.alarms; number++) {
            const state = await registers.uint16(register.alarmState + 100 * (number - 1), call);
            if (!quietAlarms.has(state))
              alarms.push({ code: String(number), text: `alarm ${number} is in state ${state}` });
          }
          return alarms;
        },
      },
      product:
        equipment.cascades === 0
          ? undefined
          : {
              temperature: { read: async (call) => registers.float32(register.productTemperature, call) },
              cascade: {
                enabled: {
                  read: async (call) =>
                    (await registers.uint16(register.cascadeFunction, call)) === code.cascadeActive,
                  write: async (on, call) =>
                    registers.writeInt16(
                      register.cascadeFunction,
                      on ? code.cascadeActive : code.cascadeIdle,
                      call,
                    ),
                },
                setpoint: setpoint(
                  register.cascadeSetpoint,
                  register.cascadeSetpointMinimum,
                  register.cascadeSetpointMaximum,
                ),
                deviation: undefined,
              },
            },
      rampControl: {
        enabled: {
          read: async (call) => (await registers.uint16(register.rampAction, call)) !== code.off,
          write: async (on, call) =>
            registers.writeInt16(register.rampAction, on ? code.setpoint : code.off, call),
        },
        rate: {
          read: async (call) => {
            const rate = await registers.float32(register.rampRate, call);
            return (await registers.uint16(register.rampScale, call)) === code.hours ? rate / 60 : rate;
          },
          write: async (rate, call) => {
            await registers.transaction(async (exclusive) => {
              await exclusive.writeInt16(register.rampScale, code.minutes, call);
              await exclusive.writeFloat32(register.rampRate, rate, call);
            }, call);
          },
          // Of the register (sheet watlow-f4t.md).
          limits: () => Promise.resolve({ min: 0, max: 99_999 }),
        },
      },
      humidity:
        equipment.loops < 2 || options.humidityLoop === 'none'
          ? undefined
          : {
              humidity: {
                read: async (call) => registers.float32(register.processValue + loopStride, call),
              },
              setpoint: loopSetpoint(loopStride),
            },
      outputs: Array.from({ length: eventOutputs }, (_, index) => ({
        on: switched(eventAddress(index + 1)),
      })),
    } satisfies ChamberParts;
    // Which loop of a profile is the cascade's is in no source that was seen.
    const canStore = equipment.profiles && equipment.loops > 0 && equipment.cascades === 0;
    const access = {
      members: {
        ...parts,
        inputs: [],
        humidity: parts.humidity && { control: undefined, ...parts.humidity },
      },
      clock,
      userLimits,
    };
    const members = chamberMembers(
      {
        ...parts,
        programs: canStore
          ? f4tPrograms({
              ...access,
              registers,
              powered,
              setting: {
                power: power === 'loop' ? undefined : power,
                humidityPower: parts.humidity === undefined ? undefined : options.humidityPower,
                events: eventOutputs,
                rateScale: options.rateScale,
              },
            })
          : undefined,
      },
      { clock, userLimits },
    );

    return {
      members,
      identify: async (call) => ({
        manufacturer: 'Watlow',
        model: await partNumber(call),
        serialNumber: String(await registers.uint32(register.serialNumber, call)),
        firmware: (await registers.words(register.softwareVersion, 5, call))
          .filter((_, index) => index % 2 === 0)
          .join('.'),
      }),
      setUp: async (call) => {
        const { min = NaN, max = NaN } = await temperatureSetpoint.limits(call);
        if (!(min < max) || Math.abs(min) > 1e5 || Math.abs(max) > 1e5) {
          throw new FourwireError(
            'device',
            'word-order-wrong',
            `The setpoint limits read as ${min} and ${max}: set the option wordOrder to the other order, or the controller to data map 1.`,
          );
        }
        const units = bus.wire.address.startsWith('modbus-rtu')
          ? register.unitsOverSerial
          : register.unitsOverEthernet;
        const unit = await registers.uint16(units, call);
        if (unit !== code.celsius) {
          throw new FourwireError(
            'device',
            'units-not-celsius',
            `The controller gives temperatures in another unit (code ${unit}); set its communications units to °C.`,
          );
        }
      },
    };
  },
});

function nearly(written: number, readBack: number): boolean {
  return Math.abs(written - readBack) < floatTolerance;
}

function eventAddress(event: number): number {
  return event <= 4 ? register.event + 2 * (event - 1) : register.eventFive + 2 * (event - 5);
}

function unexpected(what: string, got: number): FourwireError {
  return new FourwireError('protocol', 'reply-unexpected', `Expected ${what}, got ${got}.`);
}
