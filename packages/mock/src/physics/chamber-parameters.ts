import type { CompressorOptions } from './compressor.ts';
import type { Curve } from './curves.ts';

/** The numbers behind a chamber's temperature. */
export interface ChamberParameters {
  /** Heat capacity of the air with fan, coil and heater, in J/K. */
  readonly airCapacity: number;
  /** Heat capacity of the inner wall, in J/K. */
  readonly wallCapacity: number;
  /** Heat capacity of the product, in J/K. */
  readonly productCapacity: number;
  /** From air to wall, in W/K. */
  readonly airToWall: number;
  /** From air to product, in W/K; `productCapacity / airToProduct` is the product's time constant in s. */
  readonly airToProduct: number;
  /** Through the insulation, in W/K. */
  readonly wallToRoom: number;
  /** Heater at full power, in W. */
  readonly heaterPower: number;
  /** Live load in W that the chamber can still carry away at a temperature in °C. */
  readonly liveLoadCapacity: Curve;
  readonly compressor: CompressorOptions;
  /** Error at which the heater is fully on, in K. */
  readonly proportionalBand: number;
  /** Integral time of the controller, in s. */
  readonly integralTime: number;
  /** Time between two samples of the controller, in s. */
  readonly samplePeriod: number;
  /** How many K the air may run ahead of the product's setpoint while the product is controlled. */
  readonly cascadeLimit: number;
  /** With the door open air and wall go to room temperature with this time constant, in s. */
  readonly doorTimeConstant: number;
  /** Temperature of the room, in °C. */
  readonly roomTemperature: number;
  /** Noise of a displayed temperature, in K rms. */
  readonly sensorNoise: number;
}

/**
 * A small single-stage bench chamber, -42 to 130 °C. Confirmed in the maker's manual (thermal sheet A1, TestEquity 107):
 * live loads, compressor delays, and the heating rate and cooling times that the heat capacities, conductances and heater
 * power were fitted to. Unconfirmed engineering practice (A2, A4): product, door, lock-out, cascade limit, noise.
 * The proportional band and integral time were tuned to the maker's limits of overshoot.
 */
export const benchChamber: ChamberParameters = {
  airCapacity: 1500,
  wallCapacity: 2000,
  // 100 g of aluminium with 0.02 m² in moving air: 150 s.
  productCapacity: 90,
  airToProduct: 0.6,
  airToWall: 25,
  wallToRoom: 2,
  heaterPower: 520,
  liveLoadCapacity: [
    [-40, 35],
    [-30, 100],
    [0, 155],
    [23, 200],
  ],
  compressor: { onDelay: 10, offDelay: 30, lockOut: 180 },
  proportionalBand: 3,
  integralTime: 120,
  samplePeriod: 1,
  cascadeLimit: 15,
  doorTimeConstant: 40,
  roomTemperature: 23,
  sensorNoise: 0.03,
};

/**
 * A climate chamber of some 200 l with two refrigeration stages, -70 to 180 °C, that heats and cools at 3 to 5 K/min.
 * Unconfirmed engineering practice (thermal sheet A1, A2, A4) but for the delays: the rest was fitted to those rates.
 */
export const climateChamber: ChamberParameters = {
  ...benchChamber,
  airCapacity: 7000,
  wallCapacity: 14_000,
  // 1 kg of steel with 0.04 m² in moving air: 400 s.
  productCapacity: 480,
  airToProduct: 1.2,
  airToWall: 150,
  wallToRoom: 5,
  heaterPower: 1900,
  liveLoadCapacity: [
    [-75, 50],
    [-70, 250],
    [-40, 1100],
    [0, 1500],
    [60, 1500],
  ],
};
