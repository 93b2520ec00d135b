import type { Clock, Random } from '@fourwire/core';
import type { ChamberHumidityParameters } from '../physics/chamber-humidity.ts';
import { ChamberModel } from '../physics/chamber-model.ts';
import { benchChamber } from '../physics/chamber-parameters.ts';
import type { ChamberParameters } from '../physics/chamber-parameters.ts';
import { clamp, moveTowards } from '../physics/curves.ts';
import { ElapsedTime } from '../simulator.ts';
import type { ChamberProgram } from './chamber-program.ts';
import { ProgramRunner } from './program-runner.ts';
import type { ProgramDemand } from './program-runner.ts';

/** The chamber behind a simulated controller. */
export interface ChamberControllerOptions {
  /** Whether it can control humidity; not unless given. */
  readonly humidity?: boolean;
  /** Whether it has a sensor on the product, and can control by it; not unless given. */
  readonly product?: boolean;
  /** What differs from the bench chamber. */
  readonly parameters?: Partial<ChamberParameters>;
  /** What differs from the common climate chamber. */
  readonly humidityParameters?: Partial<ChamberHumidityParameters>;
}

/** What a protocol needs to know of a chamber before it can set up a controller. */
export interface ChamberBuild {
  /** Digital outputs, time signals or events. */
  readonly outputs: number;
  /** Setpoints that may be written, in °C. */
  readonly range: { readonly low: number; readonly high: number };
}

/** What is wrong with a chamber. The first two stop heating and cooling. */
export type ChamberAlarm = 'over-temperature' | 'sensor-open' | 'compressor-tripped' | 'door-open';

const alarmNames: readonly ChamberAlarm[] = [
  'over-temperature',
  'sensor-open',
  'compressor-tripped',
  'door-open',
];

/** How fast a setpoint moves, in units a minute; `Infinity` steps. */
export interface Gradient {
  up: number;
  down: number;
}

/**
 * What every simulated chamber controller does, whatever protocol it speaks: setpoints by hand with gradients, stored
 * programs that run, outputs, alarms and the physics behind them. It advances by itself, whenever it is looked at, to the
 * time of its clock.
 */
export class ChamberController {
  /** Setpoint by hand, in °C. */
  setpoint: number;
  /** Setpoint by hand in %RH; `undefined` leaves humidity alone. */
  humiditySetpoint: number | undefined;
  /** Whether it conditions by what is set by hand. A program conditions in any case. */
  running = false;
  /** What is controlled by hand. */
  controls: 'air' | 'product' = 'air';
  readonly gradient: Gradient = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
  readonly humidityGradient: Gradient = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
  /** Setpoints that may be written, in °C. */
  readonly range: { low: number; high: number };
  /** The over-temperature limiter trips above it, in °C. */
  limit: number;
  readonly outputs: boolean[];
  readonly program: ProgramRunner;
  readonly hasHumidity: boolean;
  readonly hasProduct: boolean;
  /** Whether the wire of the air's sensor is broken. */
  sensorOpen = false;
  /** Lets a protocol that has switches of its own keep everything off. */
  enabled: () => boolean = () => true;
  readonly #chamber: ChamberModel;
  readonly #elapsed: ElapsedTime;
  #behind = 0;
  readonly #heaterPower: number;
  readonly #alarms: ChamberAlarm[] = [];
  #tooHot = false;
  #workingHumidity: number | undefined;

  constructor(clock: Clock, random: Random, build: ChamberBuild, options: ChamberControllerOptions = {}) {
    const parameters = { ...benchChamber, ...options.parameters };
    this.#chamber = new ChamberModel({ random, parameters, humidity: options.humidityParameters ?? {} });
    this.#elapsed = new ElapsedTime(clock);
    this.#heaterPower = parameters.heaterPower;
    this.range = { ...build.range };
    this.limit = build.range.high + 5;
    this.setpoint = parameters.roomTemperature;
    this.hasHumidity = options.humidity === true;
    this.hasProduct = options.product === true;
    this.outputs = Array.from({ length: build.outputs }, () => false);
    this.program = new ProgramRunner((outputs) => {
      for (const [index, on] of outputs.entries()) this.outputs[index] = on;
    });
  }

  /** By how many seconds it has not caught up with its clock; not 0 only while it does so. */
  get behind(): number {
    return this.#behind;
  }

  /** The physics, advanced to now. */
  get chamber(): ChamberModel {
    this.advance();
    return this.#chamber;
  }

  /** Whether it heats or cools, or would if it had to. */
  get conditioning(): boolean {
    return (this.running || this.program.active) && this.enabled() && !this.sensorOpen && !this.#tooHot;
  }

  /** Where the setpoint is now, with ramps and programs, in °C. */
  get workingSetpoint(): number {
    this.advance();
    if (this.program.active) return this.program.demand.temperature;
    const working = this.#chamber.workingSetpoint;
    // Without a gradient it is there at once, and not only with the controller's next sample.
    const steps = this.#rate(working) === Number.POSITIVE_INFINITY;
    return this.conditioning && !steps ? working : this.setpoint;
  }

