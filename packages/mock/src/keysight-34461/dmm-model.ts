import type { Clock, Random } from '@fourwire/core';
import { overload } from '../scpi/number-format.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { Acquisition } from './acquisition.ts';
import { defaultSettings, dmmFunctions } from './dmm-functions.ts';
import type { DmmFunction, DmmFunctionName, FunctionSettings } from './dmm-functions.ts';
import { trueValue } from './dmm-inputs.ts';
import type { DmmInputs } from './dmm-inputs.ts';
import { ReadingMemory } from './reading-memory.ts';
import type { DmmTraits } from './truevolt-models.ts';

/** When samples are taken. */
export interface TriggerSettings {
  source: 'IMM' | 'EXT' | 'BUS';
  slope: 'POS' | 'NEG';
  /** `Infinity` goes on until it is aborted. */
  count: number;
  /** Seconds; `undefined` for the automatic delay, which is taken as 0. */
  delay: number | undefined;
  samples: number;
  /** Whether samples begin every {@link interval} seconds, not one after the other. */
  timed: boolean;
  interval: number;
}

/** The input resistance in Ω with `IMPedance:AUTO` off, and on the low ranges with it on. */
const [normalInput, highInput] = [1e7, 1e10];
const highestOfHighInput = 10;

/** How much of its range a reading may have; above it is an overload. */
const fullScale = 1.2;

/** A multimeter with what hangs at its terminals: settings, readings, physics and faults. */
export class DmmModel {
  readonly traits: DmmTraits;
  readonly functions: readonly DmmFunction[];
  /** What is connected. */
  readonly inputs: DmmInputs;
  readonly memory: ReadingMemory;
  readonly acquisition: Acquisition;
  readonly lineFrequency: 50 | 60;
  /** Which terminals the front panel's switch has chosen. */
  terminals: 'FRON' | 'REAR' = 'FRON';
  /** A fault: every reading is an overload. */
  overload = false;
  /** A fault: every reading is this value. */
  stuckAt: number | undefined;
  /** A fault: seconds that every sample takes longer than it should. */
  lateness = 0;
  trigger: TriggerSettings = immediate();
  highImpedance = false;
  temperatureUnit: 'C' | 'F' | 'K' = 'C';
  transducer = 'FRTD';
  #function: DmmFunction;
  readonly #settings = new Map<DmmFunctionName, FunctionSettings>();
  readonly #random: Random;

  constructor(
    clock: Clock,
    random: Random,
    options: { readonly traits: DmmTraits; readonly lineFrequency: 50 | 60; readonly inputs: DmmInputs },
  ) {
    this.traits = options.traits;
    this.functions = dmmFunctions(this.traits);
    this.lineFrequency = options.lineFrequency;
    this.inputs = options.inputs;
    this.memory = new ReadingMemory(this.traits.memory);
    this.#random = random;
    this.#function = this.find('VOLT');
    this.acquisition = new Acquisition(clock, this);
  }

  /** The function that is measured now. */
  get function(): DmmFunction {
    return this.#function;
  }

  find(name: DmmFunctionName): DmmFunction {
    const found = this.functions.find((one) => one.name === name);
    if (found === undefined) throw new ScpiRefusal(-224);
    return found;
  }

  /** What is set for a function; ratios share the settings of DC volts. */
  settings(of: DmmFunction = this.#function): FunctionSettings {
    const key = of.name === 'VOLT:RAT' ? 'VOLT' : of.name;
    const settings = this.#settings.get(key) ?? defaultSettings(of);
    this.#settings.set(key, settings);
    return settings;
  }

  /** Chooses a function with its settings as they were. */
  select(to: DmmFunction): void {
    this.#function = to;
    this.changed();
  }

  /** Chooses a function with the settings of `CONFigure`: one reading, triggered at once. */
  configure(to: DmmFunction): FunctionSettings {
    this.#settings.delete(to.name === 'VOLT:RAT' ? 'VOLT' : to.name);
    this.trigger = immediate();
    this.select(to);
    return this.settings();
  }

  /** `*RST` and `SYSTem:PRESet`. */
  reset(): void {
    this.#settings.clear();
    this.trigger = immediate();
    this.highImpedance = false;
    this.temperatureUnit = 'C';
    this.transducer = 'FRTD';
    this.select(this.find('VOLT'));
  }

  /**
   * Called when a setting of the measurement changed: the readings are gone. Unconfirmed: a running acquisition ends.
   */
  changed(): void {
    this.acquisition.abort();
    this.acquisition.forget();
  }

