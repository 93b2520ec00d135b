import { FourwireError, array, defineDriver, integer, optionalField, quantity, record } from '@fourwire/core';
import type { Call, DriverContext, ImplementationOf, LimitedImplementation, ValueOf } from '@fourwire/core';
import { Registers, modbusUnit } from '@fourwire/transport';
import type { RegisterTransport } from '@fourwire/transport';
import { holdHere } from '../classes/approach-commands.ts';
import { chamberMembers } from '../classes/chamber-members.ts';
import type { ChamberParts } from '../classes/chamber-members.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { storedPrograms } from '../running/stored-programs.ts';
import type { StoredProgress } from '../running/stored-programs.ts';
import { optionRefused, programRuns } from '../wire/errors.ts';
import { F4Profiles } from './profiles.ts';
import { editAction, endActions, nameLength, profiles, register } from './registers.ts';

/** Event outputs that are the user's: the eighth is commonly the compressor and must not be driven (section 4). */
const events = 7;

const digitalInputs = 4;

const watlowF4Options = record({
  /** Modbus unit; the address names it. */
  unit: optionalField(modbusUnit),
  /** Event output (1 to 7) by which the chamber's builder switches the conditioning; 1 unless given, as most have it. */
  power: optionalField(integer({ min: 1, max: events })),
  /** Event output (1 to 7) that switches humidity control, where the builder wired one, often 2. */
  humidityPower: optionalField(integer({ min: 1, max: events })),
  /** Digital inputs (1 to 4) that mean an alarm while they are active: limit controllers, for example. */
  alarmInputs: optionalField(array(integer({ min: 1, max: digitalInputs }))),
  /** Band of guaranteed soaks as it is set at the panel, in K; without it such programs are not stored. */
  guaranteeBand: optionalField(quantity('K', { above: 0 })),
});

/** What the F4 driver may be told. */
export interface WatlowF4Options extends ValueOf<typeof watlowF4Options> {}

type Implementation = ImplementationOf<typeof thermalChamber>;

/**
 * Watlow Series F4 controllers (TestEquity, Tenney, ESPEC North America and others) over Modbus RTU.
 *
 * Source: sheet watlow-f4.md. Unconfirmed: model and serial number registers; that the set point is the product's
 * while cascade is enabled. The band of guaranteed soaks and waits of a profile are in no source that was seen, so
 * waits are not stored and the band is an option.
 */
