import type { Clock, Random } from '@fourwire/core';
import { ProgramRunner } from '../chamber-controller/program-runner.ts';
import { moveTowards } from '../physics/curves.ts';
import { advanceSampled } from '../physics/sampled.ts';
import { ThermalLoopModel } from '../physics/thermal-loop-model.ts';
import { heatedPlate } from '../physics/thermal-loop-parameters.ts';
import type { ThermalLoopParameters } from '../physics/thermal-loop-parameters.ts';
import { ElapsedTime } from '../simulator.ts';
import { eurothermProgram, programWords, segmentTypes } from './eurotherm-program.ts';

/** The plant and the settings of a simulated Eurotherm controller. */
export interface EurothermModelOptions {
  /** Decimals of the display, 0 to 2; 1 unless given. */
  readonly decimals?: number;
  /** Set point 1's limits, in °C; 0 to 300 unless given. */
  readonly range?: { readonly low: number; readonly high: number };
  /** What differs from the usual hot and cold plate. */
  readonly parameters?: Partial<ThermalLoopParameters>;
}

/** States of the program (address 23). */
export const programStates = { reset: 1, run: 2, hold: 4, holdback: 8, complete: 16 } as const;

/** How many programs it stores. */
const programCount = 20;

/** A plate under a Eurotherm controller with its programs. Temperatures in °C, outputs in %. */
export class EurothermModel {
  readonly decimals: number;
  readonly limits: { low: number; high: number };
  /** Set points 1 to 16. */
  readonly setpoints: number[];
  /** Which of them counts, from 0. */
  selected = 0;
  manual = false;
  manualOutput = 0;
  /** K/min; 0: none. */
  rateLimit = 0;
  /** 0 local, 1 remote. */
  remote = 0;
  /** 0 normal, 1 standby, 2 configuration. */
  instrumentMode = 0;
  /** High alarm 1 at full scale; others are kept alone. */
  readonly alarmSetpoints: number[];
  readonly gains: { proportional: number; integral: number; derivative: number } = {
    proportional: 20,
    integral: 360,
    derivative: 60,
  };
  readonly outputLimits: { low: number; high: number } = { low: -100, high: 100 };
  sensorBroken = false;
  /** Words of the stored programs, by number. */
  readonly programs: ReadonlyMap<number, number[]>;
  programNumber = 1;
  readonly logic: boolean[] = Array.from({ length: 8 }, () => false);
  readonly runner: ProgramRunner;
  readonly #loop: ThermalLoopModel;
  readonly #elapsed: ElapsedTime;
  #working: number;
  #complete = false;

  constructor(clock: Clock, random: Random, options: EurothermModelOptions = {}) {
    const parameters = { ...heatedPlate, ...options.parameters };
    this.decimals = options.decimals ?? 1;
    this.limits = { ...(options.range ?? { low: 0, high: 300 }) };
    this.setpoints = Array.from({ length: 16 }, () => parameters.roomTemperature);
    this.alarmSetpoints = [this.limits.high + 20, this.limits.high, 0, 0];
    this.programs = new Map(Array.from({ length: programCount }, (_, index) => [index + 1, emptyProgram()]));
    this.runner = new ProgramRunner((outputs) => {
      for (const [index, on] of outputs.entries()) this.logic[index] = on;
    });
    this.#loop = new ThermalLoopModel({ random, parameters });
    this.#loop.running = true;
    this.#elapsed = new ElapsedTime(clock);
    this.#working = parameters.roomTemperature;
  }

  /** The physics, advanced to now. */
  get loop(): ThermalLoopModel {
    this.advance();
    return this.#loop;
  }

  /** What a number is on the wire: 250 for 25.0. */
  get scale(): number {
    return 10 ** this.decimals;
  }

  /** Unconfirmed: what is measured with a broken sensor: the top of the numbers. */
  get processValue(): number {
    return this.sensorBroken ? 32_767 / this.scale : this.loop.reading;
  }

