import { FourwireError } from '@fourwire/core';
import type { Guarantee, Program, ProgramEnd, ProgramOutputs, ProgramStep } from '../programs/program.ts';
import { unexpectedReply } from '../wire/errors.ts';

/** A step as a Watlow controller keeps it: temperatures in °C, humidity in %, durations in s. */
export type ProfileStep =
  | (StepEvents & {
      readonly type: 'ramp-time';
      readonly target: number;
      readonly humidity: number | undefined;
      readonly duration: number;
    })
  | (StepEvents & {
      readonly type: 'ramp-rate';
      readonly target: number;
      readonly humidity: number | undefined;
      readonly rate: number;
    })
  | (StepEvents & { readonly type: 'soak'; readonly duration: number; readonly guaranteed: boolean })
  | { readonly type: 'jump'; readonly to: number; readonly times: number }
  | {
      readonly type: 'end';
      readonly action: ProgramEnd['action'];
      readonly idle: number | undefined;
      readonly idleHumidity: number | undefined;
    };

interface StepEvents {
  /** Event outputs from 1. */
  readonly events: readonly boolean[];
}

/** What decides how a program becomes steps. */
export interface ProfileSetting {
  /** Event output that switches the chamber on, where one does; it must be on in every step (sheet watlow-f4.md, section 8). */
  readonly power: number | undefined;
  /** Event output that switches humidity on, where there is one. */
  readonly humidityPower: number | undefined;
  readonly events: number;
  /** What guaranteed soaks go by, where it is known. */
  readonly guarantee?: Guarantee | undefined;
}

/**
 * A program as the controller keeps it: one of its steps for each of the program's, and the end. The events that the
 * program does not name stay as they were in the step before, off at first.
 */
export function toProfile(program: Program, setting: ProfileSetting): ProfileStep[] {
  const { power, humidityPower, events: count } = setting;
  let humidity: number | undefined;
  let outputs: ProgramOutputs = {};
  const steps = program.steps.map((step): ProfileStep => {
    if (step.type === 'jump') return { type: 'jump', to: step.to, times: step.times };
    outputs = { ...outputs, ...step.outputs };
    if (step.type === 'ramp' && step.humidity !== undefined) {
      humidity = step.humidity === 'off' ? undefined : step.humidity;
    }
    const events = Array.from({ length: count }, (_, index) => {
      const number = index + 1;
      if (number === power) return true;
      if (number === humidityPower) return humidity !== undefined;
      return outputs[String(number)] === true;
    });
    if (step.type === 'soak') {
      return { type: 'soak', duration: step.duration, guaranteed: step.guaranteed === true, events };
    }
    if (step.type === 'ramp' && step.pace !== 'fastest') {
      const target = step.temperature;
      return 'rate' in step.pace
        ? { type: 'ramp-rate', target, humidity, rate: step.pace.rate, events }
        : { type: 'ramp-time', target, humidity, duration: step.pace.duration, events };
    }
    // What the memory cannot hold was refused before.
    throw new FourwireError('internal', 'unexpected', `A step ${step.type} cannot be stored.`);
  });
  const { end } = program;
  const isIdle = end.action === 'idle';
  return [
    ...steps,
    {
      type: 'end',
      action: end.action,
      idle: isIdle ? end.temperature : undefined,
      idleHumidity: isIdle ? end.humidity : undefined,
    },
  ];
}

/** The program that a profile means; every step names all events that are the program's to set. */
export function fromProfile(name: string, profile: readonly ProfileStep[], setting: ProfileSetting): Program {
  const steps: ProgramStep[] = [];
  let end: ProgramEnd = { action: 'hold' };
  for (const step of profile) {
    if (step.type === 'end') end = endOf(step);
    else steps.push(stepOf(step, setting));
  }
  const { guarantee } = setting;
  const isGuaranteed = profile.some((step) => step.type === 'soak' && step.guaranteed);
  if (isGuaranteed && guarantee === undefined) {
    throw new FourwireError(
      'device',
      'guarantee-unknown',
      'The profile has guaranteed soaks; give the option guaranteeBand with the band that is set at the panel, in K.',
    );
  }
  return {
    name,
    steps,
    end,
    ...(isGuaranteed && guarantee !== undefined ? { guarantee } : {}),
  };
}

function endOf(step: Extract<ProfileStep, { type: 'end' }>): ProgramEnd {
  if (step.action !== 'idle') return { action: step.action };
  const { idle, idleHumidity } = step;
  if (idle === undefined) throw unexpectedReply('an idle set point', 'none');
  return {
    action: 'idle',
    temperature: idle,
    ...(idleHumidity === undefined ? {} : { humidity: idleHumidity }),
  };
}

function stepOf(step: Exclude<ProfileStep, { type: 'end' }>, setting: ProfileSetting): ProgramStep {
  if (step.type === 'jump') return step;
  const outputs = Object.fromEntries(
    step.events.flatMap((on, index) => {
      const number = index + 1;
      return number === setting.power || number === setting.humidityPower ? [] : [[String(number), on]];
    }),
  );
  if (step.type === 'soak') {
    const { duration, guaranteed } = step;
    return { type: 'soak', duration, ...(guaranteed ? { guaranteed } : {}), outputs };
  }
  return {
    type: 'ramp',
    temperature: step.target,
    pace: step.type === 'ramp-rate' ? { rate: step.rate } : { duration: step.duration },
    ...(setting.humidityPower === undefined ? {} : { humidity: step.humidity ?? ('off' as const) }),
    outputs,
  };
}

/** Hours, minutes and seconds of a duration in s. */
export function clockOf(duration: number): readonly [hours: number, minutes: number, seconds: number] {
  const whole = Math.round(duration);
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
}

/** The duration in s of hours, minutes and seconds. */
export function secondsOf([hours = 0, minutes = 0, rest = 0]: readonly number[]): number {
  return hours * 3600 + minutes * 60 + rest;
}
