/** A set point with what belongs to it. */
export interface ThermoStreamSetPoint {
  /** °C. */
  temperature: number;
  /** K around {@link temperature} that count as at temperature. */
  window: number;
  /** s inside the window until it is at temperature. */
  soak: number;
  /** s from the change to this set point until the test ends. */
  testTime: number;
  /** K/min; 9999 is as fast as it goes. */
  ramp: number;
}

/** What a setup file holds. */
export interface ThermoStreamSetup {
  /** Operator screen: 0 hot, 1 ambient, 2 cold. */
  operator: ThermoStreamSetPoint[];
  /** Cycle screen: 0 to 17. */
  cycle: ThermoStreamSetPoint[];
  /** Limits of the air, in °C. */
  upperLimit: number;
  lowerLimit: number;
  /** How far the air may be from the device, in K. */
  airToDut: number;
  /** 0 none, 1 type T, 2 type K. */
  sensor: number;
  dutConstant: number;
  cycles: number;
}

/** Highest limit of the air, in °C. */
export const highestLimit = 225;

/** Unconfirmed: what belongs to a set point that nobody has touched. */
export function newSetPoint(temperature: number): ThermoStreamSetPoint {
  return { temperature, window: 1, soak: 30, testTime: 1000, ramp: 9999 };
}

/** Unconfirmed: what a machine comes with besides the sensor that was chosen at it. */
export function newSetup(lowest: number, sensor: number): ThermoStreamSetup {
  return {
    operator: [newSetPoint(125), newSetPoint(25), newSetPoint(-40)],
    cycle: Array.from({ length: 18 }, () => newSetPoint(25)),
    upperLimit: highestLimit,
    lowerLimit: lowest,
    airToDut: 50,
    sensor,
    dutConstant: 100,
    cycles: 1,
  };
}
