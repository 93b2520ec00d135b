import type { Call } from '@fourwire/core';
import type { Registers } from '@fourwire/transport';
import type { Guarantee, Program } from '../programs/program.ts';
import { confirmStored, slotEmpty } from '../running/stored-programs.ts';
import { clockOf, fromProfile, secondsOf, toProfile } from '../watlow/profile-steps.ts';
import type { ProfileSetting, ProfileStep } from '../watlow/profile-steps.ts';
import { stepUnknown } from '../wire/errors.ts';
import { registerText } from '../wire/register-text.ts';
import {
  nameStride,
  profileCode as code,
  profileLimits,
  profileRegister as register,
  stepOffset,
  stepStride,
} from './profile-registers.ts';

/** What decides how a program lies in an F4T. */
export interface F4tProfileSetting extends Omit<ProfileSetting, 'guaranteeBand'> {
  /** Hours or minutes that a rate is about, as it is set at the panel; unknown unless the user told it. */
  readonly rateScale: 'minutes' | 'hours' | undefined;
}

/** Profiles in the memory of an F4T: one is selected, and its steps are registers. */
export class F4tProfiles {
  readonly #registers: Registers;
  readonly #setting: F4tProfileSetting;

  constructor(registers: Registers, setting: F4tProfileSetting) {
    this.#registers = registers;
    this.#setting = setting;
  }

