import type { Random } from '@fourwire/core';
import { ChamberHumidity, climateHumidity } from './chamber-humidity.ts';
import type { ChamberHumidityParameters } from './chamber-humidity.ts';
import { benchChamber } from './chamber-parameters.ts';
import type { ChamberParameters } from './chamber-parameters.ts';
import { Compressor } from './compressor.ts';
import { clamp, interpolate, moveTowards } from './curves.ts';
import { PowerController } from './power-controller.ts';
import { SampleClock } from './sample-clock.ts';
import { ThermalNetwork } from './thermal-network.ts';

const air = 0;
const wall = 1;
const product = 2;

/** How strongly the air runs ahead of a product that lags: K of air for each K of product error. */
const cascadeGain = 2;

/** What a {@link ChamberModel} is made of. */
export interface ChamberModelOptions {
  /** Where the noise of the readings comes from. */
  readonly random: Random;
  /** What differs from {@link benchChamber}. */
  readonly parameters?: Partial<ChamberParameters>;
  /** What differs from {@link climateHumidity}. */
  readonly humidity?: Partial<ChamberHumidityParameters>;
}

/**
 * The physics of a temperature or climate test chamber: air, wall and product with their own heat capacities, a
 * heater, a compressor that carries away less the colder it gets, a sampled controller with a setpoint ramp, a door,
 * and the water in the air (thermal sheet A1 to A4). Temperatures are in °C, powers in W.
 *
 * It holds no clock: call {@link advance} with the seconds that went by, then read or change it.
 */
export class ChamberModel {
  /** Target of the controller, in °C. */
  setpoint: number;
  /** Whether the controller may heat and cool. */
  running = false;
  /** How fast the working setpoint moves, in K/min; `Infinity` steps. */
  rampRate = Number.POSITIVE_INFINITY;
  /** What the setpoint is about: the air, or the product through a cascade that lets the air run ahead. */
  controls: 'air' | 'product' = 'air';
  /** An open door lets room air in; heater and compressor pause. */
  doorOpen = false;
  /** How fast the air's sensor drifts away from the truth, in K/h. Mending it takes the drift back. */
  sensorDrift = 0;
  /** The heater gives nothing: contactor, fuse or over-temperature limiter. */
  heaterFailed = false;
  /** Heat that something in the air gives off, in W. */
  liveLoad = 0;
  /** Heat that the product gives off, in W. */
  productPower = 0;
  /** How many K the air may be below and above the setpoint while the product is controlled. */
  readonly cascadeLimits: { below: number; above: number };
  readonly compressor: Compressor;
  readonly humidity: ChamberHumidity;

  readonly #parameters: ChamberParameters;
  readonly #network: ThermalNetwork;
  readonly #controller: PowerController;
  readonly #clock: SampleClock;
  readonly #noise: Random;
  #powers: readonly number[] = [0, 0, 0];
  #power = 0;
  #working: number;
  #drifted = 0;
  #stuckAt: number | undefined;

