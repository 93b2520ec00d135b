import type { Clock, Random } from '@fourwire/core';
import { advanceSampled } from '../physics/sampled.ts';
import { ThermalLoopModel } from '../physics/thermal-loop-model.ts';
import { peltierStage } from '../physics/thermal-loop-parameters.ts';
import type { ThermalLoopParameters } from '../physics/thermal-loop-parameters.ts';
import { ElapsedTime } from '../simulator.ts';

/** The stage under a simulated TEC controller. */
export interface MecomModelOptions {
  /** Targets that it takes, in °C; -50 to 150 unless given. */
  readonly range?: { readonly low: number; readonly high: number };
  /** What differs from the usual Peltier stage. */
  readonly parameters?: Partial<ThermalLoopParameters>;
}

/** Numbers in parameter 104 (sheet section 4). */
const mecomStates = { ready: 1, run: 2, error: 3 } as const;

/** Unconfirmed error numbers. */
export const mecomErrors = { none: 0, sensor: 30, overTemperature: 36 } as const;

/** s within the window until it is stable. Unconfirmed. */
const stableTime = 10;

/** A Peltier stage under a TEC controller. Temperatures in °C. */
export class MecomModel {
  readonly range: { readonly low: number; readonly high: number };
  target: number;
  /** 0 off, 1 on, 2 live. */
  outputEnable = 0;
  /** K around the target that count as reached. */
  window = 0.1;
  /** K/s; 0: at once. */
  rampRate = 0;
  /** A and V at full output. */
  readonly limits = { current: 8, voltage: 12 };
  readonly #loop: ThermalLoopModel;
  readonly #elapsed: ElapsedTime;
  #error: number = mecomErrors.none;
  #sensorOpen = false;
  #inside = 0;

  constructor(clock: Clock, random: Random, options: MecomModelOptions = {}) {
    const parameters = { ...peltierStage, ...options.parameters };
    this.range = options.range ?? { low: -50, high: 150 };
    this.#loop = new ThermalLoopModel({ random, parameters });
    this.#elapsed = new ElapsedTime(clock);
    this.target = parameters.roomTemperature;
  }

  /** The physics, advanced to now. */
  get loop(): ThermalLoopModel {
    this.advance();
    return this.#loop;
  }

  /** What went wrong: an error stops the output until {@link reset}. */
  get error(): number {
    this.advance();
    return this.#error;
  }

  fail(error: number): void {
    this.advance();
    this.#error = error;
  }

  get sensorOpen(): boolean {
    return this.#sensorOpen;
  }

  set sensorOpen(open: boolean) {
    this.advance();
    this.#sensorOpen = open;
    if (open) this.#error = mecomErrors.sensor;
  }

  /** 1 ready, 2 run, 3 error. */
  get state(): number {
    if (this.error !== mecomErrors.none) return mecomStates.error;
    return this.outputEnable === 0 ? mecomStates.ready : mecomStates.run;
  }

  /** 0 regulation off, 1 not stable, 2 stable. */
  get stability(): number {
    if (this.state !== mecomStates.run) return 0;
    return this.#inside >= stableTime ? 2 : 1;
  }

  /** Starts anew: the error is gone unless its cause is still there; the output is off. Unconfirmed: what else it forgets. */
  reset(): void {
    this.advance();
    this.outputEnable = 0;
    this.#error = this.#sensorOpen ? mecomErrors.sensor : mecomErrors.none;
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    const seconds = this.#elapsed.take();
    const loop = this.#loop;
    loop.setpoint = this.target;
    loop.rampRate = this.rampRate === 0 ? Number.POSITIVE_INFINITY : this.rampRate * 60;
    loop.running = this.outputEnable !== 0 && this.#error === mecomErrors.none;
    advanceSampled(loop, seconds, (step) => {
      const inside = loop.running && Math.abs(loop.body - this.target) <= this.window;
      this.#inside = inside ? this.#inside + step : 0;
    });
  }
}
