import { instantOf } from '@fourwire/core';
import type { ProgramSegment } from '../chamber-controller/chamber-program.ts';

/** Register 4003. */
export const f4StepTypes = { autostart: 0, rampTime: 1, rampRate: 2, soak: 3, jump: 4, end: 5 } as const;

/**
 * One step: its type, and what is in its registers from 4004 on. Temperatures lie there in °C and the ramp rate in
 * K/min, so that they survive a change of unit; the rest lies there as it was written.
 */
export interface F4Step {
  type: number;
  readonly values: Map<number, number>;
}

/** What a step may wait for, and how it is switched. */
export interface F4StepContext {
  /** The time of day of the controller, in ms. */
  readonly now: () => number;
  /** Whether a digital input, 1 to 4, is on. */
  readonly input: (number: number) => boolean;
  /** What an analog input, 1 to 3, shows. */
  readonly analog: (number: number) => number;
  /** Band of the guaranteed soak, in K. */
  readonly soakBand: number;
  readonly humidity: boolean;
}

/** The segment that a step other than the end step is. */
export function segmentOf(step: F4Step, context: F4StepContext): ProgramSegment {
  const value = (register: number): number => step.values.get(register) ?? 0;
  const { type } = step;
  if (type === f4StepTypes.jump) return { ramp: false, seconds: 0 };
  if (type === f4StepTypes.autostart)
    return { ramp: false, seconds: 0, waitFor: startTime(value, context.now) };
  const moves = type === f4StepTypes.rampTime || type === f4StepTypes.rampRate;
  return {
    // A soak stays where the step before it went.
    temperature: moves ? step.values.get(4044) : undefined,
    humidity: moves && context.humidity ? step.values.get(4045) : undefined,
    ramp: moves,
    humidityRamp: moves,
    seconds: value(4009) * 3600 + value(4010) * 60 + value(4011),
    rate: type === f4StepTypes.rampRate ? value(4043) : undefined,
    band: value(4048) === 1 ? context.soakBand : undefined,
    waitFor: value(4012) === 1 ? waitConditions(value, context) : undefined,
    outputs: Array.from({ length: 8 }, (_, index) => value(4030 + index) === 1),
  };
}

/** Unconfirmed: an analog input is waited for until it passes the value, from whichever side it comes. */
function waitConditions(value: (register: number) => number, context: F4StepContext): () => boolean {
  const first = new Map<number, number>();
  return () => {
    const digital = [1, 2, 3, 4].every((number) => {
      const wanted = value(4012 + number);
      return wanted === 0 || context.input(number) === (wanted === 2);
    });
    const analog = [1, 2, 3].every((number) => {
      if (value(4019 + 2 * number) !== 1) return true;
      const target = value(4020 + 2 * number);
      const shown = context.analog(number);
      const from = first.get(number) ?? shown;
      first.set(number, from);
      return (shown - target) * (from - target) <= 0;
    });
    if (digital && analog) first.clear();
    return digital && analog;
  };
}

/** A date, or a day of the week at a time: the next one from when the step is reached. */
function startTime(value: (register: number) => number, now: () => number): () => boolean {
  let due: number | undefined;
  return () => {
    due ??= value(4004) === 0 ? dateOf(value) : nextDay(value, now());
    if (now() < due) return false;
    due = undefined;
    return true;
  };
}

function dateOf(value: (register: number) => number): number {
  return instantOf({
    year: value(4007),
    month: value(4005),
    day: value(4006),
    hour: value(4009),
    minute: value(4010),
    second: value(4011),
  });
}

function nextDay(value: (register: number) => number, now: number): number {
  const day = 86_400_000;
  const midnight = Math.floor(now / day) * day;
  const time = ((value(4009) * 60 + value(4010)) * 60 + value(4011)) * 1000;
  // Day 0 of the epoch was a Thursday; Sunday is 1 here.
  const weekday = (start: number): number => ((start / day + 4) % 7) + 1;
  const fits = (start: number): boolean => value(4008) === 0 || weekday(start) === value(4008);
  let start = midnight;
  while (start + time < now || !fits(start)) start += day;
  return start + time;
}
