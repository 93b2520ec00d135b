import type { Die } from './die.ts';
import { insulationAt, parallel } from './devices/electrical-device.ts';
import type { DeviceConditions, ElectricalDevice } from './devices/electrical-device.ts';
import type { ProberModel } from './prober-model.ts';

/** How an instrument measures a resistance. */
export interface ResistanceMeasurement extends Omit<DeviceConditions, 'temperature'> {
  /** 2: leads and contacts are measured with the device; 4 (Kelvin): they are not. */
  readonly wires: 2 | 4;
}

/** What the terminals of an ohmmeter, a source-measure unit or an LCR meter are connected to. */
export interface TerminalLoad {
  /** Resistance in Ω that is there to be measured, always finite: an open circuit leaves the insulation. */
  resistance(measurement: ResistanceMeasurement): number;
  /** Capacitance in F. */
  capacitance(measurement?: Omit<DeviceConditions, 'temperature'>): number;
}

/** Capacitance that stays after open correction, in F. Unconfirmed typical value (probe sheet 5). */
const strayCapacitance = 2e-15;

/** The needles of a Kelvin card, in the order of their numbers. */
const [forceHigh, senseHigh, senseLow, forceLow] = [0, 1, 2, 3] as const;

/** What a {@link DeviceUnderNeedles} looks at. */
export interface DeviceUnderNeedlesOptions {
  readonly prober: ProberModel;
  /** Temperature of the device in °C; by default that of the wafer at the die, or 25 without a thermal chuck. */
  readonly temperature?: () => number;
}

/**
 * Couples a bench: what an instrument reads depends on which die is under the needles, whether they touch, and how
 * warm it is. It only looks; the models are advanced by their owners.
 */
export class DeviceUnderNeedles implements TerminalLoad {
  readonly #prober: ProberModel;
  readonly #temperature: () => number;

  constructor(options: DeviceUnderNeedlesOptions) {
    const { prober } = options;
    this.#prober = prober;
    this.#temperature = options.temperature ?? (() => prober.chuck?.waferAt(this.die?.radius ?? 0) ?? 25);
  }

  /** The die under the needles, touched or not. */
  get die(): Die | undefined {
    return this.#prober.die;
  }

  /** The device on that die. */
  get device(): ElectricalDevice | undefined {
    const { die } = this;
    return die && this.#prober.wafer?.device(die.column, die.row);
  }

  /** Temperature of the device, in °C. */
  get temperature(): number {
    return this.#temperature();
  }

  /** Whether all four needles make contact with its pads. */
  get touching(): boolean {
    return [forceHigh, senseHigh, senseLow, forceLow].every((needle) =>
      Number.isFinite(this.contact(needle)),
    );
  }

  /** Resistance of one needle to its pad in Ω, cable included; `Infinity` without contact. */
  contact(needle: number): number {
    const { card, overPads, overtravel } = this.#prober;
    return overPads ? card.resistance(needle, overtravel) : Number.POSITIVE_INFINITY;
  }

  resistance(measurement: ResistanceMeasurement): number {
    const { device, temperature } = this;
    const contacts = [forceHigh, senseHigh, senseLow, forceLow].map((needle) => this.contact(needle));
    return measured(device, contacts, temperature, measurement);
  }

  capacitance(measurement: Omit<DeviceConditions, 'temperature'> = {}): number {
    const { device, temperature } = this;
    const connected = Number.isFinite(this.contact(forceHigh) + this.contact(forceLow));
    const own = connected ? (device?.capacitance({ ...measurement, temperature }) ?? 0) : 0;
    return own + strayCapacitance;
  }
}

/** What a {@link DeviceInSocket} looks at. */
export interface DeviceInSocketOptions {
  readonly device: ElectricalDevice;
  /** Temperature of the device in °C, for example `() => chamber.product`. */
  readonly temperature: () => number;
  /** Resistance of each lead and its contact, in Ω; 0.3 by default. */
  readonly leads?: number;
}

/** A device wired up in a chamber: as {@link DeviceUnderNeedles}, but always connected. */
export class DeviceInSocket implements TerminalLoad {
  readonly device: ElectricalDevice;
  readonly #temperature: () => number;
  readonly #leads: number;

  constructor(options: DeviceInSocketOptions) {
    this.device = options.device;
    this.#temperature = options.temperature;
    this.#leads = options.leads ?? 0.3;
  }

  /** Temperature of the device, in °C. */
  get temperature(): number {
    return this.#temperature();
  }

  resistance(measurement: ResistanceMeasurement): number {
    const leads = [this.#leads, this.#leads, this.#leads, this.#leads];
    return measured(this.device, leads, this.temperature, measurement);
  }

  capacitance(measurement: Omit<DeviceConditions, 'temperature'> = {}): number {
    const { temperature } = this;
    return this.device.capacitance({ ...measurement, temperature }) + strayCapacitance;
  }
}

/** Two wires see the force contacts in series with the device; four see the device, if the sense contacts conduct. */
function measured(
  device: ElectricalDevice | undefined,
  contacts: readonly number[],
  temperature: number,
  { wires, ...drive }: ResistanceMeasurement,
): number {
  const own = device?.resistance({ ...drive, temperature }) ?? Number.POSITIVE_INFINITY;
  const sum = (needles: readonly number[]): number =>
    needles.reduce((total, needle) => total + (contacts[needle] ?? Number.POSITIVE_INFINITY), 0);
  const force = sum([forceHigh, forceLow]);
  const sensed = Number.isFinite(force + sum([senseHigh, senseLow])) ? own : Number.POSITIVE_INFINITY;
  return parallel(wires === 2 ? own + force : sensed, insulationAt(temperature));
}
