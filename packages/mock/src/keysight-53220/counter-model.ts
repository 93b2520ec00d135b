import type { Clock, Random } from '@fourwire/core';
import { Acquisition } from '../keysight-34461/acquisition.ts';
import type { TriggerSettings } from '../keysight-34461/dmm-model.ts';
import { ReadingMemory } from '../keysight-34461/reading-memory.ts';
import { noNumber } from '../scpi/number-format.ts';
import { counterFunctions } from './counter-functions.ts';
import type { CounterFunctionEntry } from './counter-functions.ts';
import { referenceSignal } from './counter-signal.ts';
import type { CounterSignal } from './counter-signal.ts';

/** Readings that the memory holds (sheet counter-keysight-53220.md). */
const memorySize = 1_000_000;

/** An input: what it is set to. */
export interface CounterInputSettings {
  coupling: 'AC' | 'DC';
  impedance: 50 | 1e6;
  range: 5 | 50;
  filter: boolean;
  noiseRejection: boolean;
  /** V; taken where `auto` is off. */
  level: number;
  auto: boolean;
  slope: 'POS' | 'NEG';
}

function initialInput(): CounterInputSettings {
  return {
    coupling: 'AC',
    impedance: 1e6,
    range: 5,
    filter: false,
    noiseRejection: false,
    level: 0,
    auto: true,
    slope: 'POS',
  };
}

function initialTrigger(): TriggerSettings {
  return { source: 'IMM', slope: 'NEG', count: 1, delay: 0, samples: 1, timed: false, interval: 1 };
}

/** A counter with two inputs, its trigger system and its memory. */
export class CounterModel {
  readonly memory = new ReadingMemory(memorySize);
  readonly trigger = initialTrigger();
  readonly acquisition: Acquisition;
  /** What comes to the inputs; set them to change it. */
  readonly signals: [CounterSignal, CounterSignal] = [
    referenceSignal,
    { ...referenceSignal, frequency: 1e6 },
  ];
  readonly inputs: readonly [CounterInputSettings, CounterInputSettings] = [initialInput(), initialInput()];
  measured: CounterFunctionEntry = firstFunction;
  /** The input that is measured, from 1; the first one where the function takes two. */
  input: 1 | 2 = 1;
  /** Seconds. */
  gate = 0.1;
  /** Seconds after which a reading is given up; `Infinity`: never. */
  timeout = 1;
  readonly #random: Random;

  constructor(clock: Clock, random: Random) {
    this.#random = random;
    this.acquisition = new Acquisition(clock, this);
  }

  reset(): void {
    this.acquisition.abort();
    this.acquisition.forget();
    Object.assign(this.trigger, initialTrigger());
    for (const input of this.inputs) Object.assign(input, initialInput());
    this.configure(firstFunction, 1, 0.1);
    this.timeout = 1;
  }

  /** What a change of a setting does: an acquisition under way ends, readings are forgotten. */
  changed(): void {
    this.acquisition.abort();
    this.acquisition.forget();
  }

  configure(measured: CounterFunctionEntry, input: 1 | 2, gate: number): void {
    this.changed();
    this.measured = measured;
    this.input = input;
    this.gate = gate;
  }

  /** The unit and overload of a meter's readings: a counter's have neither. */
  readonly function = { unit: '', overloadBit: 0 };

  /** Seconds for a reading: the gate, or until it is given up. */
  get readingTime(): number {
    if (!this.#comes) return this.timeout;
    const { frequency } = this.#signal;
    return Math.max(this.gate, 1 / frequency);
  }

  /** One reading; 9.91E37 where no edge came in time. */
  measure(): number {
    if (!this.#comes) return noNumber;
    const value = this.measured.value(this.#signal, this.#other);
    return value + this.#random.normal(0, this.measured.deviation(value, this.gate));
  }

  get #signal(): CounterSignal {
    return this.signals[this.input - 1] ?? referenceSignal;
  }

  get #other(): CounterSignal {
    return this.signals[2 - this.input] ?? referenceSignal;
  }

  /** Whether edges cross the level of the inputs that are needed, and come before the time is over. */
  get #comes(): boolean {
    const needed = this.measured.two === true ? [0, 1] : [this.input - 1];
    return needed.every((index) => {
      const [signal, settings] = [this.signals[index], this.inputs[index]];
      if (signal === undefined || settings === undefined || signal.frequency <= 0) return false;
      const middle = settings.coupling === 'AC' ? (signal.high + signal.low) / 2 : 0;
      const level = settings.auto ? (signal.high + signal.low) / 2 - middle : settings.level;
      const crosses = level < signal.high - middle && level > signal.low - middle;
      return crosses && 1 / signal.frequency < this.timeout;
    });
  }
}

const [firstFunction] = counterFunctions as readonly [CounterFunctionEntry];
