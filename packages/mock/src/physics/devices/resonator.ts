import type { Defect, Die } from '../die.ts';
import { gapSpread, layerSpread } from '../die.ts';
import type { DeviceConditions, ElectricalDevice } from './electrical-device.ts';
import { insulationAt, withDefect } from './electrical-device.ts';

/** The numbers behind a resonator. */
export interface ResonatorParameters {
  /** Resonance frequency at 25 °C, in Hz. */
  readonly frequency: number;
  /** Quality factor in vacuum. */
  readonly quality: number;
  /** Relative change of the frequency for each K. */
  readonly frequencyCoefficient: number;
  /** Pressure in Pa at which the gas alone would leave a quality factor of 1. */
  readonly unityPressure: number;
  /** Motional resistance in vacuum, in Ω. */
  readonly motionalResistance: number;
  /** Capacitance beside the motion, in F. */
  readonly shuntCapacitance: number;
}

/** An uncompensated silicon resonator at 1 MHz; at 1 kPa its gas limits Q to 1000. Unconfirmed (probe sheet 6.5). */
export const siliconResonator: ResonatorParameters = {
  frequency: 1e6,
  quality: 1e4,
  frequencyCoefficient: -25e-6,
  unityPressure: 1e6,
  motionalResistance: 5000,
  shuntCapacitance: 1e-12,
};

/** Motional branch of the equivalent circuit (Butterworth and van Dyke). */
export interface MotionalBranch {
  /** In Ω. */
  readonly resistance: number;
  /** In H. */
  readonly inductance: number;
  /** In F. */
  readonly capacitance: number;
}

/** A vibrating structure with its resonance, quality factor and equivalent circuit (probe sheet 6.5). */
export class Resonator implements ElectricalDevice {
  readonly parameters: ResonatorParameters;
  readonly defect: Defect;
  /** Pressure of the gas around it, in Pa. */
  pressure = 0;

  constructor(parameters: Partial<ResonatorParameters> = {}, defect: Defect = 'none') {
    this.parameters = { ...siliconResonator, ...parameters };
    this.defect = defect;
  }

  /** The resonator of one die. */
  static on(die: Die, parameters: Partial<ResonatorParameters> = {}): Resonator {
    const nominal = { ...siliconResonator, ...parameters };
    return new Resonator(
      {
        ...nominal,
        frequency: nominal.frequency * die.vary('resonator-thickness', layerSpread),
        quality: nominal.quality * die.vary('resonator-anchor', gapSpread),
        shuntCapacitance: nominal.shuntCapacitance / die.vary('resonator-gap', gapSpread),
      },
      die.defect,
    );
  }

  /** Resonance frequency in Hz at `temperature` °C; half the stiffness is 0.71 of the frequency. */
  frequency(temperature: number): number {
    const { frequency, frequencyCoefficient } = this.parameters;
    const softening = this.defect === 'broken-spring' ? Math.SQRT1_2 : 1;
    return frequency * softening * (1 + frequencyCoefficient * (temperature - 25));
  }

  /** Quality factor at the present pressure. */
  get quality(): number {
    const { quality, unityPressure } = this.parameters;
    return 1 / (1 / quality + this.pressure / unityPressure);
  }

  /** Seconds in which a free vibration falls to 1/e. */
  ringDownTime(temperature: number): number {
    return this.quality / (Math.PI * this.frequency(temperature));
  }

  /** Amplitude over that of a slow push, and phase in degrees, at `frequency` Hz; a stuck one does not move. */
  response(frequency: number, temperature: number): { readonly magnitude: number; readonly phase: number } {
    if (this.defect === 'stuck') return { magnitude: 0, phase: 0 };
    const ratio = frequency / this.frequency(temperature);
    const [real, imaginary] = [1 - ratio ** 2, ratio / this.quality];
    return {
      magnitude: 1 / Math.hypot(real, imaginary),
      phase: (-Math.atan2(imaginary, real) * 180) / Math.PI,
    };
  }

  /** The motional branch at `temperature` °C; gas damps it, so its resistance rises as Q falls. */
  motionalBranch(temperature: number): MotionalBranch {
    const { motionalResistance, quality } = this.parameters;
    const omega = 2 * Math.PI * this.frequency(temperature);
    const resistance = (motionalResistance * quality) / this.quality;
    const inductance = (this.quality * resistance) / omega;
    return { resistance, inductance, capacitance: 1 / (omega ** 2 * inductance) };
  }

  /** Admittance in S at `frequency` Hz: the motional branch beside the shunt capacitance. */
  admittance(frequency: number, temperature: number): { readonly real: number; readonly imaginary: number } {
    if (this.defect === 'open') return { real: 0, imaginary: 0 };
    const omega = 2 * Math.PI * frequency;
    const parallelLoss = 1 / this.resistance({ temperature });
    const shunt = omega * this.parameters.shuntCapacitance;
    if (this.defect === 'stuck') return { real: parallelLoss, imaginary: shunt };
    const { resistance, inductance, capacitance } = this.motionalBranch(temperature);
    const reactance = omega * inductance - 1 / (omega * capacitance);
    const square = resistance ** 2 + reactance ** 2;
    return { real: parallelLoss + resistance / square, imaginary: shunt - reactance / square };
  }

  /** Insulation in Ω. */
  resistance(conditions: Pick<DeviceConditions, 'temperature'>): number {
    return withDefect(this.defect, insulationAt(conditions.temperature), conditions.temperature);
  }

  /** Capacitance in F far from resonance. */
  capacitance(): number {
    return this.defect === 'open' ? 0 : this.parameters.shuntCapacitance;
  }
}