  /** The same of the humidity in %RH; `undefined` while it is left alone. */
  get workingHumidity(): number | undefined {
    this.advance();
    return this.program.active
      ? this.program.demand.humidity
      : (this.#workingHumidity ?? this.humiditySetpoint);
  }

  /** Output in % of the heater's power; negative while the chamber cools. */
  get outputPower(): number {
    if (!this.conditioning) return 0;
    return clamp((100 * this.chamber.power) / this.#heaterPower, -100, 100);
  }

  /** What is wrong and was not acknowledged, in the order in which it came. */
  get alarms(): readonly ChamberAlarm[] {
    this.advance();
    return this.#alarms;
  }

  /** Forgets one alarm, or all of them, unless the cause is still there. */
  acknowledge(alarm?: ChamberAlarm): void {
    this.advance();
    for (const own of this.#alarms.filter((each) => alarm === undefined || each === alarm)) {
      if (own === 'over-temperature') this.#tooHot = this.#chamber.air > this.limit;
      if (!this.#present(own)) this.#alarms.splice(this.#alarms.indexOf(own), 1);
    }
  }

  /** Trips the over-temperature limiter although nothing is hot, as one that failed does. */
  tripLimiter(): void {
    this.advance();
    this.#tooHot = true;
    this.#watch();
  }

  /**
   * Runs a program from a segment on, instead of what it ran before.
   *
   * @param from - where its first ramp starts, unless from where the chamber is
   */
  start(program: ChamberProgram, segment = 0, from: Partial<ProgramDemand> = {}): void {
    this.advance();
    const conditioning = this.conditioning;
    this.program.start(program, segment, {
      temperature: conditioning ? this.workingSetpoint : this.#chamber.air,
      humidity: conditioning ? this.workingHumidity : undefined,
      controls: this.controls,
      ...from,
    });
    // Segments that take no time are over at once.
    this.#runProgram(0);
    this.#apply();
  }

  /** Ends the program, if one runs, and everything set by hand. */
  off(): void {
    this.advance();
    this.program.stop();
    this.running = false;
  }

  /** Switched off and on: conditioning, program and outputs are off. Unconfirmed: what a controller remembers. */
  brownOut(): void {
    this.off();
    this.outputs.fill(false);
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    // Somebody who is asked while it catches up looks at it as it is then.
    if (this.#behind > 0) return;
    this.#behind += this.#elapsed.take();
    this.#apply();
    while (this.#behind > 0) {
      // Programs and alarms are looked at with every sample of the controller, however rarely somebody asks.
      const step = Math.min(this.#behind, this.#chamber.untilSample);
      this.#behind -= step;
      this.#chamber.advance(step);
      if (this.program.active) this.#runProgram(step);
      this.#moveHumidity(step);
      this.#watch();
      this.#apply();
    }
    this.#watch();
  }

  #runProgram(seconds: number): void {
    const actual = this.program.demand.controls === 'product' ? this.#chamber.product : this.#chamber.air;
    const end = this.program.step(seconds, actual);
    if (end === undefined) return;
    if (end !== 'hold') this.running = end === 'manual';
    this.program.finished();
  }

  /** Hands to the physics what is set. */
  #apply(): void {
    const chamber = this.#chamber;
    const { program } = this;
    const byProgram = program.active;
    const target = byProgram ? program.demand.temperature : this.setpoint;
    chamber.rampRate = byProgram ? Number.POSITIVE_INFINITY : this.#rate(chamber.workingSetpoint);
    chamber.setpoint = target;
    chamber.controls = byProgram ? program.demand.controls : this.controls;
    chamber.running = this.conditioning;
    const humidity = byProgram ? program.demand.humidity : this.#workingHumidity;
    chamber.humidity.setpoint = this.hasHumidity && chamber.running ? humidity : undefined;
  }

  /** How fast the setpoint by hand is approached from `working`, in K/min. */
  #rate(working: number): number {
    return this.setpoint >= working ? this.gradient.up : this.gradient.down;
  }

  #moveHumidity(seconds: number): void {
    const target = this.humiditySetpoint;
    if (target === undefined || this.program.active || !this.conditioning) {
      this.#workingHumidity = undefined;
      return;
    }
    const from = this.#workingHumidity ?? this.#chamber.relativeHumidity;
    const rate = target >= from ? this.humidityGradient.up : this.humidityGradient.down;
    this.#workingHumidity = moveTowards(from, target, (rate / 60) * seconds);
  }

  #watch(): void {
    if (this.#chamber.air > this.limit) this.#tooHot = true;
    for (const alarm of alarmNames)
      if (this.#present(alarm) && !this.#alarms.includes(alarm)) this.#alarms.push(alarm);
  }

  #present(alarm: ChamberAlarm): boolean {
    const chamber = this.#chamber;
    if (alarm === 'over-temperature') return this.#tooHot;
    if (alarm === 'sensor-open') return this.sensorOpen;
    return alarm === 'door-open' ? chamber.doorOpen : chamber.compressor.tripped;
  }
}
