import { FourwireError } from '@fourwire/core';
import type { Call, ImplementationOf } from '@fourwire/core';
import type { Registers } from '@fourwire/transport';
import { holdHere } from '../classes/approach-commands.ts';
import type { thermalChamber } from '../classes/thermal-chamber.ts';
import { storedPrograms } from '../running/stored-programs.ts';
import type { StoredProgress } from '../running/stored-programs.ts';
import type { ProgramAccess } from '../running/chamber-access.ts';
import { profileCode, profileLimits, profileRegister as register } from './profile-registers.ts';
import { F4tProfiles } from './profiles.ts';
import type { F4tProfileSetting } from './profiles.ts';
import { code, register as controlRegister } from './registers.ts';

type Implementation = ImplementationOf<typeof thermalChamber>;

/** What a profile of the F4T does now. */
export type F4tProfileState = 'none' | 'running' | 'paused' | 'waiting';

/** What the programs of an F4T need of its driver. */
export interface F4tProgramAccess extends ProgramAccess {
  readonly registers: Registers;
  readonly setting: F4tProfileSetting;
  /** Switches the conditioning on, where the profile has ended. */
  readonly powered: Implementation['running'];
}

/** What a profile does, and what is left of it. */
export async function profileState(registers: Registers, call: Call): Promise<F4tProfileState> {
  const state = await registers.uint16(register.state, call);
  if (state === code.paused) return 'paused';
  if (state === code.waitingForStart) return 'waiting';
  return state === code.running ? 'running' : 'none';
}

/** The profiles of an F4T as the class has them. */
export function f4tPrograms(access: F4tProgramAccess): NonNullable<Implementation['programs']> {
  const { registers, setting, powered, members } = access;
  const memory = new F4tProfiles(registers, setting);

  /** Pauses or resumes the profile, and reads that back. */
  const turn = async (
    address: number,
    order: number,
    from: F4tProfileState,
    to: F4tProfileState,
    call: Call,
  ): Promise<void> => {
    const before = await profileState(registers, call);
    if (before === to) return;
    if (before !== from)
      throw new FourwireError('state', 'no-program', 'The controller runs no profile now.');
    await registers.writeInt16(address, order, call);
    const after = await profileState(registers, call);
    if (after === to) return;
    throw new FourwireError(
      'device',
      'not-confirmed',
      `The profile was told to be ${to}, but the controller says that it is ${after}.`,
    );
  };

  return storedPrograms({
    ...access,
    // Without an event that switches it, a profile cannot tell whether the humidity is controlled.
    members: { ...members, humidity: setting.humidityPower === undefined ? undefined : members.humidity },
    slots: profileLimits.profiles,
    storage: () =>
      Promise.resolve({
        // One of them is the end.
        steps: profileLimits.steps - 1,
        nameLength: profileLimits.nameLength,
        // What one character to a register holds.
        namePattern: /^[ -~]*$/,
        durationResolution: 1,
        longestStep: 99 * 3600 + 59 * 60 + 59,
        paces: setting.rateScale === undefined ? ['duration'] : ['duration', 'rate'],
        waits: false,
        guaranteeSensors: ['air'],
        // The end of a profile switches the loops, not an event output that the builder made the power switch.
        ends: setting.power === undefined ? ['hold', 'off'] : ['hold'],
      }),
    list: async (call) => memory.list(call),
    progress: async (call): Promise<StoredProgress> => {
      const state = await profileState(registers, call);
      if (state === 'none') return { state };
      const [, , minutesLeft = 0, , hoursLeft = 0] = await registers.words(register.state, 5, call);
      const [slot = 1, , step = 1] = await registers.words(register.current, 3, call);
      const [seconds = 0, , minutes = 0, , hours = 0] = await registers.words(register.stepTimeLeft, 5, call);
      return {
        state,
        // Before a calendar start there is none yet.
        ...(slot === 0 ? {} : { slot }),
        ...(step === 0 ? {} : { step }),
        stepTimeLeft: hours * 3600 + minutes * 60 + seconds,
        timeLeft: hoursLeft * 3600 + minutesLeft * 60,
      };
    },
    write: async (slot, program, call) => memory.write(slot, program, call),
    read: async (slot, call) => memory.read(slot, call),
    erase: async (slot, call) => memory.erase(slot, call),
    start: async (slot, step, call) => {
      await registers.transaction(async (exclusive) => {
        await exclusive.writeInt16(register.profileToStart, slot, call);
        await exclusive.writeInt16(register.stepToStart, step, call);
        await exclusive.writeInt16(register.start, profileCode.start, call);
      }, call);
    },
    stop: async (call) => {
      // The user set point first: that is where the chamber goes when the profile ends.
      const isHeld = await holdHere(members, call);
      await registers.writeInt16(controlRegister.profileHalt, code.terminate, call);
      await powered.write(true, call);
      return isHeld && (await powered.read(call)) && (await profileState(registers, call)) === 'none';
    },
    pause: async (call) => turn(controlRegister.profileHalt, code.paused, 'running', 'paused', call),
    resume: async (call) => turn(register.resume, profileCode.resume, 'paused', 'running', call),
  });
}
