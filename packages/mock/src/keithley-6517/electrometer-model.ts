import type { Clock, Random } from '@fourwire/core';
import { ElectrometerInput } from '../electrical/electrometer-input.ts';
import type { ElectrometerRange } from '../electrical/electrometer-input.ts';
import { runLayers, usualLayer } from '../electrical/layered-trigger.ts';
import type { TriggerLayerSettings } from '../electrical/layered-trigger.ts';
import { SourcePort } from '../electrical/source-port.ts';
import { TriggeredRun } from '../electrical/triggered-run.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { overload } from '../scpi/number-format.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';

/** What is measured. */
export type ElectrometerFunction = 'VOLT' | 'CURR' | 'RES' | 'CHAR';

/** A quantity at the input: a number, or a function that tells it at the moment of the measurement. */
type ElectrometerSignal = number | (() => number);

/** What is connected to the input while the source is off. */
export interface ElectrometerSignals {
  /** V. */
  voltage: ElectrometerSignal;
  /** A. */
  current: ElectrometerSignal;
  /** C. */
  charge: ElectrometerSignal;
}

/** One function of the electrometer. */
export interface FunctionTraits {
  readonly name: ElectrometerFunction;
  /** Its node in the notation of manuals, and what `FUNCtion?` answers. */
  readonly node: string;
  readonly text: string;
  /** Unit behind a reading. */
  readonly unit: string;
  readonly ranges: readonly number[];
}

const decades = (mantissa: number, first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => Number(`${mantissa}e${first + index}`));

/** The functions. Unconfirmed: their ranges (sheet electrometer-keithley-6517.md). */
export const electrometerFunctions: readonly FunctionTraits[] = [
  { name: 'VOLT', node: 'VOLTage[:DC]', text: '"VOLT:DC"', unit: 'VDC', ranges: [2, 20, 200] },
  { name: 'CURR', node: 'CURRent[:DC]', text: '"CURR:DC"', unit: 'ADC', ranges: decades(2, -11, -2) },
  { name: 'RES', node: 'RESistance', text: '"RES"', unit: 'OHM', ranges: decades(2, 6, 18) },
  { name: 'CHAR', node: 'CHARge', text: '"CHAR"', unit: 'CUL', ranges: decades(2, -9, -6) },
];

/** How much of its full scale a range can do. */
export const over = 1.05;

/** What is set for one function. */
export interface FunctionSettings extends ElectrometerRange {
  nplc: number;
  average: { on: boolean; count: number; control: string };
  median: { on: boolean; rank: number };
  reference: number;
  relative: boolean;
}

/** One reading. */
export interface ElectrometerReading6517 {
  readonly value: number;
  /** `N` normal, `Z` zero check, `O` overflow, `R` relative. */
  readonly state: string;
  readonly unit: string;
  /** Seconds. */
  readonly time: number;
  readonly number: number;
  /** V of the source. */
  readonly source: number;
}

const conversions = 2;

/** The most that the source gives, in A, by its range; with the resistive limit 1 mA at most. Unconfirmed. */
const sourceLimits: Readonly<Record<number, number>> = { 100: 1e-2, 1000: 1e-3 };

/** An electrometer with its voltage source and what is connected to it. */
export class ElectrometerModel {
  readonly input: ElectrometerInput;
  readonly run: TriggeredRun;
  readonly port: SourcePort;
  readonly signals: ElectrometerSignals;
  function: ElectrometerFunction = 'VOLT';
  settings: Record<ElectrometerFunction, FunctionSettings> = everyFunction();
  lineFrequency: 50 | 60 = 50;
  source = { level: 0, range: 100, on: false, limit: 1000, limited: false, connected: false };
  layers: readonly [TriggerLayerSettings, TriggerLayerSettings, TriggerLayerSettings] = [
    usualLayer(),
    usualLayer(),
    usualLayer(),
  ];
  readings: ElectrometerReading6517[] = [];
  onReading: (reading: ElectrometerReading6517) => void = () => {};
  readonly #clock: Clock;
  #zero: number;
  #count = 0;
  #interlockOpen = false;

  constructor(
    clock: Clock,
    random: Random,
    { load, signals }: { readonly load: DeviceUnderTest | undefined; readonly signals: ElectrometerSignals },
  ) {
    this.#clock = clock;
    this.#zero = clock.monotonic();
    this.signals = signals;
    this.port = new SourcePort(load);
    this.input = new ElectrometerInput(random);
    this.run = new TriggeredRun(clock);
  }

