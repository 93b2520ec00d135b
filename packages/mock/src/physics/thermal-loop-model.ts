import type { Random } from '@fourwire/core';
import { clamp, interpolate, moveTowards } from './curves.ts';
import { PowerController } from './power-controller.ts';
import { SampleClock } from './sample-clock.ts';
import type { ThermalLoopParameters } from './thermal-loop-parameters.ts';
import { ThermalNetwork } from './thermal-network.ts';

const body = 0;
const load = 1;
const bodyToLoad = 0;

/** How strongly the body runs ahead of a load that lags: K of body for each K of the load's error. */
const cascadeGain = 2;

/** What a {@link ThermalLoopModel} is made of. */
export interface ThermalLoopModelOptions {
  /** Where the noise of the readings comes from. */
  readonly random: Random;
  readonly parameters: ThermalLoopParameters;
}

/**
 * The physics of a temperature loop: a body (plate, bath, stream of air) that a sampled controller heats and cools, and a
 * load on it that lags. Temperatures are in °C, powers in W.
 *
 * It holds no clock: call {@link advance} with the seconds that went by, then read or change it.
 */
export class ThermalLoopModel {
  /** Target of the controller, in °C. */
  setpoint: number;
  /** Whether the controller may heat and cool. */
  running = false;
  /** How fast the working setpoint moves, in K/min; `Infinity` steps. */
  rampRate = Number.POSITIVE_INFINITY;
  /** What the setpoint is about: the body, or the load through a cascade that lets the body run ahead. */
  controls: 'body' | 'load' = 'body';
  /** Lowest and highest temperature that a cascade may ask of the body, in °C. */
  bodyRange: readonly [low: number, high: number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  /** How far a cascade lets the body run ahead of the setpoint, in K. */
  aheadLimit: number;
  /** Output in % of the heating (negative: cooling) power that is put out whatever is measured; `undefined` in closed loop. */
  manualOutput: number | undefined;
  /** The part of the heating power that the controller may use, 0 to 1. */
  heaterLimit = 1;
  /** The part of the cooling power that the controller may use, 0 to 1. */
  coolerLimit = 1;
  /** The heater gives nothing. */
  heaterFailed = false;
  /** The cooler gives nothing. */
  coolerFailed = false;
  /** How fast the body's sensor drifts away from the truth, in K/h. Mending it takes the drift back. */
  sensorDrift = 0;
  /** Heat that the load gives off, in W. */
  loadPower = 0;
  readonly #parameters: ThermalLoopParameters;
  readonly #network: ThermalNetwork;
  readonly #controller: PowerController;
  readonly #cascade: PowerController;
  readonly #clock: SampleClock;
  readonly #noise: Random;
  #powers: readonly number[] = [0, 0];
  #power = 0;
  #working: number;
  #drifted = 0;
  #stuckAt: number | undefined;

  constructor({ random, parameters }: ThermalLoopModelOptions) {
    this.#parameters = parameters;
    this.#noise = random.fork('reading');
    this.#network = new ThermalNetwork({
      capacities: [parameters.bodyCapacity, parameters.loadCapacity],
      links: [[body, load, parameters.bodyToLoad]],
      losses: [parameters.bodyToRoom, parameters.loadToRoom],
      temperature: parameters.roomTemperature,
    });
    this.#controller = new PowerController({
      gain: parameters.bodyCapacity / parameters.timeConstant,
      integralTime: parameters.integralTime,
    });
    const loadTime = parameters.loadCapacity / parameters.bodyToLoad;
    this.#cascade = new PowerController({ gain: cascadeGain, integralTime: 4 * loadTime });
    this.#clock = new SampleClock(parameters.samplePeriod);
    this.setpoint = parameters.roomTemperature;
    this.aheadLimit = parameters.cascadeLimit;
    this.#working = parameters.roomTemperature;
  }

  /** Temperature of the body. */
  get body(): number {
    return this.#network.temperature(body);
  }

  /** Temperature of the load. */
  get load(): number {
    return this.#network.temperature(load);
  }

  /** What the controller shows for the body: noise changes with every sample, not with every look. */
  get reading(): number {
    return this.#stuckAt ?? this.#sensed + this.#sensorNoise('body');
  }

  /** What a sensor on the load shows. */
  get loadReading(): number {
    return this.load + this.#sensorNoise('load');
  }

  /** Whether the body's sensor shows, and tells the controller, what it showed when this was set. */
  get sensorStuck(): boolean {
    return this.#stuckAt !== undefined;
  }

  set sensorStuck(stuck: boolean) {
    this.#stuckAt = stuck ? (this.#stuckAt ?? this.#sensed) : undefined;
  }

  /** Where the setpoint ramp has got to, in °C. It may be set: ramps then go on from there. */
  get workingSetpoint(): number {
    return this.#working;
  }

  set workingSetpoint(temperature: number) {
    this.#working = temperature;
  }

  /** Heat that is put into the body right now, in W; negative when it is cooled. */
  get power(): number {
    return this.#power;
  }

  /** {@link power} in % of what the loop can give here: 0 to 100 heating, -100 to 0 cooling. */
  get output(): number {
    const most = this.#power >= 0 ? this.#heating() : this.#cooling();
    return most === 0 ? 0 : clamp((100 * this.#power) / most, -100, 100);
  }

  /** Temperature of the surroundings, in °C. */
  get room(): number {
    return this.#parameters.roomTemperature;
  }

  /** Seconds until the controller looks at its sensor again. */
  get untilSample(): number {
    return this.#clock.untilSample;
  }

  /** Changes how well body and load exchange heat: 1 as in the parameters, 0 not at all. */
  set coupling(part: number) {
    this.#network.setLink(bodyToLoad, part * this.#parameters.bodyToLoad);
  }

  /**
   * Lets `seconds` pass; one long step gives what many short ones give.
   *
   * @throws FourwireError of kind `range` when `seconds` is negative or not a number.
   */
  advance(seconds: number): void {
    this.#clock.advance(
      seconds,
      () => this.#sample(),
      (step) => this.#network.advance(step, this.#powers, this.room),
    );
  }

  /** What the body's sensor feels. */
  get #sensed(): number {
    return this.#stuckAt ?? this.body + this.#drifted;
  }

  #sample(): void {
    const { samplePeriod } = this.#parameters;
    this.#drifted = this.sensorDrift === 0 ? 0 : this.#drifted + (this.sensorDrift * samplePeriod) / 3600;
    const wanted = this.running ? this.#control() : this.#idle();
    const failed = wanted > 0 ? this.heaterFailed : this.coolerFailed;
    this.#power = failed ? 0 : wanted;
    this.#powers = [this.#power, this.loadPower];
  }

  #control(): number {
    const { samplePeriod, bodyToRoom } = this.#parameters;
    this.#working = moveTowards(this.#working, this.setpoint, (this.rampRate / 60) * samplePeriod);
    const manual = this.manualOutput;
    if (manual !== undefined) {
      this.#controller.reset();
      return (Math.abs(manual) / 100) * (manual > 0 ? this.#heating() : -this.#cooling());
    }
    const target = this.controls === 'load' ? this.#bodyTarget() : this.#working;
    return this.#controller.power(
      target - this.#sensed,
      bodyToRoom * (target - this.room),
      -this.#cooling(),
      this.#heating(),
      samplePeriod,
    );
  }

  #bodyTarget(): number {
    const limit = this.aheadLimit;
    const error = this.#working - this.load;
    const ahead = this.#cascade.power(error, 0, -limit, limit, this.#parameters.samplePeriod);
    return clamp(this.#working + ahead, ...this.bodyRange);
  }

  #idle(): number {
    this.#controller.reset();
    this.#cascade.reset();
    this.#working = this.#sensed;
    return 0;
  }

  #heating(): number {
    return this.heaterLimit * interpolate(this.#parameters.heating, this.body);
  }

  #cooling(): number {
    return this.coolerLimit * interpolate(this.#parameters.cooling, this.body);
  }

  #sensorNoise(name: string): number {
    return this.#noise.fork(`${name}/${this.#clock.samples}`).normal(0, this.#parameters.sensorNoise);
  }
}