  /** The set point that is selected. */
  get target(): number {
    return this.setpoints[this.selected] ?? 0;
  }

  set target(celsius: number) {
    this.setpoints[this.selected] = celsius;
  }

  /** Where the set point has got to, with rate limit and program. */
  get working(): number {
    return this.#working;
  }

  get output(): number {
    return this.#loop.output;
  }

  /** Writes the output by hand; gives whether it is in manual. */
  setOutput(percent: number): boolean {
    if (!this.manual) return false;
    this.manualOutput = percent;
    return true;
  }

  get alarm(): boolean {
    return this.sensorBroken || this.#loop.body > (this.alarmSetpoints[0] ?? 0);
  }

  get programState(): number {
    if (this.#complete) return programStates.complete;
    const { state } = this.runner;
    if (state === 'idle') return programStates.reset;
    if (state === 'paused') return programStates.hold;
    return state === 'waiting' ? programStates.holdback : programStates.run;
  }

  /** Reset, run or hold; gives whether it can. */
  controlProgram(state: number): boolean {
    if (state === programStates.reset) {
      this.runner.stop();
      this.#complete = false;
      return true;
    }
    if (state === programStates.hold) {
      this.runner.pause();
      return this.runner.active;
    }
    if (state !== programStates.run) return false;
    if (this.runner.state === 'paused') this.runner.resume();
    else if (!this.runner.active) this.#startProgram();
    return true;
  }

  /** The type of the segment that runs, of the target and of the rate that go with it. */
  get segment(): { readonly number: number; readonly type: number; readonly target: number } {
    if (!this.runner.active) return { number: 0, type: segmentTypes.end, target: this.#working };
    const words = this.programs.get(this.programNumber) ?? [];
    const at = 8 * (this.runner.segment + 1);
    return {
      number: this.runner.segment + 1,
      type: words[at] ?? segmentTypes.end,
      target: words[at] === segmentTypes.dwell ? this.#working : (words[at + 1] ?? 0) / this.scale,
    };
  }

  /** Switched off and on: the program is reset, settings are kept. */
  powerCycle(): void {
    this.advance();
    this.controlProgram(programStates.reset);
    this.manual = false;
    this.#working = this.#loop.body;
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    const seconds = this.#elapsed.take();
    this.#apply();
    advanceSampled(this.#loop, seconds, (step) => {
      this.#move(step);
      this.#apply();
    });
  }

  #startProgram(): void {
    this.#complete = false;
    const program = eurothermProgram(this.programs, this.programNumber, this.scale, () => {
      this.#complete = true;
    });
    if (program.segments.length === 0) return;
    // It starts from where the plant is.
    this.runner.start(program, 0, {
      temperature: this.#loop.body,
      humidity: undefined,
      controls: 'air',
    });
  }

  #move(seconds: number): void {
    if (this.runner.active) {
      const end = this.runner.step(seconds, this.#loop.body);
      if (end !== undefined) this.runner.finished();
    }
    if (this.runner.active) {
      this.#working = this.runner.demand.temperature;
      return;
    }
    const most = this.rateLimit === 0 ? Number.POSITIVE_INFINITY : (this.rateLimit / 60) * seconds;
    this.#working = moveTowards(this.#working, this.target, most);
  }

  #apply(): void {
    if (this.rateLimit === 0 && !this.runner.active) this.#working = this.target;
    const loop = this.#loop;
    const off = this.instrumentMode !== 0 || this.sensorBroken;
    loop.setpoint = this.#working;
    loop.manualOutput = off ? 0 : this.manual ? this.manualOutput : undefined;
    loop.heaterLimit = Math.max(0, this.outputLimits.high) / 100;
    loop.coolerLimit = Math.max(0, -this.outputLimits.low) / 100;
  }
}

/** One cycle that ends at once. */
function emptyProgram(): number[] {
  const words = Array.from({ length: programWords }, () => 0);
  words[4] = 1;
  return words;
}