  /** Resolution in the unit of the function; that of functions without integration time is unconfirmed. */
  resolution(of: DmmFunction = this.#function): number {
    const settings = this.settings(of);
    const part = of.timing === 'nplc' ? this.traits.resolutions.get(settings.nplc) : undefined;
    return (of.ranges.length === 0 ? 1 : settings.range) * (part ?? 1e-6);
  }

  /** Integration time in s. */
  aperture(of: DmmFunction = this.#function): number {
    const { aperture, nplc } = this.settings(of);
    return aperture ?? nplc / this.lineFrequency;
  }

  /** How long one reading takes, in s, without the delay. AC, continuity and capacitance are unconfirmed estimates. */
  get readingTime(): number {
    const { timing, name } = this.#function;
    const { bandwidth, gate, autozero } = this.settings();
    const inputs = name === 'VOLT:RAT' ? 2 : 1;
    const regular = {
      nplc: inputs * this.aperture() * (autozero ? 2 : 1),
      bandwidth: { 3: 2.5, 20: 0.625, 200: 0.025 }[bandwidth] ?? 0.625,
      gate,
      fixed: name === 'CAP' ? 0.5 : 1 / this.lineFrequency,
    }[timing];
    return regular + this.lateness;
  }

  /**
   * What it would read now without noise, in the SI unit of the function: °C for temperature. `undefined` where it would
   * read an overload.
   */
  get trueReading(): number | undefined {
    if (this.stuckAt !== undefined) return this.stuckAt;
    const range = this.#nextRange();
    const value = this.#look(range);
    return this.overload || this.#isTooMuch(value, range) ? undefined : value;
  }

  /** Takes one reading now. */
  measure(): number {
    const settings = this.settings();
    if (this.stuckAt !== undefined) return this.stuckAt;
    if (settings.autorange) this.findRange();
    const value = this.#look(settings.range) + this.#random.normal(0, this.#noiseOn(settings.range));
    if (this.overload || this.#isTooMuch(value, settings.range)) return value < 0 ? -overload : overload;
    return this.#function.name === 'TEMP' ? this.#inUnit(value) : value;
  }

  /** Chooses the range as autorange does: up above 120 % of a range, down below 10 %. */
  findRange(): void {
    this.settings().range = this.#fittingRange();
  }

  /** The range of the next reading. */
  #nextRange(): number {
    const { autorange, range } = this.settings();
    return autorange ? this.#fittingRange() : range;
  }

  #fittingRange(): number {
    let { range } = this.settings();
    const { ranges } = this.#function;
    if (this.#countsCycles || ranges.length === 0) return range;
    // The test current changes with the range, and a device may change with the current: not for ever up and down.
    for (let tries = 0; tries < 2 * ranges.length; tries++) {
      const size = Math.abs(this.#look(range));
      const at = ranges.indexOf(range);
      const next =
        size > fullScale * range ? ranges[at + 1] : size < 0.1 * range ? ranges[at - 1] : undefined;
      if (next === undefined) break;
      range = next;
    }
    return range;
  }

  #isTooMuch(value: number, range: number): boolean {
    return this.#function.ranges.length > 0 && !this.#countsCycles && Math.abs(value) > fullScale * range;
  }

  get #countsCycles(): boolean {
    return this.#function.timing === 'gate';
  }

  #look(range: number): number {
    const high = this.highImpedance && range <= highestOfHighInput;
    return trueValue(this.inputs, this.#function.name, range, high ? highInput : normalInput);
  }

  /**
   * Standard deviation of the next reading in its unit: falls with the integration time, in parts of the range. Estimates:
   * on the 34461A 0.3 ppm of the range at 10 power-line cycles and 2.1 ppm at 0.02, so 2 mV on the 1000 V range.
   */
  get noise(): number {
    return this.#noiseOn(this.#nextRange());
  }

  #noiseOn(range: number): number {
    const { name, timing } = this.#function;
    const cycles = this.aperture() * this.lineFrequency;
    const coarse = this.traits.resolutions.get(10) ?? 1e-6;
    if (name === 'FREQ' || name === 'PER') return 1e-7 * Math.abs(this.#look(range));
    if (name === 'TEMP') return 1e-3 / Math.sqrt(cycles);
    return range * (timing === 'nplc' ? 0.3 * coarse * Math.sqrt(1 / cycles) : 1e-5);
  }

  #inUnit(celsius: number): number {
    return { C: celsius, F: celsius * 1.8 + 32, K: celsius + 273.15 }[this.temperatureUnit];
  }
}

function immediate(): TriggerSettings {
  return { source: 'IMM', slope: 'NEG', count: 1, delay: undefined, samples: 1, timed: false, interval: 1 };
}
