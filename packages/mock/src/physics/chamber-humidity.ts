import { clamp } from './curves.ts';
import { dewPoint, saturationPressure } from './humid-air.ts';

/** The numbers behind a chamber's humidity. */
export interface ChamberHumidityParameters {
  /** Relative humidity of the room, in %RH. */
  readonly roomHumidity: number;
  /** Humidifier and dryer bring the water content to its target with this time constant, in s. */
  readonly controlTimeConstant: number;
  /** The gaskets let water in and out with this time constant, in s. */
  readonly leakTimeConstant: number;
  /** With the door open the room's air replaces the chamber's with this time constant, in s. */
  readonly doorTimeConstant: number;
  /** A running compressor's cold coil takes water out of the air with this time constant, in s. */
  readonly coilTimeConstant: number;
  /** How much colder than the air the coil is, in K. */
  readonly coilDifference: number;
  /** Air temperatures between which humidity can be controlled, in °C. */
  readonly temperatureWindow: readonly [low: number, high: number];
  /** Dew points between which humidity can be controlled, in °C. */
  readonly dewPointWindow: readonly [low: number, high: number];
}

/**
 * A common climate chamber. Unconfirmed engineering practice (thermal sheet A2 and A3): the window, 10 to 30 min of
 * settling, the door; the coil and the gaskets are estimates.
 */
export const climateHumidity: ChamberHumidityParameters = {
  roomHumidity: 45,
  controlTimeConstant: 300,
  leakTimeConstant: 14_400,
  doorTimeConstant: 40,
  coilTimeConstant: 300,
  coilDifference: 8,
  temperatureWindow: [10, 95],
  dewPointWindow: [4, 94],
};

/** What the humidity follows from, until the next sample. */
export interface HumidityConditions {
  /** Air temperature, in °C. */
  readonly air: number;
  readonly controlling: boolean;
  readonly doorOpen: boolean;
  readonly compressorRunning: boolean;
}

/**
 * Water in the air of a chamber. Its content is kept as vapour pressure in hPa, which stays the same when sealed air
 * is heated: 20 to 50 °C leaves 19 % of the relative humidity (thermal sheet A3).
 */
export class ChamberHumidity {
  /** Target in %RH; `undefined` switches humidity control off. */
  setpoint: number | undefined;
  readonly #parameters: ChamberHumidityParameters;
  /** Vapour pressure in the room, in hPa. */
  readonly #room: number;
  #vapour: number;
  #balance: number;
  #rate = 0;
  /** That of the last step and what came of it: most steps are like the one before. */
  #exponent = 0;
  #decay = 1;
  #state: 'off' | 'controlling' | 'disabled' = 'off';

  /** Starts with the air of a room at `roomTemperature` °C. */
  constructor(parameters: ChamberHumidityParameters, roomTemperature: number) {
    this.#parameters = parameters;
    this.#room = (parameters.roomHumidity / 100) * saturationPressure(roomTemperature);
    this.#vapour = this.#room;
    this.#balance = this.#room;
  }

  /** `disabled`: a setpoint is there, but the chamber stands, is open, or the setpoint lies outside the window. */
  get state(): 'off' | 'controlling' | 'disabled' {
    return this.#state;
  }

  /** Dew point of the air, in °C. */
  get dewPoint(): number {
    return dewPoint(0, (100 * this.#vapour) / saturationPressure(0));
  }

  /** Relative humidity in %RH of this air at `temperature` °C; never above 100, where fog forms. */
  relative(temperature: number): number {
    return Math.min(100, (100 * this.#vapour) / saturationPressure(temperature));
  }

  /**
   * Looks at the conditions that hold until the next sample.
   *
   * @internal
   */
  sample(conditions: HumidityConditions): void {
    const { air, controlling, doorOpen, compressorRunning } = conditions;
    const parameters = this.#parameters;
    const saturated = saturationPressure(air);
    // What is more than saturated has condensed on the wall.
    this.#vapour = Math.min(this.#vapour, saturated);
    this.#rate = 0;
    this.#balance = 0;
    this.#exchange(parameters.leakTimeConstant, this.#room);
    if (doorOpen) this.#exchange(parameters.doorTimeConstant, this.#room);
    this.#state = this.setpoint === undefined ? 'off' : 'disabled';
    if (this.setpoint !== undefined && controlling && this.#allows(air, this.setpoint)) {
      this.#state = 'controlling';
      this.#exchange(parameters.controlTimeConstant, (clamp(this.setpoint, 0, 100) / 100) * saturated);
    } else if (compressorRunning) {
      const coil = saturationPressure(air - parameters.coilDifference);
      if (this.#vapour > coil) this.#exchange(parameters.coilTimeConstant, coil);
    }
  }

  /**
   * Lets `seconds` pass under the conditions of the last sample.
   *
   * @internal
   */
  advance(seconds: number): void {
    const exponent = -this.#rate * seconds;
    if (exponent !== this.#exponent) {
      this.#exponent = exponent;
      this.#decay = Math.exp(exponent);
    }
    this.#vapour = this.#balance + (this.#vapour - this.#balance) * this.#decay;
  }

  /** One more place that the air's water goes to or comes from; rates add up, the balance is their weighted mean. */
  #exchange(timeConstant: number, vapour: number): void {
    const rate = 1 / timeConstant;
    this.#balance = (this.#balance * this.#rate + vapour * rate) / (this.#rate + rate);
    this.#rate += rate;
  }

  #allows(air: number, humidity: number): boolean {
    const [coldest, hottest] = this.#parameters.temperatureWindow;
    const [driest, wettest] = this.#parameters.dewPointWindow;
    const dew = dewPoint(air, humidity);
    return air >= coldest && air <= hottest && dew >= driest && dew <= wettest;
  }
}
