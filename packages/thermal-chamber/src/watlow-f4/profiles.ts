import type { Call } from '@fourwire/core';
import type { Registers } from '@fourwire/transport';
import type { Program } from '../programs/program.ts';
import { confirmStored, slotEmpty } from '../running/stored-programs.ts';
import { clockOf, fromProfile, secondsOf, toProfile } from '../watlow/profile-steps.ts';
import type { ProfileSetting, ProfileStep } from '../watlow/profile-steps.ts';
import { stepUnknown, unexpectedReply } from '../wire/errors.ts';
import { registerText } from '../wire/register-text.ts';
import { editAction, endActions, nameLength, profiles, register, stepType } from './registers.ts';

/** How the registers of a profile are scaled. */
export interface ProfileScale {
  /** Counts in a kelvin. */
  readonly temperature: number;
  /** Counts in a percent, where there is a second loop. */
  readonly humidity: number | undefined;
  /** What the second loop is told while humidity is off, in counts. */
  readonly humidityOff: number;
}

/** Profiles in the memory of an F4: one step at a time in its step buffer. */
export class F4Profiles {
  readonly #registers: Registers;
  readonly #setting: ProfileSetting;
  readonly #scale: ProfileScale;

  constructor(registers: Registers, setting: ProfileSetting, scale: ProfileScale) {
    this.#registers = registers;
    this.#setting = setting;
    this.#scale = scale;
  }

  // A transaction for each profile and each step: a safe() must not wait for all of them.
  async list(call: Call): Promise<readonly { slot: number; name: string }[]> {
    const found: { slot: number; name: string }[] = [];
    for (let slot = 1; slot <= profiles; slot++) {
      if (await this.#exists(slot, call)) found.push({ slot, name: await this.#readName(slot, call) });
    }
    return found;
  }

  async read(slot: number, call: Call): Promise<Program> {
    if (!(await this.#exists(slot, call))) throw slotEmpty(slot);
    return fromProfile(await this.#readName(slot, call), await this.#readSteps(slot, call), this.#setting);
  }

  /** Writes a program as a new profile in place of the one in `slot`; the controller chooses the number. */
  async write(slot: number, program: Program, call: Call): Promise<number> {
    const steps = toProfile(program, this.#setting).map((step) => this.#rounded(step));
    await this.#remove(slot, call);
    const created = await this.#registers.transaction(async (registers) => {
      await registers.writeInt16(register.edit, editAction.create, call);
      return registers.uint16(register.profile, call);
    }, call);
    const characters = Array.from(program.name.padEnd(nameLength), (character) => character.charCodeAt(0));
    await this.#registers.writeWords(register.name + nameLength * (created - 1), characters, call);
    for (const [index, step] of steps.entries()) await this.#writeStep(created, index + 1, step, call);
    await this.#registers.writeInt16(register.store, 0, call);
    const stored = await this.#readSteps(created, call);
    confirmStored(created, JSON.stringify(stored) === JSON.stringify(steps));
    return created;
  }

  async erase(slot: number, call: Call): Promise<void> {
    if (!(await this.#remove(slot, call))) throw slotEmpty(slot);
    await this.#registers.writeInt16(register.store, 0, call);
  }

  async #writeStep(profile: number, number: number, step: ProfileStep, call: Call): Promise<void> {
    await this.#registers.transaction(async (registers) => {
      // Every profile has its end step already.
      const selection = step.type === 'end' ? [profile, number] : [profile, number, editAction.insert];
      await registers.writeWords(register.profile, selection, call);
      await this.#fillStep(registers, profile, step, call);
    }, call);
  }

  async #fillStep(registers: Registers, profile: number, step: ProfileStep, call: Call): Promise<void> {
    if (step.type === 'end') {
      await registers.writeInt16(register.end, endActions.indexOf(step.action), call);
      if (step.idle !== undefined) {
        await registers.writeInt16(register.end + 1, this.#counts(step.idle), call);
        if (this.#scale.humidity !== undefined) {
          await registers.writeInt16(register.end + 2, this.#humidityCounts(step.idleHumidity), call);
        }
      }
      return;
    }
    await registers.writeInt16(register.stepType, codeOf(step.type), call);
    if (step.type === 'jump') {
      await registers.writeWords(register.jump, [profile, step.to, step.times], call);
      return;
    }
    if (step.type !== 'ramp-rate')
      await registers.writeWords(register.duration, clockOf(step.duration), call);
    await registers.writeInt16(register.waitEnabled, 0, call);
    await registers.writeWords(register.stepEvents, step.events.map(Number), call);
    if (step.type === 'soak') {
      await registers.writeInt16(register.guaranteed, Number(step.guaranteed), call);
      return;
    }
    if (step.type === 'ramp-rate') {
      await registers.writeInt16(register.rate, Math.round(step.rate * 10), call);
    }
    await registers.writeInt16(register.target, this.#counts(step.target), call);
    if (this.#scale.humidity !== undefined) {
      await registers.writeInt16(register.targetTwo, this.#humidityCounts(step.humidity), call);
    }
  }

  async #readSteps(slot: number, call: Call): Promise<ProfileStep[]> {
    const steps: ProfileStep[] = [];
    for (let number = 1; ; number++) {
      const step = await this.#registers.transaction(async (registers) => {
        await registers.writeWords(register.profile, [slot, number], call);
        const type = stepTypeOf(await registers.uint16(register.stepType, call));
        if (type === undefined) throw unexpectedReply('an end step', `nothing after step ${number - 1}`);
        return this.#readStep(registers, type, call);
      }, call);
      steps.push(step);
      if (step.type === 'end') return steps;
    }
  }

  async #readStep(registers: Registers, type: ProfileStep['type'], call: Call): Promise<ProfileStep> {
    if (type === 'jump') {
      const [, to = 0, times = 0] = await registers.words(register.jump, 3, call);
      return { type, to, times };
    }
    if (type === 'end') return this.#readEnd(registers, call);
    const events = (await registers.words(register.stepEvents, this.#setting.events, call)).map(
      (word) => word !== 0,
    );
    const duration = type === 'ramp-rate' ? 0 : secondsOf(await registers.words(register.duration, 3, call));
    if (type === 'soak') {
      const guaranteed = (await registers.uint16(register.guaranteed, call)) !== 0;
      return { type, duration, guaranteed, events };
    }
    const target = (await registers.int16(register.target, call)) / this.#scale.temperature;
    const humidity = await this.#readHumidity(registers, register.targetTwo, call);
    if (type === 'ramp-time') return { type, target, humidity, duration, events };
    return { type, target, humidity, rate: (await registers.int16(register.rate, call)) / 10, events };
  }

  async #readEnd(registers: Registers, call: Call): Promise<ProfileStep> {
    const action = endActions[await registers.uint16(register.end, call)];
    if (action === undefined) throw unexpectedReply('an end action from 0 to 3', 'another');
    if (action !== 'idle') return { type: 'end', action, idle: undefined, idleHumidity: undefined };
    const idle = (await registers.int16(register.end + 1, call)) / this.#scale.temperature;
    return {
      type: 'end',
      action,
      idle,
      idleHumidity: await this.#readHumidity(registers, register.end + 2, call),
    };
  }

  async #readHumidity(registers: Registers, address: number, call: Call): Promise<number | undefined> {
    const { humidity, humidityOff } = this.#scale;
    if (humidity === undefined) return undefined;
    const counts = await registers.int16(address, call);
    return counts === humidityOff ? undefined : counts / humidity;
  }