  async list(call: Call): Promise<readonly { slot: number; name: string }[]> {
    const count = await this.#registers.uint16(register.stored, call);
    const found: { slot: number; name: string }[] = [];
    for (let index = 0; index < count; index++) {
      const slot = await this.#registers.uint16(register.stored + 2 + 2 * index, call);
      const characters = await this.#registers.words(
        register.name + nameStride * (slot - 1),
        profileLimits.nameLength,
        call,
      );
      found.push({ slot, name: registerText(characters) });
    }
    return found;
  }

  async read(slot: number, call: Call): Promise<Program> {
    const { count, name, guarantee } = await this.#readHead(slot, call);
    if (count === 0) throw slotEmpty(slot);
    const steps = await this.#readSteps(slot, count, call);
    return fromProfile(name, steps, { ...this.#setting, guarantee });
  }

  /** Writes a program over what is in `slot`, and compares what was stored. */
  async write(slot: number, program: Program, call: Call): Promise<number> {
    const steps = toProfile(program, this.#setting);
    await this.#remove(slot, call);
    await this.#selected(slot, call, async (registers) => {
      await registers.writeInt16(register.editAction, code.add, call);
      const name = program.name.padEnd(profileLimits.nameLength, '\0');
      await registers.writeWords(
        register.editedName,
        Array.from(name, (character) => character.charCodeAt(0)),
        call,
      );
      await registers.writeInt16(register.logging, code.noLogging, call);
      await this.#writeGuarantee(registers, program.guarantee, call);
    });
    for (const [index, step] of steps.entries()) {
      await this.#selected(slot, call, async (registers) =>
        this.#writeStep(registers, baseOf(index), step, call),
      );
    }
    const head = await this.#readHead(slot, call);
    const stored = await this.#readSteps(slot, head.count, call);
    const band = program.guarantee?.band;
    confirmStored(
      slot,
      isSame(stored, steps) &&
        head.name === program.name.trim() &&
        (band === undefined || nearly(head.guarantee.band, band)),
    );
    return slot;
  }

  async erase(slot: number, call: Call): Promise<void> {
    if (!(await this.#remove(slot, call))) throw slotEmpty(slot);
  }

  /** Work on one profile. A transaction for each piece: a safe() must not wait for a whole profile. */
  async #selected<R>(slot: number, call: Call, work: (registers: Registers) => Promise<R>): Promise<R> {
    return this.#registers.transaction(async (registers) => {
      await registers.writeInt16(register.edit, slot, call);
      return work(registers);
    }, call);
  }

  async #remove(slot: number, call: Call): Promise<boolean> {
    return this.#selected(slot, call, async (registers) => {
      if ((await registers.uint16(register.steps, call)) === 0) return false;
      await registers.writeInt16(register.editAction, code.remove, call);
      return true;
    });
  }

  async #readHead(
    slot: number,
    call: Call,
  ): Promise<{ readonly count: number; readonly name: string; readonly guarantee: Guarantee }> {
    return this.#selected(slot, call, async (registers) => {
      const count = await registers.uint16(register.steps, call);
      const characters = await registers.words(register.editedName, profileLimits.nameLength, call);
      const band = await registers.float32(register.deviation, call);
      const humidity = this.#hasHumidity
        ? { humidityBand: await registers.float32(register.deviation + 2, call) }
        : {};
      return { count, name: registerText(characters), guarantee: { band, sensor: 'air', ...humidity } };
    });
  }

  async #writeGuarantee(registers: Registers, guarantee: Guarantee | undefined, call: Call): Promise<void> {
    if (guarantee === undefined) return;
    await registers.writeFloat32(register.deviation, guarantee.band, call);
    if (this.#hasHumidity && guarantee.humidityBand !== undefined)
      await registers.writeFloat32(register.deviation + 2, guarantee.humidityBand, call);
  }

  /** The type first, for it decides which of the others count (sheet, section 4). */
  async #writeStep(registers: Registers, base: number, step: ProfileStep, call: Call): Promise<void> {
    await registers.writeInt16(base + stepOffset.type, codeOf(step.type), call);
    if (step.type === 'end') {
      const end = step.action === 'off' ? code.off : code.hold;
      for (const place of this.#loops) await registers.writeInt16(base + stepOffset.end + place, end, call);
      return;
    }
    if (step.type === 'jump') {
      await registers.writeInt16(base + stepOffset.jumpStep, step.to, call);
      await registers.writeInt16(base + stepOffset.jumpCount, step.times, call);
      return;
    }
    for (const [index, on] of step.events.entries())
      await registers.writeInt16(base + eventOffset(index), on ? code.on : code.off, call);
    for (const place of this.#loops) {
      const isGuaranteed = step.type === 'soak' && step.guaranteed && place === 0;
      await registers.writeInt16(
        base + stepOffset.guarantee + place,
        isGuaranteed ? code.on : code.off,
        call,
      );
    }
    if (step.type !== 'soak') await this.#writeTargets(registers, base, step, call);
    if (step.type === 'ramp-rate') return;
    const [hours, minutes, seconds] = clockOf(step.duration);
    await registers.writeInt16(base + stepOffset.seconds, seconds, call);
    await registers.writeInt16(base + stepOffset.minutes, minutes, call);
    await registers.writeInt16(base + stepOffset.hours, hours, call);
  }

  async #writeTargets(
    registers: Registers,
    base: number,
    step: Extract<ProfileStep, { target: number }>,
    call: Call,
  ): Promise<void> {
    await registers.writeFloat32(base + stepOffset.target, step.target, call);
    if (step.type === 'ramp-rate')
      await registers.writeFloat32(base + stepOffset.rate, step.rate * this.#perMinute, call);
    if (this.#hasHumidity && step.humidity !== undefined)
      await registers.writeFloat32(base + stepOffset.target + 2, step.humidity, call);
  }

  async #readSteps(slot: number, count: number, call: Call): Promise<ProfileStep[]> {
    const steps: ProfileStep[] = [];
    for (let index = 0; index < count; index++) {
      const step = await this.#selected(slot, call, async (registers) =>
        this.#readStep(registers, baseOf(index), call),
      );
      steps.push(step);
    }
    return steps;
  }

  async #readStep(registers: Registers, base: number, call: Call): Promise<ProfileStep> {
    const type = typeOf(await registers.uint16(base + stepOffset.type, call));
    if (type === 'end') {
      const end = await registers.uint16(base + stepOffset.end, call);
      if (end !== code.off && end !== code.hold) throw stepUnknown(end, 'an end');
      return { type, action: end === code.off ? 'off' : 'hold', idle: undefined, idleHumidity: undefined };
    }
    if (type === 'jump') {
      const to = await registers.uint16(base + stepOffset.jumpStep, call);
      return { type, to, times: await registers.uint16(base + stepOffset.jumpCount, call) };
    }
    const switches = await registers.words(base + stepOffset.guarantee, switchWords, call);
    const events = Array.from(
      { length: profileLimits.events },
      (_, index) => switches[eventOffset(index) - stepOffset.guarantee] === code.on,
    );
    const duration = type === 'ramp-rate' ? 0 : await this.#readDuration(registers, base, call);
    if (type === 'soak') return { type, duration, guaranteed: switches[0] === code.on, events };
    const target = await registers.float32(base + stepOffset.target, call);
    const isHumid = this.#hasHumidity && events[(this.#setting.humidityPower ?? 0) - 1] === true;
    const humidity = isHumid ? await registers.float32(base + stepOffset.target + 2, call) : undefined;
    if (type === 'ramp-time') return { type, target, humidity, duration, events };
    const rate = (await registers.float32(base + stepOffset.rate, call)) / this.#perMinute;
    return { type, target, humidity, rate, events };
  }

  /** Hours, minutes and seconds, each with an empty high word. */
  async #readDuration(registers: Registers, base: number, call: Call): Promise<number> {
    const [hours = 0, , minutes = 0, , seconds = 0] = await registers.words(base + stepOffset.hours, 5, call);
    return secondsOf([hours, minutes, seconds]);
  }

  get #hasHumidity(): boolean {
    return this.#setting.humidityPower !== undefined;
  }

  /** Places of the loops among registers of which each loop has one. */
  get #loops(): readonly number[] {
    return this.#hasHumidity ? [0, 2] : [0];
  }

  /** What a rate in K/min is in the unit of the profiles. */
  get #perMinute(): number {
    const { rateScale } = this.#setting;
    // What the memory cannot hold was refused before; what is read may have been written at the panel.
    if (rateScale === undefined)
      throw stepUnknown(
        code.rampRate,
        'a ramp by rate, of which the option rateScale does not tell the unit',
      );
    return rateScale === 'hours' ? 60 : 1;
  }
}

/** From the guarantee of loop 1 to the last event. */
const switchWords = stepOffset.furtherEvents + 8 - stepOffset.guarantee;

const types = [
  ['ramp-time', code.rampTime],
  ['ramp-rate', code.rampRate],
  ['soak', code.soak],
  ['jump', code.jump],
  ['end', code.end],
] as const;

function codeOf(type: ProfileStep['type']): number {
  return types.find(([name]) => name === type)?.[1] ?? code.end;
}

function typeOf(found: number): ProfileStep['type'] {
  const known = types.find(([, each]) => each === found);
  if (known === undefined) throw stepUnknown(found, 'instant change or wait');
  return known[0];
}

function baseOf(index: number): number {
  return register.firstStep + stepStride * index;
}

function eventOffset(index: number): number {
  return index < 4 ? stepOffset.events + 2 * index : stepOffset.furtherEvents + 2 * (index - 4);
}

/** Whether two profiles are the same but for what 32-bit floats leave of their numbers. */
function isSame(stored: readonly ProfileStep[], written: readonly ProfileStep[]): boolean {
  const rounded = (steps: readonly ProfileStep[]): string =>
    JSON.stringify(steps, (_key, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
    );
  return rounded(stored) === rounded(written);
}

function nearly(one: number, other: number): boolean {
  return Math.abs(one - other) < 1e-3;
}
