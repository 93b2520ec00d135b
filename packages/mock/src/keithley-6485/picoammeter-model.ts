import type { Clock, Random } from '@fourwire/core';
import { ElectrometerInput } from '../electrical/electrometer-input.ts';
import type { ElectrometerRange } from '../electrical/electrometer-input.ts';
import { runLayers, usualLayer } from '../electrical/layered-trigger.ts';
import type { TriggerLayerSettings } from '../electrical/layered-trigger.ts';
import { SourcePort } from '../electrical/source-port.ts';
import { TriggeredRun } from '../electrical/triggered-run.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';

/** A model of the family; the 6487 has a voltage source. */
export type PicoammeterName = '6485' | '6487';

/** One reading. */
export interface PicoammeterReading {
  /** A, or Ω with ohms on. */
  readonly value: number;
  /** Seconds since the clock was reset. */
  readonly time: number;
  readonly status: number;
  /** V of the source. */
  readonly source: number;
}

/** Full scales in A. */
export const picoampereRanges = [2e-9, 2e-8, 2e-7, 2e-6, 2e-5, 2e-4, 2e-3, 2e-2];
/** How much of its full scale a range can do. */
export const over = 1.05;

/** Seconds that the automatic zero and the filters take are estimates. */
const conversions = 2;

const usualRange = (): ElectrometerRange => ({ range: 2e-4, automatic: true, lowest: 2e-9, highest: 2e-2 });

/** A picoammeter with what is connected to it. */
export class PicoammeterModel {
  readonly name: PicoammeterName;
  readonly input: ElectrometerInput;
  readonly run: TriggeredRun;
  readonly port: SourcePort;
  /** A into the input, without the source of the 6487. */
  current: number | (() => number);
  range: ElectrometerRange = usualRange();
  average = { on: false, count: 10, control: 'MOV', advanced: false, tolerance: 0 };
  median = { on: false, rank: 1 };
  autoZero = true;
  damping = true;
  lineFrequency: 50 | 60 = 50;
  ohms = false;
  source = { level: 0, range: 10, limit: 2.5e-2, on: false, usesInterlock: false };
  arm: TriggerLayerSettings = usualLayer();
  trigger: TriggerLayerSettings = usualLayer();
  readings: PicoammeterReading[] = [];
  onReading: (reading: PicoammeterReading) => void = () => {};
  readonly #clock: Clock;
  #zero: number;
  #interlockOpen = false;

  constructor(
    clock: Clock,
    random: Random,
    options: {
      readonly name: PicoammeterName;
      readonly current: number | (() => number);
      readonly load: DeviceUnderTest | undefined;
    },
  ) {
    this.name = options.name;
    this.current = options.current;
    this.port = new SourcePort(options.load);
    this.input = new ElectrometerInput(random);
    this.run = new TriggeredRun(clock);
    this.#clock = clock;
    this.#zero = clock.monotonic();
  }

  /** `*RST`. */
  reset(): void {
    this.run.abort();
    this.input.reset();
    // Shorting the input is the safe state of the meter.
    this.input.zeroCheck = true;
    this.range = usualRange();
    this.average = { on: false, count: 10, control: 'MOV', advanced: false, tolerance: 0 };
    this.median = { on: false, rank: 1 };
    Object.assign(this, { autoZero: true, damping: true, ohms: false, readings: [] });
    this.source = { level: 0, range: 10, limit: 2.5e-2, on: false, usesInterlock: false };
    this.arm = usualLayer();
    this.trigger = usualLayer();
  }

  resetTime(): void {
    this.#zero = this.#clock.monotonic();
  }

  /** Whether the interlock keeps the source off: it is needed above 10 V, or where it is asked for. */
  get interlocked(): boolean {
    return this.#interlockOpen && (this.source.usesInterlock || this.source.range > 10);
  }

  /** A fault: the interlock is open. */
  set interlockOpen(open: boolean) {
    this.#interlockOpen = open;
    if (this.interlocked) this.source.on = false;
  }

  /** Seconds of one reading. */
  get readingTime(): number {
    const { average, median, autoZero } = this;
    const repeats = average.on && average.control === 'REP' ? average.count : 1;
    const middle = median.on ? 2 * median.rank + 1 : 1;
    return (repeats * middle * this.input.nplc * (autoZero ? conversions : 1)) / this.lineFrequency;
  }

  /** A that flow into the input now. */
  get trueCurrent(): number {
    const { name, current, source, port } = this;
    if (name === '6487' && source.on) {
      const { level, limit } = source;
      return port.drive({ source: 'voltage', level, limit, wires: 2 }).current;
    }
    return port.connected ? (typeof current === 'number' ? current : current()) : 0;
  }

  /** Full scale in force, in A. */
  get scale(): number {
    const seen = this.input.zeroCheck ? 0 : this.trueCurrent;
    return this.input.rangeFor(this.range, picoampereRanges, seen, over);
  }

  /** Takes one reading now. */
  measure(): PicoammeterReading {
    const { value, overflow } = this.input.measure(this.trueCurrent, {
      settings: this.range,
      ranges: picoampereRanges,
      over,
    });
    const reading = {
      value: this.ohms && !overflow ? this.source.level / value : value,
      time: (this.#clock.monotonic() - this.#zero) / 1000,
      status: overflow ? 1 : 0,
      source: this.source.on ? this.source.level : 0,
    };
    this.readings.push(reading);
    this.onReading(reading);
    return reading;
  }

  /** `INITiate`: passes both layers, each time with one reading. */
  initiate(levels: readonly number[] = []): void {
    this.run.start(async (steps) => {
      this.readings = [];
      let at = 0;
      await runLayers([this.arm, this.trigger], steps, async () => {
        const level = levels[at++];
        if (level !== undefined) this.source.level = level;
        await steps.wait(this.readingTime);
        this.measure();
      });
    });
  }
}
