import type { Clock, Random } from '@fourwire/core';
import { DisplacementModel } from '../physics/displacement-model.ts';
import type { DisplacementParameters } from '../physics/displacement-model.ts';
import { factorySettings } from './ild-settings.ts';
import type { IldSettings } from './ild-settings.ts';
import { distanceWord, laserOff, writeWord } from './ild-words.ts';

/** The series of a sensor. */
export type IldSeries = 'ILD1320' | 'ILD1420' | 'ILD1750' | 'ILD1900';

/** Measuring rates in kHz. Unconfirmed: those of the ILD1750 and the ILD1900. */
const rates: Readonly<Record<IldSeries, readonly number[]>> = {
  ILD1320: [0.25, 0.5, 1, 2],
  ILD1420: [0.25, 0.5, 1, 2, 4],
  ILD1750: [0.3, 0.625, 1.25, 2.5, 5, 7.5],
  ILD1900: [0.25, 0.5, 1, 2, 4, 7, 10],
};

/** A sensor that measures by itself, whoever listens. */
export class IldSensor {
  readonly series: IldSeries;
  readonly serialNumber: string;
  readonly target: DisplacementModel;
  settings: IldSettings;
  readonly #clock: Clock;
  /** Since when it measures at its present rate, in ms. */
  #since: number;
  /** How many samples it had taken before. */
  #before = 0;
  /** Up to which sample, as a number since the rate was set, everything went out. */
  #sent = 0;

  constructor(
    series: IldSeries,
    serialNumber: string,
    time: { readonly clock: Clock; readonly random: Random },
    parameters: Partial<DisplacementParameters>,
  ) {
    this.series = series;
    this.serialNumber = serialNumber;
    this.#clock = time.clock;
    this.target = new DisplacementModel({ random: time.random.fork('target'), parameters });
    this.settings = factorySettings(this.rates.at(-1) ?? 1);
    this.#since = time.clock.monotonic();
  }

  /** Measuring rates in kHz. */
  get rates(): readonly number[] {
    return rates[this.series];
  }

  setRate(kilohertz: number): void {
    this.#before += this.#taken;
    this.#since = this.#clock.monotonic();
    this.#sent = 0;
    this.settings.rate = kilohertz;
  }

  /** Counts anew. */
  resetCounter(): void {
    this.#before = -this.#taken;
  }

  /** Gives the present distance a value, in mm; `undefined` ends that. */
  setMaster(millimetres: number | undefined): boolean {
    this.target.reference = 0;
    if (millimetres !== undefined) {
      const now = this.target.sample(this.#clock.monotonic() / 1000);
      if (typeof now !== 'number') return false;
      this.target.reference = now - millimetres;
    }
    this.settings.master = millimetres;
    return true;
  }

  /** Switched off and on. Mastering is forgotten, the rest was stored. Unconfirmed: what is. */
  restart(): void {
    this.settings = factorySettings(this.rates.at(-1) ?? 1);
    this.target.reference = 0;
    this.#since = this.#clock.monotonic();
    this.#before = 0;
    this.#sent = 0;
  }

  /** Leaves out what was measured until now. */
  skip(): void {
    this.#sent = this.#taken;
  }

  /** What was measured since it was asked last, as bytes. */
  values(): Uint8Array {
    const { rate, reduction, extras } = this.settings;
    const until = this.#taken;
    const first = this.#sent;
    this.#sent = until;
    const samples = Math.floor(until / reduction) - Math.floor(first / reduction);
    const words = 1 + extras.size + (extras.has('TIMESTAMP') ? 1 : 0);
    const bytes = new Uint8Array(samples * words * 3);
    let at = 0;
    for (let index = 1; index <= samples; index++) {
      const number = (Math.floor(first / reduction) + index) * reduction;
      at = this.#write(bytes, at, number, (this.#since + number / rate) / 1000);
    }
    return bytes;
  }

  #write(bytes: Uint8Array, start: number, number: number, seconds: number): number {
    const { extras } = this.settings;
    let at = start;
    const write = (word: number): void => {
      writeWord(bytes, at, word & 0x3_ffff, at === start);
      at += 3;
    };
    write(this.#distance(seconds));
    if (extras.has('SHUTTER')) write(1200);
    if (extras.has('COUNTER')) write(this.#before + number);
    if (extras.has('TIMESTAMP')) {
      const stamp = Math.round(seconds * 1e5);
      write(stamp % 65_536);
      write(Math.floor(stamp / 65_536) % 65_536);
    }
    if (extras.has('INTENSITY')) write(32_000);
    if (extras.has('STATE')) write(0);
    return at;
  }

  #distance(seconds: number): number {
    const { target, settings, series } = this;
    if (settings.laser === 'OFF') return laserOff;
    const { range } = target.parameters;
    const sample = target.sample(seconds);
    const mastered = settings.master !== undefined;
    // Counted from the start of the measuring range, unless from the master.
    const distance = typeof sample === 'number' && !mastered ? sample + range / 2 : sample;
    return distanceWord(distance, range, series === 'ILD1900' ? 'ild1900' : mastered ? 'mastered' : 'plain');
  }

  get #taken(): number {
    // The last digit of a sum of many milliseconds must not hide a sample that is due.
    return Math.floor((this.#clock.monotonic() - this.#since) * this.settings.rate + 1e-6);
  }
}
