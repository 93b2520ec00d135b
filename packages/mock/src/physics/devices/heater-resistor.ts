import type { Defect, Die } from '../die.ts';
import { layerSpread } from '../die.ts';
import type { DeviceConditions, ElectricalDevice } from './electrical-device.ts';
import { withDefect } from './electrical-device.ts';

/** The numbers behind a heater. */
export interface HeaterParameters {
  /** Resistance at the reference temperature, in Ω. */
  readonly resistance: number;
  /** Temperature coefficient of the resistance, in 1/K. */
  readonly temperatureCoefficient: number;
  /** In °C. */
  readonly referenceTemperature: number;
  /** Heat lost through the suspension, in W/K. */
  readonly suspensionConductance: number;
  /** Heat lost through the gas at high pressure, in W/K. */
  readonly gasConductance: number;
  /** Pressure in Pa at which half of the gas conductance is left; it scales as 1 / gap. */
  readonly transitionPressure: number;
}

/** A platinum heater on a membrane. Unconfirmed typical values (probe sheet 6.3). */
export const platinumHeater: HeaterParameters = {
  resistance: 1000,
  temperatureCoefficient: 3.85e-3,
  referenceTemperature: 25,
  suspensionConductance: 5e-6,
  gasConductance: 8e-5,
  transitionPressure: 1000,
};

/** Atmospheric pressure, in Pa. */
const atmosphere = 101_325;

/**
 * A resistor with a temperature coefficient that heats itself, also as a Pirani gauge: the thinner the gas the hotter
 * it gets (probe sheet 6.3). It answers in steady state; its thermal time constant of milliseconds is below what a
 * measurement averages over.
 */
export class HeaterResistor implements ElectricalDevice {
  readonly parameters: HeaterParameters;
  readonly defect: Defect;
  /** Pressure of the gas around it, in Pa. */
  pressure: number = atmosphere;

  constructor(parameters: Partial<HeaterParameters> = {}, defect: Defect = 'none') {
    this.parameters = { ...platinumHeater, ...parameters };
    this.defect = defect;
  }

  /** The heater of one die. */
  static on(die: Die, parameters: Partial<HeaterParameters> = {}): HeaterResistor {
    const nominal = { ...platinumHeater, ...parameters };
    const resistance = nominal.resistance * die.vary('heater-resistance', layerSpread);
    const suspensionConductance = nominal.suspensionConductance * die.vary('heater-suspension', layerSpread);
    return new HeaterResistor({ ...nominal, resistance, suspensionConductance }, die.defect);
  }

  /** Heat lost at the present pressure, in W/K. */
  get conductance(): number {
    const { suspensionConductance, gasConductance, transitionPressure } = this.parameters;
    return suspensionConductance + (gasConductance * this.pressure) / (this.pressure + transitionPressure);
  }

  /** Resistance in Ω, self-heating included; `Infinity` where a current would heat it without end. */
  resistance(conditions: DeviceConditions): number {
    const { resistance, temperatureCoefficient, referenceTemperature } = this.parameters;
    const slope = resistance * temperatureCoefficient;
    const cold = Math.max(0, resistance + slope * (conditions.temperature - referenceTemperature));
    const hot =
      conditions.current === undefined
        ? voltageDriven(cold, (slope * (conditions.voltage ?? 0) ** 2) / this.conductance)
        : currentDriven(cold, (slope * conditions.current ** 2) / this.conductance);
    return withDefect(this.defect, hot, conditions.temperature);
  }

  /** Temperature of the heater itself, in °C. */
  heaterTemperature(conditions: DeviceConditions): number {
    const resistance = this.resistance(conditions);
    const power =
      conditions.current === undefined
        ? (conditions.voltage ?? 0) ** 2 / resistance
        : conditions.current ** 2 * resistance;
    return conditions.temperature + power / this.conductance;
  }

  /** None worth measuring. */
  capacitance(): number {
    return 0;
  }
}

/** R² − cold·R − rise = 0, where rise = slope·V²/G. */
function voltageDriven(cold: number, rise: number): number {
  return (cold + Math.sqrt(Math.max(0, cold ** 2 + 4 * rise))) / 2;
}

/** R = cold + feedback·R, where feedback = slope·I²/G. */
function currentDriven(cold: number, feedback: number): number {
  return feedback < 1 ? cold / (1 - feedback) : Number.POSITIVE_INFINITY;
}
