import { steady } from '../physics/voltage-signal.ts';
import type { VoltageSignal } from '../physics/voltage-signal.ts';

/** What is set of one input. */
export interface ChannelSettings {
  enabled: boolean;
  /** V for each division, the probe included. */
  scale: number;
  /** V; which way it moves the trace differs between the makers. */
  offset: number;
  coupling: 'DC' | 'AC' | 'GND';
  /** The attenuation that it reckons with. */
  probe: number;
  bandwidthLimit: boolean;
  invert: boolean;
  /** Ω. */
  impedance: 1e6 | 50;
}

/** An input of an oscilloscope and what is connected to it. */
export class ScopeChannel {
  readonly settings: ChannelSettings;
  /** The attenuation of the probe that is really there. */
  attenuation: number;
  #signal: VoltageSignal | (() => VoltageSignal) = steady();
  #disconnected = false;
  readonly #changed: () => void;

  constructor(settings: ChannelSettings, changed: () => void) {
    this.settings = { ...settings };
    this.attenuation = settings.probe;
    this.#changed = changed;
  }

  /** What stands at the tip of the probe; a function where another simulator makes it. */
  get signal(): VoltageSignal {
    if (this.#disconnected) return steady();
    return typeof this.#signal === 'function' ? this.#signal() : this.#signal;
  }

  set signal(signal: VoltageSignal | (() => VoltageSignal)) {
    this.#signal = signal;
    this.#changed();
  }

  /** A fault: the probe has come off. */
  get disconnected(): boolean {
    return this.#disconnected;
  }

  set disconnected(off: boolean) {
    this.#disconnected = off;
    this.#changed();
  }

  /** What the scope takes one volt of the signal for. */
  get gain(): number {
    const { probe, invert } = this.settings;
    return ((invert ? -1 : 1) * probe) / this.attenuation;
  }

  /** The level of the signal that it takes for `volts`. */
  levelOf(volts: number): number {
    const { coupling } = this.settings;
    return volts / this.gain + (coupling === 'AC' ? this.signal.mean : 0);
  }
}
