import { FourwireError, boolean, defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { Call, DriverContext, LimitedImplementation, Limits, ValueOf } from '@fourwire/core';
import { Registers, modbusUnit, toInt16 } from '@fourwire/transport';
import type { RegisterTransport } from '@fourwire/transport';
import { chamberMembers } from '../classes/chamber-members.ts';
import { statedRange, statedRanges } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { controllerBusy, programRuns } from '../wire/errors.ts';
import { sameTo } from '../wire/texts.ts';
import {
  alarmWords,
  eventBits,
  inLoop,
  loopErrors,
  loopLength,
  loopStride,
  programStatus,
  register,
} from './registers.ts';

const cszEztOptions = record({
  ...statedRanges,
  /** Modbus unit; the address names it. */
  unit: optionalField(modbusUnit),
  /** Which bit of the system events, 0 to 5, switches the chamber: the builder chose it. Must be given. */
  powerEvent: integer({ min: 0, max: eventBits - 1 }),
  /** Decimals of the values, as the inputs are set, 0 to 3; 1 unless given. */
  decimals: optionalField(integer({ min: 0, max: 3 })),
  /** Whether loop 2 controls humidity; no unless given. */
  humidity: optionalField(boolean()),
});

/** What the EZT-430i driver must and may be told. */
export interface CszEztOptions extends ValueOf<typeof cszEztOptions> {}

/** Unconfirmed: common ranges of such chambers; state the real ones. */
const usualTemperatures = { min: -70, max: 180 } as const;
const usualHumidities = { min: 10, max: 98 } as const;

/**
 * Cincinnati Sub-Zero EZT-430i controllers over Modbus RTU, 9600 baud, 8 data bits, even parity. The EZT-570 has other
 * registers, which no public document gives.
 *
 * Source: sheet csz-ezt.md, after the communications manual, revision C. Registers are written one by one: the
 * controller acknowledges the function for several and does nothing. Unconfirmed: error codes of a loop, which
 * one field driver names; a loop with one is taken to have no reading. Codes of the program status.
 */
export const cszEzt = defineDriver({
  name: 'csz-ezt-430i',
  deviceClass: thermalChamber,
  wire: 'registers',
  serial: { baudRate: 9600, parity: 'even' },
  options: cszEztOptions,
  connect: ({ bus, clock, userLimits }: DriverContext<RegisterTransport>, options: CszEztOptions) => {
    const { unit = 1, powerEvent: power, decimals = 1 } = options;
    const scale = 10 ** decimals;
    const registers = new Registers(bus, unit, 'low-first');

    const loopWords = async (loop: number, call: Call): Promise<readonly number[]> =>
      registers.words(register.loop + loopStride * loop, loopLength, call);

    const processValue = async (loop: number, call: Call): Promise<number> => {
      const words = await loopWords(loop, call);
      const error = words[inLoop.error] ?? 0;
      if (error === 0) return toInt16(words[inLoop.processValue] ?? 0) / scale;
      const text = loopErrors[error] ?? 'loop error';
      throw new FourwireError('device', 'value-invalid', `Loop ${loop + 1} has error ${error}: ${text}.`, {
        device: { code: error, text },
      });
    };

    /** While it is offline or loads a program the controller must be left alone. */
    const checkOnline = async (call: Call): Promise<void> => {
      const state = await registers.uint16(register.offline, call);
      if (state === 0) return;
      throw controllerBusy(`is offline or loads a program (state ${state})`);
    };

    const setpoint = (loop: number, limits: Limits): LimitedImplementation<number> => {
      const address = register.loop + loopStride * loop + inLoop.setpoint;
      return {
        read: async (call) => (await registers.int16(address, call)) / scale,
        write: async (value, call) => {
          await checkOnline(call);
          await registers.writeInt16(address, Math.round(value * scale), call);
        },
        same: sameTo(decimals),
        limits: () => Promise.resolve(limits),
      };
    };

    const event = (
      bit: number,
    ): { read(call: Call): Promise<boolean>; write(on: boolean, call: Call): Promise<void> } => ({
      read: async (call) => (((await registers.uint16(register.systemEvents, call)) >> bit) & 1) !== 0,
      write: async (on, call) => {
        // Switching off is never held up.
        if (on || bit !== power) await checkOnline(call);
        await registers.transaction(async (exclusive) => {
          const bits = await exclusive.uint16(register.systemEvents, call);
          await exclusive.writeInt16(
            register.systemEvents,
            on ? bits | (1 << bit) : bits & ~(1 << bit) & 0xffff,
            call,
          );
        }, call);
      },
    });

    /** Whether a program that was started at the panel runs or is held. */
    const programState = async (call: Call): Promise<'none' | 'running' | 'paused'> => {
      const status = await registers.uint16(register.programStatus, call);
      if (status === programStatus.hold) return 'paused';
      return status === programStatus.run ? 'running' : 'none';
    };

    const powered = event(power);
    const running: typeof powered = {
      read: async (call) => (await powered.read(call)) || (await programState(call)) !== 'none',
      write: async (on, call) => {
        const hasProgram = (await programState(call)) !== 'none';
        if (on && hasProgram) throw programRuns();
        await powered.write(on, call);
        if (on || !hasProgram) return;
        // Its next step would switch the event on again.
        await registers.writeInt16(register.programStatus, programStatus.off, call);
        await powered.write(false, call);
      },
    };

    const others = Array.from({ length: eventBits }, (_, bit) => bit).filter((bit) => bit !== power);

    return {
      members: chamberMembers(
        {
          temperature: { read: async (call) => processValue(0, call) },
          setpoint: setpoint(0, statedRange('temperatureRange', options, usualTemperatures)),
          running,
          mode: {
            read: async (call) => {
              const state = await programState(call);
              if (state !== 'none') return state === 'running' ? 'program' : 'program-paused';
              return (await powered.read(call)) ? 'constant' : 'off';
            },
          },
          alarms: {
            read: async (call) => {
              const words = await registers.words(register.outOfSync, alarmWords.length, call);
              return alarmWords.flatMap((text, index) => {
                const word = words[index] ?? 0;
                const at = register.outOfSync + index;
                return word === 0 ? [] : [{ code: `${at}:${word}`, text }];
              });
            },
          },
          humidity:
            options.humidity === true
              ? {
                  humidity: { read: async (call) => processValue(1, call) },
                  setpoint: setpoint(1, statedRange('humidityRange', options, usualHumidities)),
                }
              : undefined,
          outputs: others.map((bit) => ({ on: event(bit) })),
        },
        { clock, userLimits },
      ),
      // The controller has no identity; that loop 1 is there is all that can be checked.
      identify: async (call) => {
        await loopWords(0, call);
        return {
          manufacturer: 'Cincinnati Sub-Zero',
          model: 'EZT-430i',
          serialNumber: '',
          firmware: '',
        };
      },
    };
  },
});
