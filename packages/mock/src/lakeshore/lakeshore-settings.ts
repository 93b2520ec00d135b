/** 0 °C in K. */
export const kelvinAtZero = 273.15;

/** What is set on an input. */
export interface LakeShoreInput {
  /** 0 disabled, 1 diode, 2 platinum, 3 NTC, 4 thermocouple. */
  type: number;
  autorange: number;
  range: number;
  compensation: number;
  /** 1 kelvin, 2 celsius, 3 sensor units. */
  units: number;
  name: string;
  /** Heaters go off above this, in K; 0: never. */
  limit: number;
  alarm: { on: boolean; high: number; low: number };
}

/** What is set on an output, and where its ramp has got to. */
export interface LakeShoreOutput {
  /** 0 off, 1 closed loop, 2 zone, 3 open loop, 4 monitor out, 5 warm-up. */
  mode: number;
  /** 0 none, 1 A to 4 D. */
  input: number;
  powerUp: number;
  /** 0 off, 1 low, 2 medium, 3 high; outputs 3 and 4: 0 off, 1 on. */
  range: number;
  /** Highest number of {@link range}. */
  readonly ranges: number;
  /** Target in K. */
  setpoint: number;
  /** Where the ramp is, in K. */
  working: number;
  ramping: boolean;
  /** K/min; 0: at once. */
  rate: number;
  proportional: number;
  integral: number;
  derivative: number;
  /** % of the heater's range in open loop. */
  manual: number;
  /** As `HTRSET` has them. */
  heater: readonly number[];
  /** What the set point was before the last change, and when that was in ms. */
  shown: number;
  writtenAt: number;
}

/** An input as it comes: Unconfirmed: a diode in kelvin. */
export function newInput(): LakeShoreInput {
  return {
    type: 1,
    autorange: 0,
    range: 0,
    compensation: 0,
    units: 1,
    name: '',
    limit: 0,
    alarm: { on: false, high: 0, low: 0 },
  };
}

/** An output as it comes: off. Unconfirmed: the numbers. */
export function newOutput(number: number, kelvin: number): LakeShoreOutput {
  return {
    mode: number === 1 ? 1 : 0,
    input: number === 1 ? 1 : 0,
    powerUp: 0,
    range: 0,
    ranges: number <= 2 ? 3 : 1,
    setpoint: kelvin,
    working: kelvin,
    ramping: false,
    rate: 0,
    proportional: 50,
    integral: 20,
    derivative: 0,
    manual: 0,
    heater: [0, 2, 2, 0, 2],
    shown: kelvin,
    writtenAt: Number.NEGATIVE_INFINITY,
  };
}
