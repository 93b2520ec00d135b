import { FourwireError } from '@fourwire/core';
import type { Program, ProgramEnd, ProgramOutputs, ProgramStep } from '../programs/program.ts';
import { unexpectedReply } from '../wire/errors.ts';
import { stepType } from './registers.ts';
import type { endActions } from './registers.ts';

/** A step as the controller keeps it: temperatures in °C, humidity in %, durations in s. */
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
      readonly action: (typeof endActions)[number];
      readonly idle: number | undefined;
      readonly idleHumidity: number | undefined;
    };

interface StepEvents {
  /** Event outputs 1 to 7. */
  readonly events: readonly boolean[];
}

/** What decides how a program becomes steps. */
export interface ProfileSetting {
  /** Event output that switches the chamber on; it must be on in every step (sheet, section 8). */
  readonly power: number;
  /** Event output that switches humidity on, where there is one. */
  readonly humidityPower: number | undefined;
  readonly events: number;
  /** Band of guaranteed soaks in K as it is set at the panel, where the user told it. */
  readonly guaranteeBand: number | undefined;
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
  const { guaranteeBand } = setting;
  const isGuaranteed = profile.some((step) => step.type === 'soak' && step.guaranteed);
  if (isGuaranteed && guaranteeBand === undefined) {
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
    ...(isGuaranteed && guaranteeBand !== undefined
      ? { guarantee: { band: guaranteeBand, sensor: 'air' } }
      : {}),
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

/** The type of a step by its code; `undefined` for a step that is not there. */
export function stepTypeOf(code: number): ProfileStep['type'] | undefined {
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
      throw new FourwireError(
        'device',
        'step-unknown',
        `The profile has a step of type ${code} (autostart), which a program cannot express.`,
      );
  }
}
