import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import { chamberProgram, thermotronOptions } from './thermotron-program.ts';
import type { ThermotronProgram } from './thermotron-program.ts';

/** Why it stopped last, as `SCOD?` tells it (sheet section 3). */
const stopCodes = {
  coldBoot: 0,
  running: 1,
  stopKey: 2,
  endOfTest: 3,
  computer: 5,
  openInput: 6,
  powerFailure: 9,
  thermalAlarm: 10,
} as const;

/** The generations that differ on the wire. */
export type ThermotronGeneration = '8800' | '3800' | '2800';

/** The chamber around a simulated Thermotron controller. */
export interface ThermotronModelOptions extends ChamberControllerOptions {
  /** Setpoints that it takes, in °C; those of the bench chamber, -42 to 130, unless given. */
  readonly range?: { readonly low: number; readonly high: number };
}

/** A Thermotron chamber: the physics, what was set, stored programs, and why it stopped. */
export class ThermotronModel {
  readonly controller: ChamberController;
  /** Setpoint of channel 1 that takes effect with the next start, in °C (3800: sheet section 8). */
  staged: number | undefined;
  /** Bit sum of `OPTN`. */
  options = 0;
  light = false;
  parameterGroup = 1;
  /** Stored programs by number. */
  readonly programs = new Map<number, ThermotronProgram>();
  /** The number of the program that is edited, or ran last. */
  loaded = 1;
  held = false;
  #stopCode: number = stopCodes.coldBoot;
  /** K/min by hand; 0 steps. */
  #ramp = 0;

  constructor(clock: Clock, random: Random, options: ThermotronModelOptions = {}) {
    const range = options.range ?? { low: -42, high: 130 };
    this.controller = new ChamberController(clock, random, { outputs: 16, range }, options);
  }

  /** Goes to the time of the clock, and finds out whether an alarm stopped the chamber. */
  advance(): void {
    const { controller } = this;
    controller.advance();
    if (!this.active) return;
    const open = controller.alarms.includes('sensor-open');
    if (!open && !controller.alarms.includes('over-temperature')) return;
    controller.off();
    this.held = false;
    this.#stopCode = open ? stopCodes.openInput : stopCodes.thermalAlarm;
  }

  /** Whether it runs, by hand or by a program. */
  get active(): boolean {
    return this.controller.running || this.controller.program.active;
  }

  get stopCode(): number {
    return this.active ? stopCodes.running : this.#stopCode;
  }

  get ramp(): number {
    return this.#ramp;
  }

  set ramp(kelvinPerMinute: number) {
    this.#ramp = kelvinPerMinute;
    const rate = kelvinPerMinute === 0 ? Number.POSITIVE_INFINITY : kelvinPerMinute;
    Object.assign(this.controller.gradient, { up: rate, down: rate });
  }

  /** Sets humidity in %RH; it is controlled while option 2 is on. */
  humiditySetpoint = 50;

  /** Runs by hand; gives whether it may: not while an alarm stands. */
  runManual(): boolean {
    if (!this.#mayRun()) return false;
    const { controller } = this;
    controller.program.stop();
    if (this.staged !== undefined) controller.setpoint = this.staged;
    this.staged = undefined;
    controller.running = true;
    this.held = false;
    this.applyOptions();
    return true;
  }

  /** Runs a stored program from an interval on; gives whether there is one. */
  runProgram(number: number, interval: number): boolean {
    const program = this.programs.get(number);
    if (program === undefined || !program.intervals.has(interval) || !this.#mayRun()) return false;
    this.loaded = number;
    this.held = false;
    const ended = (): void => {
      this.#stopCode = stopCodes.endOfTest;
    };
    this.controller.start(chamberProgram(program, ended), interval === 1 ? 0 : interval);
    return true;
  }

  /** Holds the program; gives whether one runs. */
  hold(): boolean {
    if (!this.controller.program.active) return false;
    this.controller.program.pause();
    this.held = true;
    return true;
  }

  resume(): boolean {
    if (!this.held) return false;
    this.controller.program.resume();
    this.held = false;
    return true;
  }

  stop(): void {
    if (this.active) this.#stopCode = stopCodes.computer;
    this.controller.off();
    this.held = false;
  }

  /** Hands option 1 (product) and 2 (humidity) to the chamber. */
  applyOptions(): void {
    const { controller, options } = this;
    const product = (options & thermotronOptions.productControl) !== 0 && controller.hasProduct;
    controller.controls = product ? 'product' : 'air';
    const humid = (options & thermotronOptions.humidity) !== 0 && controller.hasHumidity;
    controller.humiditySetpoint = humid ? this.humiditySetpoint : undefined;
  }

  /** Switched off and on: it stands still, programs are kept. */
  powerCycle(): void {
    this.controller.brownOut();
    this.staged = undefined;
    this.held = false;
    this.#stopCode = stopCodes.powerFailure;
  }

  #mayRun(): boolean {
    this.controller.acknowledge();
    const { alarms } = this.controller;
    return !alarms.includes('over-temperature') && !alarms.includes('sensor-open');
  }
}
