import type { Defect, Die } from '../die.ts';
import { layerSpread } from '../die.ts';
import type { DeviceConditions, ElectricalDevice } from './electrical-device.ts';
import { withDefect } from './electrical-device.ts';

/** The numbers behind a piezoresistive pressure sensor. */
export interface PiezoBridgeParameters {
  /** Resistance of the bridge at 25 °C, in Ω. */
  readonly resistance: number;
  /** Its temperature coefficient, in 1/K. */
  readonly resistanceCoefficient: number;
  /** Pressure at full scale, in Pa. */
  readonly fullScale: number;
  /** Output at full scale at 25 °C, in V for each V of supply. */
  readonly span: number;
  /** Temperature coefficient of the span, in 1/K. */
  readonly spanCoefficient: number;
  /** Output without pressure at 25 °C, in V for each V of supply. */
  readonly offset: number;
  /** How the offset drifts, in parts of the span for each K. */
  readonly offsetCoefficient: number;
}

/** A sensor for 100 kPa. Unconfirmed typical values (probe sheet 6.2). */
export const pressureBridge: PiezoBridgeParameters = {
  resistance: 3500,
  resistanceCoefficient: 2e-3,
  fullScale: 100_000,
  span: 0.015,
  spanCoefficient: -2e-3,
  offset: 0,
  offsetCoefficient: 2e-4,
};

/** Standard deviation of the offset over the dies in V/V, so that nearly all stay within the usual ±5 mV/V. */
const offsetDeviation = 0.002;

/** A Wheatstone bridge of piezoresistors on a membrane (probe sheet 6.2). */
export class PiezoBridge implements ElectricalDevice {
  readonly parameters: PiezoBridgeParameters;
  readonly defect: Defect;
  /** Pressure across the membrane, in Pa. */
  pressure = 0;

  constructor(parameters: Partial<PiezoBridgeParameters> = {}, defect: Defect = 'none') {
    this.parameters = { ...pressureBridge, ...parameters };
    this.defect = defect;
  }

  /** The bridge of one die. */
  static on(die: Die, parameters: Partial<PiezoBridgeParameters> = {}): PiezoBridge {
    const nominal = { ...pressureBridge, ...parameters };
    return new PiezoBridge(
      {
        ...nominal,
        resistance: nominal.resistance * die.vary('bridge-resistance', layerSpread),
        // The membrane's stress goes with the inverse square of its thickness.
        span: nominal.span / die.vary('membrane-thickness', layerSpread) ** 2,
        offset: nominal.offset + die.random('bridge-offset').normal(0, offsetDeviation),
      },
      die.defect,
    );
  }

  /**
   * Output voltage in V at `supply` V. With an open arm the output sits at half of the supply; with a short it is
   * gone; a stuck membrane feels no pressure.
   */
  output(supply: number, temperature: number): number {
    const { fullScale, span, spanCoefficient, offset, offsetCoefficient } = this.parameters;
    if (this.defect === 'open') return supply / 2;
    if (this.defect === 'short') return 0;
    const warmer = temperature - 25;
    const pressure = this.defect === 'stuck' ? 0 : this.pressure / fullScale;
    return (
      supply * (span * (1 + spanCoefficient * warmer) * pressure + offset + offsetCoefficient * span * warmer)
    );
  }

  /** Resistance over either diagonal in Ω: with four equal arms both are that of one arm. */
  resistance(conditions: DeviceConditions): number {
    const { resistance, resistanceCoefficient } = this.parameters;
    const warm = resistance * (1 + resistanceCoefficient * (conditions.temperature - 25));
    return withDefect(this.defect, Math.max(0, warm), conditions.temperature);
  }

  /** None worth measuring. */
  capacitance(): number {
    return 0;
  }
}
