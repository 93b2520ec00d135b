import type { Random } from '@fourwire/core';
import { requireRange } from './check.ts';
import type { Curve } from './curves.ts';
import { interpolate } from './curves.ts';
import { PowerController } from './power-controller.ts';
import { SampleClock } from './sample-clock.ts';
import { ThermalNetwork } from './thermal-network.ts';

const body = 0;
const wafer = 1;
const card = 2;

/** Only ratios of heat capacities matter for wafer and card; this one makes them too light to slow the chuck down. */
const lightCapacity = 10;

/** The numbers behind a thermal chuck. */
export interface ChuckParameters {
  /** Heat capacity of the chuck body, in J/K. */
  readonly bodyCapacity: number;
  /** From the body to the room, in W/K. */
  readonly bodyToRoom: number;
  /** Heating at full power, in K/min, next to room temperature. */
  readonly heatRate: number;
  /** Cooling at full power, in K/min, at a temperature in °C. */
  readonly coolRates: Curve;
  /** Time constant of the last part of the approach, in s. */
  readonly timeConstant: number;
  /** Integral time of the controller, in s; it decides how far the chuck overshoots. */
  readonly integralTime: number;
  /** The wafer follows the body with this time constant, in s. */
  readonly waferTimeConstant: number;
  /** Part of the difference to room temperature that the wafer loses against the body. */
  readonly waferLoss: number;
  /** The probe card warms up with this time constant, in s. */
  readonly cardTimeConstant: number;
  /** Part of the body's difference to room temperature that the card ends at. */
  readonly cardShare: number;
  /** How much the wafer's rim differs from its centre, in K, at a temperature in °C. */
  readonly uniformity: Curve;
  /** Noise of the displayed temperature, in K rms. */
  readonly sensorNoise: number;
  /** Time between two samples of the controller, in s. */
  readonly samplePeriod: number;
  /** Temperature of the room, in °C. */
  readonly roomTemperature: number;
}

/**
 * A 200 mm aluminium chuck 30 mm thick. Unconfirmed typical values (probe sheet 4); the integral time was tuned to its
 * 0.5 to 2 K of overshoot, heat capacity follows from the dimensions.
 */
export const airCooledChuck: ChuckParameters = {
  bodyCapacity: 2290,
  bodyToRoom: 1,
  heatRate: 20,
  coolRates: [
    [-60, 5],
    [0, 8],
    [25, 10],
  ],
  timeConstant: 45,
  integralTime: 200,
  waferTimeConstant: 20,
  waferLoss: 0.0075,
  cardTimeConstant: 600,
  cardShare: 0.3,
  uniformity: [
    [25, 0.5],
    [150, 1.5],
  ],
  sensorNoise: 0.05,
  samplePeriod: 1,
  roomTemperature: 25,
};

/** What a {@link ChuckModel} is made of. */
export interface ChuckModelOptions {
  /** Where the noise of the reading comes from. */
  readonly random: Random;
  /** What differs from {@link airCooledChuck}. */
  readonly parameters?: Partial<ChuckParameters>;
}

/**
 * The physics of a thermal chuck: the body that is heated and cooled, the wafer on it that lags and stays a little
 * nearer to room temperature, and the probe card above that warms up over minutes (probe sheet 4). All in °C.
 *
 * It holds no clock: call {@link advance} with the seconds that went by, then read or change it.
 */
export class ChuckModel {
  /** Target of the controller, in °C. */
  setpoint: number;
  /** Whether the controller may heat and cool. */
  running = false;
  /** Dew point of the air around the chuck, in °C; dry purge air by default. */
  dewPoint = -40;
  readonly #parameters: ChuckParameters;
  readonly #network: ThermalNetwork;
  readonly #controller: PowerController;
  readonly #clock: SampleClock;
  readonly #noise: Random;
  readonly #powers = [0, 0, 0];

  constructor(options: ChuckModelOptions) {
    const parameters = { ...airCooledChuck, ...options.parameters };
    const { bodyCapacity, waferLoss, cardShare, roomTemperature } = parameters;
    this.#parameters = parameters;
    this.#noise = options.random.fork('reading');
    const toWafer = lightCapacity / parameters.waferTimeConstant;
    const toCard = lightCapacity / parameters.cardTimeConstant;
    this.#network = new ThermalNetwork({
      capacities: [bodyCapacity, lightCapacity, lightCapacity],
      links: [
        [body, wafer, toWafer * (1 - waferLoss)],
        [body, card, toCard * cardShare],
      ],
      losses: [parameters.bodyToRoom, toWafer * waferLoss, toCard * (1 - cardShare)],
      temperature: roomTemperature,
    });
    this.#controller = new PowerController({
      gain: bodyCapacity / parameters.timeConstant,
      integralTime: parameters.integralTime,
    });
    this.#clock = new SampleClock(parameters.samplePeriod);
    this.setpoint = roomTemperature;
  }

  /** Temperature of the chuck body. */
  get body(): number {
    return this.#network.temperature(body);
  }

  /** Temperature of the wafer at its centre. */
  get wafer(): number {
    return this.#network.temperature(wafer);
  }

  /** Temperature of the probe card. */
  get card(): number {
    return this.#network.temperature(card);
  }

  /** What the controller shows: noise changes with every sample, not with every look. */
  get reading(): number {
    return this.body + this.#noise.fork(String(this.#clock.samples)).normal(0, this.#parameters.sensorNoise);
  }

  /** Temperature of the room that chuck and card started from. */
  get room(): number {
    return this.#parameters.roomTemperature;
  }

  /** Seconds until the controller looks at its sensor again. */
  get untilSample(): number {
    return this.#clock.untilSample;
  }

  /** Whether water condenses on the wafer. */
  get condensing(): boolean {
    return this.wafer < this.dewPoint;
  }

  /**
   * Temperature of the wafer at `radius`: 0 is the centre, 1 the rim, which is nearer to room temperature.
   *
   * @throws FourwireError of kind `range` when `radius` is outside 0 to 1.
   */
  waferAt(radius: number): number {
    requireRange('radius', radius, 0, 1, '(1 is the rim)');
    const difference = interpolate(this.#parameters.uniformity, this.wafer) * radius ** 2;
    return (
      this.wafer - Math.sign(this.wafer - this.room) * Math.min(difference, Math.abs(this.wafer - this.room))
    );
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

  #sample(): void {
    this.#powers[body] = this.#control();
  }

  #control(): number {
    const { bodyCapacity, heatRate, coolRates, bodyToRoom, samplePeriod } = this.#parameters;
    if (!this.running) {
      this.#controller.reset();
      return 0;
    }
    return this.#controller.power(
      this.setpoint - this.body,
      bodyToRoom * (this.setpoint - this.room),
      (-bodyCapacity * interpolate(coolRates, this.body)) / 60,
      (bodyCapacity * heatRate) / 60,
      samplePeriod,
    );
  }
}
