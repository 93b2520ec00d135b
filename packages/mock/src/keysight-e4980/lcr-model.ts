import type { Clock, Random } from '@fourwire/core';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import type { ComplexNumber } from '../physics/devices/electrical-device.ts';
import { overload } from '../scpi/number-format.ts';
import { pairOf } from './impedance-pairs.ts';
import type { ImpedancePair } from './impedance-pairs.ts';
import { LcrCorrection } from './lcr-correction.ts';

/** What is set of a measurement. */
export interface LcrSettings {
  pair: ImpedancePair;
  /** Hz. */
  frequency: number;
  /** What is held, and V or A rms of each. */
  levelMode: 'voltage' | 'current';
  voltage: number;
  current: number;
  /** Whether the level is regulated at the device. */
  levelControl: boolean;
  /** Ω. */
  range: number;
  autoRange: boolean;
  aperture: 'SHOR' | 'MED' | 'LONG';
  averages: number;
  biasOn: boolean;
  biasMode: 'voltage' | 'current';
  biasVoltage: number;
  biasCurrent: number;
  biasAutoRange: boolean;
  /** Seconds from the trigger to the measurement, and between its steps. */
  delay: number;
}

/** One result: two values and the status (sheet lcr-keysight-e4980.md, "Results"). */
export interface LcrResult {
  readonly values: readonly [number, number];
  readonly status: -1 | 0 | 1 | 3 | 4;
}

/** Seconds of one measurement without averaging. Estimates for frequencies above 1 kHz. */
const apertures = { SHOR: 0.0056, MED: 0.088, LONG: 0.22 } as const;

/** Ω behind the signal source, which its level is divided by. */
const sourceResistance = 100;

/** V and A rms that the source gives at most without the option. */
const highestSource = 2.2;

/** What is left of open terminals, in F. */
const openCapacitance = 2e-15;

/** A fixed range holds impedances down to this part of it. Estimate. */
const lowestOfRange = 0.1;

/** An LCR meter with what hangs at its terminals: settings, correction and physics. */
export class LcrModel {
  readonly settings: LcrSettings = defaults();
  readonly correction = new LcrCorrection();
  /** What is connected to its four terminals. */
  device: DeviceUnderTest;
  /** Relative standard deviation of a short measurement. Estimate. */
  shortNoise = 2e-4;
  /** A fault: nothing is connected. */
  disconnected = false;
  /** A fault: every measurement gives this. */
  stuckAt: LcrResult | undefined;
  readonly clock: Clock;
  readonly #random: Random;

  constructor(clock: Clock, random: Random, device: DeviceUnderTest) {
    this.clock = clock;
    this.#random = random;
    this.device = device;
  }

  /** `*RST`. */
  reset(): void {
    Object.assign(this.settings, defaults());
    this.correction.reset();
  }

  /** Seconds that a measurement takes, without the delays. */
  get measuringTime(): number {
    const { aperture, averages, frequency } = this.settings;
    return apertures[aperture] * averages + 3 / frequency;
  }

  get omega(): number {
    return 2 * Math.PI * this.settings.frequency;
  }

  /** V across the device. */
  get bias(): number {
    const { biasOn, biasMode, biasVoltage, biasCurrent } = this.settings;
    if (!biasOn) return 0;
    return biasMode === 'voltage' ? biasVoltage : this.device.voltage(biasCurrent, 4);
  }

  /** What the bridge sees now, before correction. */
  get seen(): ComplexNumber {
    const { omega } = this;
    const device = this.disconnected
      ? { real: 0, imaginary: -1 / (omega * openCapacitance) }
      : this.device.impedance({ frequency: this.settings.frequency, bias: this.bias, wires: 4 });
    return this.correction.seen(device, omega);
  }

  /** What it would measure now without noise. */
  get trueResult(): LcrResult {
    if (this.stuckAt !== undefined) return this.stuckAt;
    const { seen, omega } = this;
    const { pair, autoRange, range } = this.settings;
    const size = Math.hypot(seen.real, seen.imaginary);
    if (!autoRange && size < lowestOfRange * range) return { values: [overload, overload], status: 1 };
    const values = pairOf(pair, {
      impedance: this.correction.corrected(seen, omega),
      omega,
      directResistance: this.disconnected ? Infinity : this.device.resistance({ wires: 4 }),
      bias: [this.bias, this.disconnected ? 0 : this.device.current(this.bias, 4)],
    });
    return { values, status: this.#regulates(size) ? 0 : 4 };
  }

  /** Relative standard deviation of a measurement. */
  get noise(): number {
    const { aperture, averages } = this.settings;
    return this.shortNoise / Math.sqrt((averages * apertures[aperture]) / apertures.SHOR);
  }

  /** Takes one measurement now. */
  measure(): LcrResult {
    if (this.stuckAt !== undefined) return this.stuckAt;
    const result = this.trueResult;
    if (result.status !== 0 && result.status !== 4) return result;
    const { noise } = this;
    const values = result.values.map((value) => value * (1 + this.#random.normal(0, noise)));
    return { values: [values[0] ?? 0, values[1] ?? 0], status: result.status };
  }

  /** V and A rms at the device. */
  get signal(): readonly [number, number] {
    const { levelMode, voltage, current, levelControl } = this.settings;
    const { real, imaginary } = this.seen;
    const size = Math.hypot(real, imaginary);
    const total = Math.hypot(real + sourceResistance, imaginary);
    if (levelMode === 'current') {
      const flowing = levelControl
        ? current
        : (current * sourceResistance) / Math.max(total, sourceResistance);
      return [flowing * size, flowing];
    }
    const across = levelControl ? voltage : (voltage * size) / total;
    return [across, across / size];
  }

  #regulates(size: number): boolean {
    const { levelControl, levelMode, voltage, current } = this.settings;
    if (!levelControl) return true;
    const needed =
      levelMode === 'voltage'
        ? (voltage * (size + sourceResistance)) / size
        : current * (size + sourceResistance);
    return needed <= highestSource * 10;
  }
}

function defaults(): LcrSettings {
  return {
    pair: 'CPD',
    frequency: 1000,
    levelMode: 'voltage',
    voltage: 1,
    current: 0.01,
    levelControl: false,
    range: 100e3,
    autoRange: true,
    aperture: 'MED',
    averages: 1,
    biasOn: false,
    biasMode: 'voltage',
    biasVoltage: 0,
    biasCurrent: 0,
    biasAutoRange: true,
    delay: 0,
  };
}
