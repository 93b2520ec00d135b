import type { Die } from './die.ts';
import type { ElectricalDevice } from './devices/electrical-device.ts';
import { DeviceTerminals } from './device-terminals.ts';
import type { Contacts } from './device-terminals.ts';
import type { ProberModel } from './prober-model.ts';

/** What a {@link DeviceUnderNeedles} looks at. */
export interface DeviceUnderNeedlesOptions {
  /** The prober; as a function where asking for it brings it up to now, for example `() => sentio.model.prober`. */
  readonly prober: ProberModel | (() => ProberModel);
  /** Temperature of the device in °C; by default that of the wafer at the die, or 25 without a thermal chuck. */
  readonly temperature?: () => number;
}

/**
 * Couples a bench: what an instrument reads depends on which die is under the needles, whether they touch, and how
 * warm it is. It only looks; the models are advanced by their owners, or by `prober` where that is a function.
 */
export class DeviceUnderNeedles extends DeviceTerminals {
  readonly #now: () => ProberModel;
  readonly #temperature: () => number;

  constructor(options: DeviceUnderNeedlesOptions) {
    super();
    const { prober } = options;
    this.#now = typeof prober === 'function' ? prober : () => prober;
    this.#temperature =
      options.temperature ?? (() => this.#prober.chuck?.waferAt(this.die?.radius ?? 0) ?? 25);
  }

  get #prober(): ProberModel {
    return this.#now();
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
    return this.contacts.every((ohms) => Number.isFinite(ohms));
  }

  protected get contacts(): Contacts {
    return [this.contact(0), this.contact(1), this.contact(2), this.contact(3)];
  }

  /** Resistance of one needle to its pad in Ω, cable included; `Infinity` without contact. */
  contact(needle: number): number {
    const { card, overPads, overtravel } = this.#prober;
    return overPads ? card.resistance(needle, overtravel) : Number.POSITIVE_INFINITY;
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
export class DeviceInSocket extends DeviceTerminals {
  readonly device: ElectricalDevice;
  readonly #temperature: () => number;
  readonly #leads: number;

  constructor(options: DeviceInSocketOptions) {
    super();
    this.device = options.device;
    this.#temperature = options.temperature;
    this.#leads = options.leads ?? 0.3;
  }

  /** Temperature of the device, in °C. */
  get temperature(): number {
    return this.#temperature();
  }

  protected get contacts(): Contacts {
    return [this.#leads, this.#leads, this.#leads, this.#leads];
  }
}
