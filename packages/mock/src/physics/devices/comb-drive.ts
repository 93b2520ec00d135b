import type { Defect, Die } from '../die.ts';
import { gapSpread, layerSpread } from '../die.ts';
import { vacuumPermittivity } from './constants.ts';
import type { DeviceConditions, ElectricalDevice } from './electrical-device.ts';
import { insulationAt, withDefect } from './electrical-device.ts';

/** The numbers behind a comb drive, in SI units. */
export interface CombDriveParameters {
  /** Moving fingers; each has a gap on both sides. */
  readonly fingers: number;
  /** Height of the fingers, in m. */
  readonly height: number;
  /** Overlap of the fingers at rest, in m. */
  readonly overlap: number;
  /** Gap between fingers, in m. */
  readonly gap: number;
  /** Stiffness along the fingers, in N/m. */
  readonly stiffness: number;
  /** How far the comb can move before it hits its stop, in m. */
  readonly travel: number;
  /** Part of the capacitance that stray fields add. */
  readonly fringe: number;
  /** Charge caught in the surface shifts the C-V curve by this, in V. */
  readonly trappedVoltage: number;
}

/** Fingers as in the sheet's accelerometer, on a soft spring. Unconfirmed typical values (probe sheet 6.1). */
export const siliconComb: CombDriveParameters = {
  fingers: 100,
  height: 30e-6,
  overlap: 200e-6,
  gap: 2e-6,
  stiffness: 3.9478,
  travel: 20e-6,
  fringe: 0.2,
  trappedVoltage: 0,
};

/** Standard deviation of the trapped charge over the dies in V. Unconfirmed estimate. */
const trappedDeviation = 0.1;

/**
 * A comb that is drawn in by a voltage (area-changing, probe sheet 6.1). Its capacitance is a parabola over the voltage,
 * the same for both signs unless charge is trapped, and level once the comb has hit its stop.
 */
export class CombDrive implements ElectricalDevice {
  readonly parameters: CombDriveParameters;
  readonly defect: Defect;

  constructor(parameters: Partial<CombDriveParameters> = {}, defect: Defect = 'none') {
    this.parameters = { ...siliconComb, ...parameters };
    this.defect = defect;
  }

  /** The comb of one die. */
  static on(die: Die, parameters: Partial<CombDriveParameters> = {}): CombDrive {
    const nominal = { ...siliconComb, ...parameters };
    const widening = die.vary('comb-gap', gapSpread);
    return new CombDrive(
      {
        ...nominal,
        height: nominal.height * die.vary('comb-height', layerSpread),
        gap: nominal.gap * widening,
        stiffness: nominal.stiffness * die.vary('comb-stiffness', gapSpread),
        trappedVoltage: nominal.trappedVoltage + die.random('comb-charge').normal(0, trappedDeviation),
      },
      die.defect,
    );
  }

  /** How far `voltage` draws the comb in, in m. */
  displacement(voltage: number): number {
    const { fingers, height, gap, travel, trappedVoltage, stiffness } = this.parameters;
    if (this.defect === 'stuck') return 0;
    const force = (fingers * vacuumPermittivity * height * (voltage - trappedVoltage) ** 2) / gap;
    return Math.min(travel, force / (this.defect === 'broken-spring' ? stiffness / 2 : stiffness));
  }

  /** Capacitance in F at the voltage of `conditions`; nothing is left of it behind a broken lead. */
  capacitance(conditions: Pick<DeviceConditions, 'voltage'>): number {
    const { fingers, height, gap, overlap, fringe } = this.parameters;
    if (this.defect === 'open') return 0;
    const engaged = overlap + this.displacement(conditions.voltage ?? 0);
    return (2 * fingers * vacuumPermittivity * height * engaged * (1 + fringe)) / gap;
  }

  /** Insulation in Ω. */
  resistance(conditions: DeviceConditions): number {
    return withDefect(this.defect, insulationAt(conditions.temperature), conditions.temperature);
  }
}
