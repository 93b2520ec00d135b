import type { Defect } from '../die.ts';

/** What a device under test is exposed to while it is measured. */
export interface DeviceConditions {
  /** Temperature of the device, in °C. */
  readonly temperature: number;
  /** Direct voltage across the device, in V; 0 by default. */
  readonly voltage?: number;
  /** Direct current through the device in A, where the instrument drives a current instead. */
  readonly current?: number;
}

/** What instruments see between the two terminals of a device under test. */
export interface ElectricalDevice {
  readonly defect: Defect;
  /** Resistance for direct current, in Ω; `Infinity` for an open one. */
  resistance(conditions: DeviceConditions): number;
  /** Capacitance in F. */
  capacitance(conditions: DeviceConditions): number;
  /** Admittance in S at a frequency in Hz, where it is more than that of resistance and capacitance side by side. */
  admittance?(frequency: number, temperature: number): ComplexNumber;
  /** Voltage in V at a second pair of terminals, with `supply` V across the first: a bridge. */
  output?(supply: number, temperature: number): number;
  /** An instrument put this many V across it: for devices that move and have a memory. */
  apply?(voltage: number): void;
}

/** A complex number. */
export interface ComplexNumber {
  readonly real: number;
  readonly imaginary: number;
}

/** Two resistances side by side, in Ω; either may be `Infinity`. */
export function parallel(first: number, second: number): number {
  return 1 / (1 / first + 1 / second);
}

/** Resistance of a good insulation at 25 °C in Ω: 10 pA at 10 V. Unconfirmed typical value (probe sheet 5). */
const insulation = 1e12;

/** Insulation at `temperature` °C: leakage doubles every 10 K (probe sheet 5). */
export function insulationAt(temperature: number, at25: number = insulation): number {
  return at25 / 2 ** ((temperature - 25) / 10);
}

const shortResistance = 2;
const leakResistance = 1e6;

/** A healthy resistance as a defect leaves it. Unconfirmed estimates: a short has 2 Ω, a leak 1 MΩ at 25 °C. */
export function withDefect(defect: Defect, healthy: number, temperature: number): number {
  if (defect === 'open') return Number.POSITIVE_INFINITY;
  if (defect === 'short') return parallel(healthy, shortResistance);
  return defect === 'leaky' ? parallel(healthy, insulationAt(temperature, leakResistance)) : healthy;
}