  constructor(options: ChamberModelOptions) {
    const parameters = { ...benchChamber, ...options.parameters };
    this.#parameters = parameters;
    this.cascadeLimits = { below: parameters.cascadeLimit, above: parameters.cascadeLimit };
    this.#noise = options.random.fork('reading');
    this.#network = new ThermalNetwork({
      capacities: [parameters.airCapacity, parameters.wallCapacity, parameters.productCapacity],
      links: [
        [air, wall, parameters.airToWall],
        [air, product, parameters.airToProduct],
      ],
      losses: [0, parameters.wallToRoom, 0],
      temperature: parameters.roomTemperature,
    });
    this.#controller = new PowerController({
      gain: parameters.heaterPower / parameters.proportionalBand,
      integralTime: parameters.integralTime,
    });
    this.#clock = new SampleClock(parameters.samplePeriod);
    this.compressor = new Compressor(parameters.compressor);
    this.humidity = new ChamberHumidity(
      { ...climateHumidity, ...options.humidity },
      parameters.roomTemperature,
    );
    this.setpoint = parameters.roomTemperature;
    this.#working = parameters.roomTemperature;
  }

  /** Temperature of the air. */
  get air(): number {
    return this.#network.temperature(air);
  }

  /** Temperature of the inner wall. */
  get wall(): number {
    return this.#network.temperature(wall);
  }

  /** Temperature of the product. */
  get product(): number {
    return this.#network.temperature(product);
  }

  /** Whether the air's sensor shows, and tells the controller, what it showed when this was set. */
  get sensorStuck(): boolean {
    return this.#stuckAt !== undefined;
  }

  set sensorStuck(stuck: boolean) {
    this.#stuckAt = stuck ? (this.#stuckAt ?? this.#sensed) : undefined;
  }

  /** What the controller shows for the air: noise changes with every sample, not with every look. */
  get reading(): number {
    return this.#stuckAt ?? this.#sensed + this.#sensorNoise('air');
  }

  /** What a sensor on the product shows. */
  get productReading(): number {
    return this.product + this.#sensorNoise('product');
  }

  /** Where the setpoint ramp has got to, in °C. */
  get workingSetpoint(): number {
    return this.#working;
  }

  /** Where the air is to go: the working setpoint, and as far from it as the cascade lets it while the product lags. */
  get airTarget(): number {
    if (this.controls === 'air') return this.#working;
    const { below, above } = this.cascadeLimits;
    return this.#working + clamp(cascadeGain * (this.#working - this.product), -below, above);
  }

  /** Heat that heater and compressor put into the air right now, in W; negative when they cool. */
  get power(): number {
    return this.#power;
  }

  /** Relative humidity of the air, in %RH. */
  get relativeHumidity(): number {
    return this.humidity.relative(this.air);
  }

  /** Seconds until the controller looks at its sensor again. */
  get untilSample(): number {
    return this.#clock.untilSample;
  }

  /** Whether water condenses on the product, because it is colder than the dew point of the air. */
  get condensing(): boolean {
    return this.product < this.humidity.dewPoint;
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
      (step) => {
        this.#network.advance(step, this.#powers, this.#parameters.roomTemperature);
        this.humidity.advance(step);
      },
    );
  }

  /** What the air's sensor feels. */
  get #sensed(): number {
    return this.#stuckAt ?? this.air + this.#drifted;
  }

  #sample(): void {
    const parameters = this.#parameters;
    this.#drifted =
      this.sensorDrift === 0 ? 0 : this.#drifted + (this.sensorDrift * parameters.samplePeriod) / 3600;
    const active = this.running && !this.doorOpen;
    this.#power = active ? this.#control() : this.#idle();
    this.#powers = [this.#power + this.liveLoad, 0, this.productPower];
    const door = this.doorOpen ? 1 / parameters.doorTimeConstant : 0;
    this.#network.setLoss(air, parameters.airCapacity * door);
    this.#network.setLoss(wall, parameters.wallToRoom + parameters.wallCapacity * door);
    this.humidity.sample({
      air: this.air,
      controlling: active,
      doorOpen: this.doorOpen,
      compressorRunning: this.compressor.running,
    });
  }

  #control(): number {
    const { samplePeriod, heaterPower } = this.#parameters;
    this.#working = moveTowards(this.#working, this.setpoint, (this.rampRate / 60) * samplePeriod);
    const target = this.airTarget;
    const cold = this.#coolingPower(this.air);
    const wanted = this.#controller.power(
      target - this.#sensed,
      this.#lossAt(target),
      -cold,
      heaterPower,
      samplePeriod,
    );
    const cooling = this.compressor.update(wanted < 0, samplePeriod);
    if (wanted < 0) return cooling ? wanted : 0;
    return this.heaterFailed ? 0 : wanted;
  }

  #idle(): number {
    this.#controller.reset();
    this.#working = this.air;
    this.compressor.update(false, this.#parameters.samplePeriod);
    return 0;
  }

  /** What the insulation lets through in steady state, in W: outwards when the chamber is hot. */
  #lossAt(temperature: number): number {
    const { airToWall, wallToRoom, roomTemperature } = this.#parameters;
    return (temperature - roomTemperature) / (1 / airToWall + 1 / wallToRoom);
  }

  /** The compressor's whole cold: the live load it can carry and the heat that leaks in. */
  #coolingPower(temperature: number): number {
    const leak = Math.max(0, -this.#lossAt(temperature));
    return interpolate(this.#parameters.liveLoadCapacity, temperature) + leak;
  }

  #sensorNoise(name: string): number {
    return this.#noise.fork(`${name}/${this.#clock.samples}`).normal(0, this.#parameters.sensorNoise);
  }
}
