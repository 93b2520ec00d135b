/** How fast a ramp goes: K/min, a length in seconds, or as fast as the chamber can (the setpoint jumps). */
export type Pace = { readonly rate: number } | { readonly duration: number } | 'fastest';

/** Which sensor a program waits on: the chamber's air or the product (load). */
export type ProgramSensor = 'air' | 'product';

/** Digital outputs (time signals, events) by name; the ones not named keep their state. */
export type ProgramOutputs = Readonly<Record<string, boolean>>;

/**
 * Moves the setpoint to `temperature` (°C) at `pace`. A new `humidity` setpoint (%RH, or `off`) applies at once when
 * the step begins: chamber makers advise against ramping humidity (TestEquity F4T manual).
 */
export interface RampStep {
  readonly type: 'ramp';
  readonly temperature: number;
  readonly pace: Pace;
  readonly humidity?: number | 'off';
  readonly outputs?: ProgramOutputs;
}

/** Holds the setpoint for `duration` seconds, counted only from when the guarantee's band is reached if `guaranteed`. */
export interface SoakStep {
  readonly type: 'soak';
  readonly duration: number;
  readonly guaranteed?: boolean;
  readonly outputs?: ProgramOutputs;
}

/** What a wait step waits for: a digital input, or a sensor at or beyond a temperature in °C. */
export type WaitCondition =
  | { readonly input: string; readonly is: boolean }
  | { readonly sensor: ProgramSensor; readonly above: number }
  | { readonly sensor: ProgramSensor; readonly below: number };

/** Holds the setpoint until the condition is met, however long that takes. */
export interface WaitStep {
  readonly type: 'wait';
  readonly for: WaitCondition;
  readonly outputs?: ProgramOutputs;
}

/**
 * Goes back to step `to` (1-based, at or before the step before this one) `times` times, then on. The steps in
 * between run `times + 1` times. Loops may be nested but must not overlap; an inner one starts anew on every pass.
 */
export interface JumpStep {
  readonly type: 'jump';
  readonly to: number;
  readonly times: number;
}

/** One step of a {@link Program}. */
export type ProgramStep = RampStep | SoakStep | WaitStep | JumpStep;

/**
 * What happens after the last step: hold the last setpoint, stop conditioning (`off`), stop conditioning and switch
 * every digital output off (`all-off`), or go on at an idle setpoint in °C and %RH.
 */
export type ProgramEnd =
  | { readonly action: 'hold' | 'off' | 'all-off' }
  | { readonly action: 'idle'; readonly temperature: number; readonly humidity?: number };

/**
 * When the time of a guaranteed soak counts: `sensor` is within ± `band` K of the setpoint and, while humidity is on,
 * the humidity within ± `humidityBand` %RH of its own.
 */
export interface Guarantee {
  readonly band: number;
  readonly sensor: ProgramSensor;
  readonly humidityBand?: number;
}

/**
 * A temperature program as plain data. Steps are numbered from 1, as chambers do; temperatures are °C, rates K/min,
 * durations seconds. A program starts from whatever the setpoint is then, with humidity off.
 *
 * The model follows the step tables of the Watlow F4 and F4T; one guarantee holds for the whole program because these
 * controllers store the band once and a flag in each step.
 */
export interface Program {
  readonly name: string;
  readonly steps: readonly ProgramStep[];
  readonly end: ProgramEnd;
  readonly guarantee?: Guarantee;
}

/** A step that moves the setpoint to `temperature` °C: `ramp(85, { rate: 10 })`, `ramp(85, { duration: 600 })`, `ramp(85)`. */
export function ramp(
  temperature: number,
  pace: Pace = 'fastest',
  also: Pick<RampStep, 'humidity' | 'outputs'> = {},
): RampStep {
  return { type: 'ramp', temperature, pace, ...also };
}

/** A step that holds for `duration` seconds; with `{ guaranteed: true }` they count from when the band is reached. */
export function soak(duration: number, also: Pick<SoakStep, 'guaranteed' | 'outputs'> = {}): SoakStep {
  return { type: 'soak', duration, ...also };
}

/** A step that holds until `condition` is met. */
export function waitFor(condition: WaitCondition, also: Pick<WaitStep, 'outputs'> = {}): WaitStep {
  return { type: 'wait', for: condition, ...also };
}

/** A step that goes back to step `to` (1-based) `times` times: 999 times makes 1,000 passes. */
export function jump(to: number, times: number): JumpStep {
  return { type: 'jump', to, times };
}