export const watlowF4 = defineDriver({
  name: 'watlow-f4',
  deviceClass: thermalChamber,
  wire: 'registers',
  // 30 ms of silence after each request; the library that edits profiles waits 3 s for a reply (section 5).
  bus: { timeout: { seconds: 3 }, gap: 30 },
  // ESPEC North America ships 19200.
  serial: { baudRate: 9600 },
  options: watlowF4Options,
  connect: async ({ bus, clock, userLimits }: DriverContext<RegisterTransport>, options: WatlowF4Options) => {
    // No value has 32 bits, so the order of words does not matter.
    const registers = new Registers(bus, options.unit ?? 1, 'high-first');
    const { power = 1, humidityPower, alarmInputs = [], guaranteeBand } = options;
    if (humidityPower === power)
      throw optionRefused('humidityPower must be another event output than power.');

    const isDual = await hasSecondLoop(registers);
    const hasProduct = (await registers.uint16(register.cascade)) !== 0;
    /** Counts in a unit of each input; the place of the decimal point is a setting (section 3). */
    const scale = { 1: 1, 2: 1, 3: 1 };
    const readScales = async (call: Call): Promise<void> => {
      for (const input of usedInputs(isDual, hasProduct)) {
        scale[input] = 10 ** (await registers.uint16(register.decimals + 10 * (input - 1), call));
      }
    };
    await readScales({});

    const value = async (input: 1 | 2 | 3, call: Call): Promise<number> => {
      const [counts = 0, fault = 0] = await registers.words(register.processValue + 4 * (input - 1), 2, call);
      if (fault !== 0) throw inputFault(input, fault);
      return ((counts << 16) >> 16) / scale[input];
    };

    const event = (number: number): Implementation['running'] => ({
      read: async (call) => (await registers.uint16(register.event + 10 * (number - 1), call)) !== 0,
      write: async (on, call) => registers.writeInt16(register.event + 10 * (number - 1), on ? 1 : 0, call),
    });

    const setpoint = (address: number, input: 1 | 2): LimitedImplementation<number> => ({
      read: async (call) => (await registers.int16(address, call)) / scale[input],
      write: async (target, call) => registers.writeInt16(address, Math.round(target * scale[input]), call),
      same: (written, readBack) => Math.abs(written - readBack) <= 0.5001 / scale[input],
      limits: async (call) => {
        const address0 = register.limits + 10 * (input - 1);
        return {
          min: (await registers.int16(address0, call)) / scale[input],
          max: (await registers.int16(address0 + 1, call)) / scale[input],
        };
      },
    });

    const profileState = async (call: Call): Promise<'none' | 'running' | 'paused'> => {
      const status = await registers.uint16(register.status, call);
      return status === 2 ? 'running' : status === 3 ? 'paused' : 'none';
    };

    const inputIsActive = async (input: number, call: Call): Promise<boolean> =>
      (await registers.uint16(register.digitalInput + 12 * (input - 1), call)) ===
      (await registers.uint16(register.inputCondition + 2 * (input - 1), call));

    const parts = {
      temperature: { read: async (call) => value(1, call) },
      setpoint: setpoint(register.setpoint, 1),
      running: {
        read: async (call) => (await event(power).read(call)) || (await profileState(call)) !== 'none',
        write: async (on, call) => {
          if ((await profileState(call)) !== 'none') {
            if (on) throw programRuns();
            await registers.writeInt16(register.terminate, 1, call);
          }
          await event(power).write(on, call);
        },
      },
      mode: {
        read: async (call) => {
          const state = await profileState(call);
          if (state !== 'none') return state === 'running' ? 'program' : 'program-paused';
          return (await event(power).read(call)) ? 'constant' : 'off';
        },
      },
      alarms: {
        read: async (call) => {
          const alarms: { code: string; text: string }[] = [];
          for (const input of usedInputs(isDual, hasProduct)) {
            const fault = await registers.uint16(register.processValue + 4 * (input - 1) + 1, call);
            if (fault !== 0) {
              alarms.push({ code: `input-${input}`, text: `input ${input} reports error ${fault}` });
            }
          }
          for (const input of alarmInputs) {
            if (await inputIsActive(input, call)) {
              alarms.push({ code: `digital-input-${input}`, text: `digital input ${input} is active` });
            }
          }
          return alarms;
        },
      },
      product: hasProduct
        ? { temperature: { read: async (call) => value(3, call) }, cascade: undefined }
        : undefined,
      humidity: isDual
        ? {
            humidity: { read: async (call) => value(2, call) },
            setpoint: setpoint(register.setpointTwo, 2),
            control: humidityPower === undefined ? undefined : { on: event(humidityPower) },
          }
        : undefined,
      outputs: Array.from({ length: events }, (_, index) => ({ on: event(index + 1) })),
      inputs: Array.from({ length: digitalInputs }, (_, index) => ({
        on: { read: async (call) => inputIsActive(index + 1, call) },
      })),
    } satisfies ChamberParts;

    const memory = async (call: Call): Promise<F4Profiles> =>
      new F4Profiles(
        registers,
        {
          power,
          humidityPower,
          events,
          guarantee: guaranteeBand === undefined ? undefined : { band: guaranteeBand, sensor: 'air' },
        },
        {
          temperature: scale[1],
          humidity: isDual ? scale[2] : undefined,
          humidityOff: isDual ? await registers.int16(register.limits + 10, call) : 0,
        },
      );

    const programs = storedPrograms({
      members: { ...parts, humidity: humidityPower === undefined ? undefined : withControl(parts.humidity) },
      clock,
      userLimits,
      slots: profiles,
      storage: async (call) => ({
        steps: await registers.uint16(register.freeSteps, call),
        nameLength,
        namePattern: /^[A-Z0-9 ]*$/,
        durationResolution: 1,
        rateResolution: 0.1,
        paces: isDual ? ['duration'] : ['duration', 'rate'],
        waits: false,
        guarantee: guaranteeBand !== undefined,
        guaranteeSensors: ['air'],
        ...(guaranteeBand === undefined ? {} : { guaranteeBand }),
        ends: endActions,
      }),
      list: async (call) => (await memory(call)).list(call),
      progress: async (call): Promise<StoredProgress> => {
        const state = await profileState(call);
        if (state === 'none') return { state };
        const [slot = 1, step = 1] = await registers.words(register.running, 2, call);
        const [hours = 0, minutes = 0, seconds = 0] = await registers.words(register.timeLeft, 3, call);
        const jumps = await registers.uint16(register.jumpCount, call);
        return { state, slot, step, cycle: jumps + 1, stepTimeLeft: hours * 3600 + minutes * 60 + seconds };
      },
      write: async (slot, program, call) => (await memory(call)).write(slot, program, call),
      read: async (slot, call) => (await memory(call)).read(slot, call),
      erase: async (slot, call) => (await memory(call)).erase(slot, call),
      start: async (slot, step, call) =>
        registers.writeWords(register.profile, [slot, step, editAction.start], call),
      stop: async (call) => {
        // The static set point first: that is where the chamber goes when the profile ends.
        const isHeld = await holdHere(parts, call);
        await registers.writeInt16(register.terminate, 1, call);
        await event(power).write(true, call);
        return isHeld && (await profileState(call)) === 'none';
      },
      pause: async (call) => hold(register.hold, 'running', 'paused', call),
      resume: async (call) => hold(register.resume, 'paused', 'running', call),
    });

    /** Holds or resumes the profile, and reads that back. */
    async function hold(
      address: number,
      from: 'running' | 'paused',
      to: 'running' | 'paused',
      call: Call,
    ): Promise<void> {
      const state = await profileState(call);
      if (state === to) return;
      if (state !== from) {
        throw new FourwireError('state', 'no-program', 'The controller runs no profile now.');
      }
      await registers.writeInt16(address, 1, call);
      const after = await profileState(call);
      if (after === to) return;
      throw new FourwireError(
        'device',
        'not-confirmed',
        `The profile was told to be ${to}, but the controller says that it is ${after}.`,
      );
    }

    return {
      members: chamberMembers({ ...parts, programs }, { clock, userLimits }),
      identify: async (call) => {
        const [model = 0, serialHigh = 0, serialLow = 0, software = 0, revision = 0] = await registers.words(
          register.identity,
          5,
          call,
        );
        return {
          manufacturer: 'Watlow',
          model: `${isDual ? 'F4D' : 'F4S'}${model === 0 ? '' : ` (${model})`}`,
          serialNumber: serialHigh === 0 && serialLow === 0 ? '' : `${serialHigh}-${serialLow}`,
          firmware: `${software}.${revision}`,
        };
      },
      setUp: async (call) => {
        await readScales(call);
        const unit = await registers.uint16(register.celsius, call);
        if (unit === 1) return;
        throw new FourwireError(
          'device',
          'units-not-celsius',
          `The controller gives temperatures in another unit (code ${unit}); set it to °C at its panel.`,
        );
      },
    };
  },
});

/** Writing the second set point as it is succeeds on a controller of two loops only (section 4). */
async function hasSecondLoop(registers: Registers): Promise<boolean> {
  try {
    const setpoint = await registers.uint16(register.setpointTwo);
    await registers.writeInt16(register.setpointTwo, setpoint);
    return true;
  } catch (error) {
    if (FourwireError.is(error) && error.code === 'modbus-exception') return false;
    throw error;
  }
}

function usedInputs(isDual: boolean, hasProduct: boolean): readonly (1 | 2 | 3)[] {
  return [1, ...(isDual ? ([2] as const) : []), ...(hasProduct ? ([3] as const) : [])];
}

function withControl(humidity: ChamberParts['humidity']): Implementation['humidity'] {
  return humidity === undefined ? undefined : { control: undefined, ...humidity };
}

function inputFault(input: number, fault: number): FourwireError {
  return new FourwireError(
    'device',
    'value-invalid',
    `Input ${input} reports error ${fault}: its sensor may be open. Check it before going on.`,
    { device: { code: fault, text: `error of input ${input}` } },
  );
}