  /** `*RST`: volts, the input shorted, the source in standby. */
  reset(): void {
    this.run.abort();
    this.input.reset();
    this.input.zeroCheck = true;
    this.function = 'VOLT';
    this.settings = everyFunction();
    this.source = { level: 0, range: 100, on: false, limit: 1000, limited: false, connected: false };
    this.layers = [usualLayer(), usualLayer(), usualLayer()];
    this.readings = [];
  }

  resetTime(): void {
    this.#zero = this.#clock.monotonic();
  }

  get traits(): FunctionTraits {
    return this.find(this.function);
  }

  find(name: ElectrometerFunction): FunctionTraits {
    const found = electrometerFunctions.find((one) => one.name === name);
    if (found === undefined) throw new ScpiRefusal(-224);
    return found;
  }

  /** Switches the source; refused while the fixture's lid is open. Unconfirmed: the code. */
  switchSource(on: boolean): void {
    if (on && this.#interlockOpen) throw new ScpiRefusal(-221);
    this.source.on = on;
  }

  get interlockOpen(): boolean {
    return this.#interlockOpen;
  }

  /** A fault: the lid of the test fixture is open. */
  set interlockOpen(open: boolean) {
    this.#interlockOpen = open;
    if (open) this.source.on = false;
  }

  /** Whether the source cannot give what the device takes. */
  get isLimited(): boolean {
    return this.source.on && this.#driven().limited;
  }

  #driven(): { readonly current: number; readonly limited: boolean } {
    const { level, range } = this.source;
    return this.port.drive({ source: 'voltage', level, limit: sourceLimits[range] ?? 1e-3, wires: 2 });
  }

  /** What is at the input, in the unit of the function; `undefined` where there is nothing to be measured. */
  trueValue(name: ElectrometerFunction = this.function): number | undefined {
    const now = (signal: ElectrometerSignal): number => (typeof signal === 'number' ? signal : signal());
    if (!this.port.connected && !this.source.on) return 0;
    if (name === 'VOLT') return now(this.signals.voltage);
    if (name === 'CHAR') return now(this.signals.charge);
    // The source reaches the ammeter only where both are connected.
    const isDriven = this.source.on && this.source.connected;
    const current = isDriven ? this.#driven().current : now(this.signals.current);
    if (name === 'CURR') return current;
    return isDriven && current !== 0 ? this.source.level / current : undefined;
  }

  /** Full scale in force, in the unit of the function. */
  scale(name: ElectrometerFunction = this.function): number {
    const { ranges } = this.find(name);
    const seen = this.input.zeroCheck ? 0 : (this.trueValue(name) ?? Infinity);
    return this.input.rangeFor(this.settings[name], ranges, seen, over);
  }

  /** Seconds of one reading. */
  get readingTime(): number {
    const { nplc, average, median } = this.settings[this.function];
    const repeats = average.on && average.control === 'REP' ? average.count : 1;
    return (repeats * (median.on ? 2 * median.rank + 1 : 1) * nplc * conversions) / this.lineFrequency;
  }

  /** Takes one reading now. */
  measure(): ElectrometerReading6517 {
    const settings = this.settings[this.function];
    const { ranges, unit } = this.traits;
    this.input.nplc = settings.nplc;
    const value = this.trueValue();
    const seen =
      value === undefined && !this.input.zeroCheck
        ? { value: overload, overflow: true }
        : this.input.measure(value ?? 0, { settings, ranges, over });
    const relative = settings.relative && !seen.overflow;
    const reading = {
      value: seen.value - (relative ? settings.reference : 0),
      state: this.input.zeroCheck ? 'Z' : seen.overflow ? 'O' : relative ? 'R' : 'N',
      unit,
      time: (this.#clock.monotonic() - this.#zero) / 1000,
      number: this.#count++,
      source: this.source.on ? this.source.level : 0,
    };
    this.readings.push(reading);
    this.onReading(reading);
    return reading;
  }

  initiate(): void {
    this.run.start(async (steps) => {
      this.readings = [];
      await runLayers(this.layers, steps, async () => {
        await steps.wait(this.readingTime);
        this.measure();
      });
    });
  }
}

function everyFunction(): Record<ElectrometerFunction, FunctionSettings> {
  const usual = (name: ElectrometerFunction): FunctionSettings => {
    const { ranges } = electrometerFunctions.find((one) => one.name === name) ?? { ranges: [] };
    const [lowest = 0] = ranges;
    const highest = ranges.at(-1) ?? 0;
    return {
      range: highest,
      automatic: true,
      lowest,
      highest,
      nplc: 1,
      reference: 0,
      relative: false,
      average: { on: false, count: 10, control: 'REP' },
      median: { on: false, rank: 1 },
    };
  };
  return { VOLT: usual('VOLT'), CURR: usual('CURR'), RES: usual('RES'), CHAR: usual('CHAR') };
}
