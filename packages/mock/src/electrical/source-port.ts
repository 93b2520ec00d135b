import { DeviceTerminals } from '../physics/device-terminals.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { DeviceInSocket } from '../physics/device-under-needles.ts';
import { Resistor } from '../physics/devices/resistor.ts';

/** What a source-measure unit forces. */
export type Sourced = 'voltage' | 'current';

/** What is put on the terminals. */
export interface Drive {
  readonly source: Sourced;
  /** V or A. */
  readonly level: number;
  /** The highest magnitude of the other quantity, in A or V. */
  readonly limit: number;
  /** With 4 the voltage is that at the device, without leads and contacts. */
  readonly wires: 2 | 4;
}

/** What is at the terminals then. */
export interface OperatingPoint {
  /** V. */
  readonly voltage: number;
  /** A. */
  readonly current: number;
  /** Whether the limit and not the level decides. */
  readonly limited: boolean;
}

/** Nothing but insulation, as behind needles that do not touch. */
class OpenTerminals extends DeviceTerminals {
  readonly device = undefined;
  readonly temperature = 25;
  protected readonly contacts = [Infinity, Infinity, Infinity, Infinity] as const;
}

/** The terminals of a source-measure unit with what is connected to them: source and compliance. */
export class SourcePort {
  readonly #load: DeviceUnderTest;
  readonly #open = new OpenTerminals();
  /** Whether the leads reach the device; false while the fault `no-contact` is on. */
  connected = true;

  /** @param load - 1 kΩ with leads of 0.1 Ω each unless given */
  constructor(load: DeviceUnderTest = resistorInSocket(1000)) {
    this.#load = load;
  }

  /** What is at the terminals now. */
  get load(): DeviceUnderTest {
    return this.connected ? this.#load : this.#open;
  }

  /** Puts a level on the terminals; the limit holds whatever the load is. */
  drive({ source, level, limit, wires }: Drive): OperatingPoint {
    const { load } = this;
    if (source === 'voltage') {
      const current = load.current(level, wires);
      if (Math.abs(current) <= limit) return { voltage: level, current, limited: false };
      const most = Math.sign(current) * limit;
      return { voltage: within(load.voltage(most, wires), level), current: most, limited: true };
    }
    // Looked at first: a device that a voltage moves must not see one that the limit forbids.
    const needed = level * load.resistance({ wires, current: level });
    if (Math.abs(needed) <= limit)
      return { voltage: load.voltage(level, wires), current: level, limited: false };
    const most = Math.sign(needed) * limit;
    return { voltage: most, current: within(load.current(most, wires), level), limited: true };
  }
}

/** A resistor, with leads of 0.1 Ω each unless told otherwise. */
export function resistorInSocket(ohms: number, leads = 0.1): DeviceUnderTest {
  return new DeviceInSocket({ device: new Resistor(ohms), temperature: () => 25, leads });
}

/** Not beyond what was asked for, however the device has changed meanwhile. */
function within(value: number, most: number): number {
  return Math.sign(value) * Math.min(Math.abs(value), Math.abs(most));
}
