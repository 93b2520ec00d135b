import { approach, clamp } from '../curves.ts';
import { requireSeconds } from '../check.ts';
import type { Defect, Die } from '../die.ts';
import { gapSpread, layerSpread } from '../die.ts';
import { vacuumPermittivity } from './constants.ts';
import type { DeviceConditions, ElectricalDevice } from './electrical-device.ts';
import { insulationAt, withDefect } from './electrical-device.ts';

/** The numbers behind an electrostatic switch, in SI units. */
export interface RfSwitchParameters {
  /** Stiffness of the bridge, in N/m. */
  readonly stiffness: number;
  /** Air gap at rest, in m. */
  readonly gap: number;
  /** Area of the electrode, in m². */
  readonly area: number;
  /** Thickness of the dielectric, in m. */
  readonly dielectric: number;
  /** Relative permittivity of the dielectric. */
  readonly permittivity: number;
  /** Gap that roughness leaves when the switch is closed, in m. */
  readonly roughness: number;
  /** Force that holds it down once it is closed, in N. */
  readonly adhesion: number;
  /** How far the pull-in voltage drifts while it is actuated at that voltage, in V. */
  readonly chargeVoltage: number;
  /** Time constant of that drift, in s. */
  readonly chargeTime: number;
  /** Resistance of the closed contact, in Ω. */
  readonly contactResistance: number;
}

/** A switch that pulls in at 23 V. Unconfirmed typical values (probe sheet 6.4). */
export const capacitiveSwitch: RfSwitchParameters = {
  stiffness: 10,
  gap: 2.5e-6,
  area: 1e-8,
  dielectric: 0.2e-6,
  permittivity: 7,
  roughness: 0.1e-6,
  adhesion: 0,
  chargeVoltage: 0.5,
  chargeTime: 100,
  contactResistance: 1,
};

/**
 * A bridge that snaps down at the pull-in voltage and up again at the much lower release voltage; charging of the
 * dielectric moves both (probe sheet 6.4). It has a memory: call {@link apply} when the voltage changes and
 * {@link advance} with the seconds that went by.
 */
export class RfSwitch implements ElectricalDevice {
  readonly parameters: RfSwitchParameters;
  readonly defect: Defect;
  #voltage = 0;
  #charge = 0;
  #down = false;

  constructor(parameters: Partial<RfSwitchParameters> = {}, defect: Defect = 'none') {
    const merged = { ...capacitiveSwitch, ...parameters };
    this.parameters = defect === 'broken-spring' ? { ...merged, stiffness: merged.stiffness / 2 } : merged;
    this.defect = defect;
  }

  /** The switch of one die. */
  static on(die: Die, parameters: Partial<RfSwitchParameters> = {}): RfSwitch {
    const nominal = { ...capacitiveSwitch, ...parameters };
    return new RfSwitch(
      {
        ...nominal,
        // A bridge's stiffness goes with the third power of its thickness.
        stiffness: nominal.stiffness * die.vary('switch-thickness', layerSpread) ** 3,
        gap: nominal.gap * die.vary('switch-gap', gapSpread),
      },
      die.defect,
    );
  }

  /** Gap as the field sees it, in m: the dielectric counts for its thickness over its permittivity. */
  get effectiveGap(): number {
    const { gap, dielectric, permittivity } = this.parameters;
    return gap + dielectric / permittivity;
  }

  /** Voltage at which an uncharged switch snaps down, in V. */
  get pullInVoltage(): number {
    const { stiffness, area } = this.parameters;
    return Math.sqrt((8 * stiffness * this.effectiveGap ** 3) / (27 * vacuumPermittivity * area));
  }

  /** Voltage under which an uncharged switch comes up again, in V; 0 when adhesion keeps it down for ever. */
  get releaseVoltage(): number {
    const { stiffness, gap, roughness, adhesion, area } = this.parameters;
    const spring = Math.max(0, stiffness * (gap - roughness) - adhesion);
    return Math.sqrt((2 * spring) / (vacuumPermittivity * area)) * this.#closedGap;
  }

  /** Whether the bridge is down. */
  get closed(): boolean {
    return this.defect === 'stuck' || this.#down;
  }

  /** Charge caught in the dielectric, as the voltage by which it shifts pull-in, in V. */
  get charge(): number {
    return this.#charge;
  }

  /** Puts `voltage` V between bridge and electrode. */
  apply(voltage: number): void {
    this.#voltage = voltage;
    this.#settle();
  }

  /**
   * Lets the dielectric charge for `seconds`.
   *
   * @throws FourwireError of kind `range` when `seconds` is negative or not a number.
   */
  advance(seconds: number): void {
    requireSeconds(seconds);
    const { chargeVoltage, chargeTime } = this.parameters;
    const before = this.#field;
    const target = chargeVoltage * clamp(this.#voltage / this.pullInVoltage, -1, 1);
    this.#charge = approach(this.#charge, target, chargeTime, seconds);
    // Where the field went through zero nothing held the bridge down for a moment.
    if (before * this.#field < 0 && this.releaseVoltage > 0) this.#down = false;
    this.#settle();
  }

  /** How far the bridge is bent down, in m. */
  get displacement(): number {
    const { gap, roughness } = this.parameters;
    return this.closed ? gap - roughness : this.#stableDisplacement();
  }

  /** Capacitance in F between bridge and electrode, as the last {@link apply} left it. */
  capacitance(): number {
    if (this.defect === 'open') return 0;
    return (vacuumPermittivity * this.parameters.area) / (this.effectiveGap - this.displacement);
  }

  /** Resistance in Ω from input to output: the contact when closed, insulation when open. */
  resistance(conditions: Pick<DeviceConditions, 'temperature'>): number {
    const healthy = this.closed ? this.parameters.contactResistance : insulationAt(conditions.temperature);
    return withDefect(this.defect, healthy, conditions.temperature);
  }

  get #field(): number {
    return this.#voltage - this.#charge;
  }

  get #closedGap(): number {
    const { roughness, dielectric, permittivity } = this.parameters;
    return roughness + dielectric / permittivity;
  }

  #settle(): void {
    const field = Math.abs(this.#field);
    if (field >= this.pullInVoltage) this.#down = true;
    else if (field < this.releaseVoltage) this.#down = false;
  }

  /** The stable root of k·x = ε0·A·V² / (2·(g − x)²), which lies between 0 and g/3; found by halving. */
  #stableDisplacement(): number {
    const { stiffness, area } = this.parameters;
    const gap = this.effectiveGap;
    const push = (vacuumPermittivity * area * this.#field ** 2) / 2;
    let [low, high] = [0, gap / 3];
    for (let round = 0; round < 60; round++) {
      const middle = (low + high) / 2;
      if (stiffness * middle * (gap - middle) ** 2 < push) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }
}