  async #exists(slot: number, call: Call): Promise<boolean> {
    return this.#registers.transaction(async (registers) => {
      await registers.writeWords(register.profile, [slot, 1], call);
      return (await registers.uint16(register.stepType, call)) <= stepType.end;
    }, call);
  }

  async #remove(slot: number, call: Call): Promise<boolean> {
    return this.#registers.transaction(async (registers) => {
      await registers.writeWords(register.profile, [slot, 1], call);
      if ((await registers.uint16(register.stepType, call)) > stepType.end) return false;
      await registers.writeInt16(register.edit, editAction.deleteProfile, call);
      return true;
    }, call);
  }

  async #readName(slot: number, call: Call): Promise<string> {
    return registerText(
      await this.#registers.words(register.name + nameLength * (slot - 1), nameLength, call),
    );
  }

  /** What the registers can hold of a step. */
  #rounded(step: ProfileStep): ProfileStep {
    const { temperature, humidity = 1 } = this.#scale;
    const celsius = (value: number): number => Math.round(value * temperature) / temperature;
    const percent = (value: number | undefined): number | undefined =>
      value === undefined ? undefined : Math.round(value * humidity) / humidity;
    switch (step.type) {
      case 'ramp-time':
      case 'ramp-rate':
        return { ...step, target: celsius(step.target), humidity: percent(step.humidity) };
      case 'end':
        return {
          ...step,
          idle: step.idle === undefined ? undefined : celsius(step.idle),
          idleHumidity: percent(step.idleHumidity),
        };
      default:
        return step;
    }
  }

  #counts(celsius: number): number {
    return Math.round(celsius * this.#scale.temperature);
  }

  #humidityCounts(percent: number | undefined): number {
    const { humidity = 1, humidityOff } = this.#scale;
    return percent === undefined ? humidityOff : Math.round(percent * humidity);
  }
}

function codeOf(type: 'ramp-time' | 'ramp-rate' | 'soak' | 'jump'): number {
  return {
    'ramp-time': stepType.rampTime,
    'ramp-rate': stepType.rampRate,
    soak: stepType.soak,
    jump: stepType.jump,
  }[type];
}

/** The type of a step by its code; `undefined` for a step that is not there. */
function stepTypeOf(code: number): ProfileStep['type'] | undefined {
  switch (code) {
    case stepType.rampTime:
      return 'ramp-time';
    case stepType.rampRate:
      return 'ramp-rate';
    case stepType.soak:
      return 'soak';
    case stepType.jump:
      return 'jump';
    case stepType.end:
      return 'end';
    default:
      if (code > stepType.end) return undefined;
      throw stepUnknown(code, 'autostart');
  }
}
