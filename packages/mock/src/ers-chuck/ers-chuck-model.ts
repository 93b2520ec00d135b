import type { Clock, Random } from '@fourwire/core';
import { ChuckModel } from '../physics/chuck-model.ts';
import type { ChuckParameters } from '../physics/chuck-model.ts';
import { advanceSampled } from '../physics/sampled.ts';
import { ElapsedTime } from '../simulator.ts';

/** Modes of the chuck, as `SO` sets them (sheet section 3). */
export const chuckModes = { normal: 1, standby: 2, defrost: 3, purge: 4 } as const;

/** Errors that the simulated chuck has (sheet section 4). */
const chuckErrors = {
  none: 0,
  overTemperature: 1,
  chuckSensor: 4,
  chiller: 8,
  dewPointWarning: 16,
  dewPointAlarm: 17,
  underCurrent: 63,
} as const;

/** The chuck is at its target within this, in K (sheet section 5). */
const reachedWithin = 0.2;

/** K above the dew point below which the controller warns, and at which it defrosts. Unconfirmed. */
const margins = { warning: 5, alarm: 0 } as const;

/** Unconfirmed: where the chuck goes in defrost, in °C. */
const defrostAt = 40;

/** What an {@link ErsChuckModel} may be told. */
export interface ErsChuckModelOptions {
  /** Targets that the controller takes, in °C; -60 to 300 unless given. */
  readonly range?: { readonly low: number; readonly high: number };
  /** What differs from the usual air-cooled chuck. */
  readonly parameters?: Partial<ChuckParameters>;
}

/**
 * An air-cooled chuck under an AC3 controller: the physics, what was set, and what went wrong. It advances by itself,
 * whenever it is looked at, to the time of its clock.
 */
export class ErsChuckModel {
  readonly range: { readonly low: number; readonly high: number };
  /** Target in °C. */
  target: number;
  /** One of `chuckModes`. */
  mode: number = chuckModes.normal;
  dewPointControl = true;
  hold = false;
  sensorOpen = false;
  chillerFailed = false;
  heaterFailed = false;
  readonly #chuck: ChuckModel;
  readonly #elapsed: ElapsedTime;
  #tooHot = false;
  #frosty = false;

  constructor(clock: Clock, random: Random, options: ErsChuckModelOptions = {}) {
    this.range = options.range ?? { low: -60, high: 300 };
    this.#chuck = new ChuckModel({ random, parameters: options.parameters ?? {} });
    this.#elapsed = new ElapsedTime(clock);
    this.target = this.#chuck.setpoint;
  }

  /** The physics, advanced to now. */
  get chuck(): ChuckModel {
    this.advance();
    return this.#chuck;
  }

  /** What went wrong: one of `chuckErrors`. */
  get error(): number {
    this.advance();
    if (this.#tooHot) return chuckErrors.overTemperature;
    if (this.sensorOpen) return chuckErrors.chuckSensor;
    if (this.chillerFailed) return chuckErrors.chiller;
    if (this.heaterFailed) return chuckErrors.underCurrent;
    if (!this.dewPointControl) return chuckErrors.none;
    if (this.#frosty) return chuckErrors.dewPointAlarm;
    return this.#chuck.body < this.#chuck.dewPoint + margins.warning
      ? chuckErrors.dewPointWarning
      : chuckErrors.none;
  }

  /** 0 reached, 1 heating, 2 cooling, 8 error. */
  get controlStatus(): number {
    const { error } = this;
    if (error !== chuckErrors.none && error !== chuckErrors.dewPointWarning) return 8;
    if (this.reached) return 0;
    return this.target > this.#chuck.body ? 1 : 2;
  }

  /** Whether the chuck is at its target. */
  get reached(): boolean {
    return Math.abs(this.chuck.body - this.target) <= reachedWithin;
  }

  /** Trips the limiter (true), or resets it at the panel (false). */
  set tooHot(tripped: boolean) {
    this.advance();
    this.#tooHot = tripped;
  }

  /** Switched off and on. Unconfirmed: what it remembers; here the target alone. */
  brownOut(): void {
    this.advance();
    this.mode = chuckModes.normal;
    this.hold = false;
    this.#tooHot = false;
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    const seconds = this.#elapsed.take();
    this.#apply();
    advanceSampled(this.#chuck, seconds, () => {
      this.#watch();
      this.#apply();
    });
  }

  #watch(): void {
    const { body, dewPoint } = this.#chuck;
    if (body > this.range.high + 2) this.#tooHot = true;
    if (this.dewPointControl && body < dewPoint + margins.alarm) {
      this.#frosty = true;
      this.mode = chuckModes.defrost;
    } else if (this.#frosty && this.mode !== chuckModes.defrost) {
      this.#frosty = false;
    }
  }

  #apply(): void {
    const chuck = this.#chuck;
    const stopped = this.#tooHot || this.sensorOpen || this.mode === chuckModes.standby;
    const goal = this.mode === chuckModes.defrost ? defrostAt : this.target;
    const lame = goal > chuck.body ? this.heaterFailed : this.chillerFailed;
    chuck.setpoint = goal;
    chuck.running = !stopped && !lame;
  }
}
