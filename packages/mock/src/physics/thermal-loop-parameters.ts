import type { Curve } from './curves.ts';

/** The numbers behind a temperature loop. */
export interface ThermalLoopParameters {
  /** Heat capacity of the body, in J/K. */
  readonly bodyCapacity: number;
  /** Heat capacity of the load, in J/K. */
  readonly loadCapacity: number;
  /** From body to load, in W/K; `loadCapacity / bodyToLoad` is the load's time constant in s. */
  readonly bodyToLoad: number;
  /** From the body to the surroundings, in W/K. */
  readonly bodyToRoom: number;
  /** From the load to the surroundings, in W/K. */
  readonly loadToRoom: number;
  /** Heating at full power, in W, at a temperature in °C. */
  readonly heating: Curve;
  /** Cooling at full power, in W, at a temperature in °C. */
  readonly cooling: Curve;
  /** Time constant of the last part of the approach, in s. */
  readonly timeConstant: number;
  /** Integral time of the controller, in s. */
  readonly integralTime: number;
  /** Time between two samples of the controller, in s. */
  readonly samplePeriod: number;
  /** How many K the body may run ahead of the load's setpoint while the load is controlled. */
  readonly cascadeLimit: number;
  /** Temperature of the surroundings, in °C. */
  readonly roomTemperature: number;
  /** Noise of a displayed temperature, in K rms. */
  readonly sensorNoise: number;
}

/**
 * An air stream over a device in a socket: order of magnitude of user practice, 10 to 30 s from 25 to 125 °C at the device
 * and 20 to 60 s to -40 °C (thermal sheet temptronic-ats.md, section 5). Unconfirmed.
 */
export const airStream: ThermalLoopParameters = {
  bodyCapacity: 60,
  loadCapacity: 6,
  bodyToLoad: 1,
  bodyToRoom: 2,
  loadToRoom: 0.02,
  heating: [[25, 3000]],
  cooling: [
    [-90, 250],
    [-40, 900],
    [25, 1500],
  ],
  timeConstant: 2,
  integralTime: 20,
  samplePeriod: 0.5,
  cascadeLimit: 50,
  roomTemperature: 25,
  sensorNoise: 0.03,
};

/** A stage on a cold finger at the temperature of boiling nitrogen, with a 50 W heater. Unconfirmed typical values. */
export const nitrogenStage: ThermalLoopParameters = {
  bodyCapacity: 40,
  loadCapacity: 4,
  bodyToLoad: 0.5,
  bodyToRoom: 0.15,
  loadToRoom: 0,
  heating: [[0, 50]],
  cooling: [[0, 0]],
  timeConstant: 10,
  integralTime: 60,
  samplePeriod: 0.5,
  cascadeLimit: 20,
  // 77.35 K.
  roomTemperature: -195.8,
  sensorNoise: 0.002,
};

/** A hot and cold plate with a part on it, 0 to 300 °C. Unconfirmed typical values. */
export const heatedPlate: ThermalLoopParameters = {
  bodyCapacity: 1800,
  loadCapacity: 100,
  bodyToLoad: 2,
  bodyToRoom: 1.5,
  loadToRoom: 0.02,
  heating: [[0, 1200]],
  cooling: [
    [-20, 100],
    [0, 250],
    [25, 500],
  ],
  timeConstant: 20,
  integralTime: 120,
  samplePeriod: 1,
  cascadeLimit: 30,
  roomTemperature: 23,
  sensorNoise: 0.02,
};

/** A stage on a Peltier element with 60 W. Unconfirmed typical values. */
export const peltierStage: ThermalLoopParameters = {
  bodyCapacity: 60,
  loadCapacity: 5,
  bodyToLoad: 0.5,
  bodyToRoom: 0.4,
  loadToRoom: 0.005,
  heating: [[25, 60]],
  cooling: [
    [-40, 4],
    [-20, 18],
    [25, 40],
  ],
  timeConstant: 4,
  integralTime: 30,
  samplePeriod: 0.1,
  cascadeLimit: 15,
  roomTemperature: 25,
  sensorNoise: 0.003,
};

/** A microscope stage of silver with nitrogen cooling, -196 to 600 °C. Unconfirmed typical values. */
export const microscopeStage: ThermalLoopParameters = {
  bodyCapacity: 8,
  loadCapacity: 0.5,
  bodyToLoad: 0.2,
  bodyToRoom: 0.05,
  loadToRoom: 0.002,
  heating: [[0, 60]],
  cooling: [
    [-196, 0],
    [-150, 10],
    [25, 25],
  ],
  timeConstant: 1,
  integralTime: 10,
  samplePeriod: 0.1,
  cascadeLimit: 5,
  roomTemperature: 25,
  sensorNoise: 0.02,
};

/** A bath of 10 l with 2 kW of heat and a compressor, with a part in an outer circuit. Unconfirmed typical values. */
export const stirredBath: ThermalLoopParameters = {
  bodyCapacity: 25_000,
  loadCapacity: 2000,
  bodyToLoad: 40,
  bodyToRoom: 4,
  loadToRoom: 0.1,
  heating: [[0, 2000]],
  cooling: [
    [-50, 100],
    [-20, 500],
    [20, 1200],
  ],
  timeConstant: 40,
  integralTime: 300,
  samplePeriod: 1,
  cascadeLimit: 20,
  roomTemperature: 25,
  sensorNoise: 0.005,
};
