import type { Clock, Random } from '@fourwire/core';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import type { ComplexNumber } from '../physics/devices/electrical-device.ts';

/** Reference impedance in Ω. */
const reference = 50;

/** Noise of the receiver in dBm with a bandwidth of 1 Hz. Unconfirmed typical value. */
const noiseFloor = -120;

/** Seconds for each point beside the filter, and for a sweep beside its points. Unconfirmed. */
const pointOverhead = 20e-6;
const sweepOverhead = 2e-3;

/** What a sweep is set to. */
export interface VnaSettings {
  start: number;
  stop: number;
  points: number;
  spacing: 'LIN' | 'LOG';
  /** Hz, of the intermediate-frequency filter. */
  bandwidth: number;
  /** dBm. */
  power: number;
  output: boolean;
  averaging: boolean;
  averages: number;
}

/** What limits the settings of a model. */
export interface VnaLimits {
  readonly frequency: { readonly min: number; readonly max: number };
  readonly points: { readonly min: number; readonly max: number };
  readonly bandwidth: { readonly min: number; readonly max: number };
  readonly power: { readonly min: number; readonly max: number };
}

/** Ratios over frequency that a sweep left behind. */
interface Sweep {
  readonly frequencies: readonly number[];
  readonly ratios: ReadonlyMap<string, readonly ComplexNumber[]>;
}

/** A network analyser with two ports and a device in series between them. */
export class VnaModel {
  readonly limits: VnaLimits;
  readonly settings: VnaSettings;
  /** Between port 1 and port 2. */
  load: DeviceUnderTest;
  /** A cable is off: nothing gets through, everything comes back. */
  open = false;
  readonly #clock: Clock;
  readonly #random: Random;
  #last: Sweep;
  /** Sweeps that the average holds. */
  #averaged = 0;
  #running: { readonly ended: Promise<void>; readonly cancel: AbortController } | undefined;

  constructor(clock: Clock, random: Random, limits: VnaLimits, load: DeviceUnderTest) {
    this.#clock = clock;
    this.#random = random;
    this.limits = limits;
    this.load = load;
    this.settings = this.#initial();
    this.#last = this.#measure();
  }

  reset(): void {
    this.abort();
    Object.assign(this.settings, this.#initial());
    this.#averaged = 0;
    this.#last = this.#measure();
  }

  /** Seconds of one sweep. */
  get sweepTime(): number {
    const { points, bandwidth } = this.settings;
    return sweepOverhead + points * (1 / bandwidth + pointOverhead);
  }

  get frequencies(): readonly number[] {
    const { start, stop, points, spacing } = this.settings;
    return Array.from({ length: points }, (_, index) => {
      const part = index / (points - 1);
      return spacing === 'LIN' ? start + part * (stop - start) : start * (stop / start) ** part;
    });
  }

  /** The frequencies and ratios of the last sweep that ended. */
  get last(): Sweep {
    return this.#last;
  }

  get sweeping(): boolean {
    return this.#running !== undefined;
  }

  async idle(): Promise<void> {
    await this.#running?.ended;
  }

  /** Begins to sweep, as often as is said; what is under way is called off. */
  sweep(times = 1): void {
    this.abort();
    const cancel = new AbortController();
    const ended = this.#sweep(times, cancel.signal);
    this.#running = { ended, cancel };
  }

  abort(): void {
    this.#running?.cancel.abort();
    this.#running = undefined;
  }

  /** Forgets what was averaged. */
  clearAverage(): void {
    this.#averaged = 0;
  }

  async #sweep(times: number, signal: AbortSignal): Promise<void> {
    for (let sweep = 0; sweep < times; sweep++) {
      try {
        await this.#clock.sleep(1000 * this.sweepTime, signal);
      } catch {
        return;
      }
      this.#last = this.#average(this.#measure());
    }
    this.#running = undefined;
  }

  #average(sweep: Sweep): Sweep {
    const { averaging, averages } = this.settings;
    const isSame = sweep.frequencies.length === this.#last.frequencies.length;
    if (!averaging || !isSame || this.#averaged === 0) {
      this.#averaged = 1;
      return sweep;
    }
    this.#averaged = Math.min(averages, this.#averaged + 1);
    const weight = 1 / this.#averaged;
    const ratios = new Map(
      [...sweep.ratios].map(([name, values]) => {
        const before = this.#last.ratios.get(name) ?? values;
        const mean = values.map((value, index) => {
          const old = before[index] ?? value;
          return {
            real: old.real + weight * (value.real - old.real),
            imaginary: old.imaginary + weight * (value.imaginary - old.imaginary),
          };
        });
        return [name, mean] as const;
      }),
    );
    return { frequencies: sweep.frequencies, ratios };
  }

  #measure(): Sweep {
    const { frequencies } = this;
    const through: ComplexNumber[] = [];
    const back: ComplexNumber[] = [];
    for (const frequency of frequencies) {
      const { passed, reflected } = this.#scatter(frequency);
      through.push(this.#received(passed));
      back.push(this.#received(reflected));
    }
    return {
      frequencies,
      ratios: new Map([
        ['S21', through],
        ['S12', through],
        ['S11', back],
        ['S22', back],
      ]),
    };
  }

  /** What an impedance in series between two lines lets through and sends back. */
  #scatter(frequency: number): { readonly passed: ComplexNumber; readonly reflected: ComplexNumber } {
    if (!this.settings.output) return { passed: none, reflected: none };
    if (this.open) return { passed: none, reflected: { real: 1, imaginary: 0 } };
    const { real, imaginary } = this.load.impedance({ frequency, wires: 2 });
    const passed = divide({ real: 2 * reference, imaginary: 0 }, { real: real + 2 * reference, imaginary });
    return { passed, reflected: { real: 1 - passed.real, imaginary: -passed.imaginary } };
  }

  #received({ real, imaginary }: ComplexNumber): ComplexNumber {
    const { bandwidth, power } = this.settings;
    const noise = 10 ** ((noiseFloor + 10 * Math.log10(bandwidth) - power) / 20) / Math.SQRT2;
    return {
      real: real + this.#random.normal(0, noise),
      imaginary: imaginary + this.#random.normal(0, noise),
    };
  }

  #initial(): VnaSettings {
    const { frequency } = this.limits;
    return {
      start: frequency.min,
      stop: frequency.max,
      points: 201,
      spacing: 'LIN',
      bandwidth: 10_000,
      power: -10,
      output: true,
      averaging: false,
      averages: 10,
    };
  }
}

const none: ComplexNumber = { real: 0, imaginary: 0 };

function divide(a: ComplexNumber, b: ComplexNumber): ComplexNumber {
  const square = b.real ** 2 + b.imaginary ** 2;
  return {
    real: (a.real * b.real + a.imaginary * b.imaginary) / square,
    imaginary: (a.imaginary * b.real - a.real * b.imaginary) / square,
  };
}
