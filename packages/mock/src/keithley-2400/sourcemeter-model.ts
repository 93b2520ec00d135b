import type { Clock, Random } from '@fourwire/core';
import { fittingRange } from '../electrical/ranges.ts';
import { SmuChannel } from '../electrical/smu-channel.ts';
import type { SmuPoint } from '../electrical/smu-channel.ts';
import type { Sourced, SourcePort } from '../electrical/source-port.ts';
import { TriggeredRun } from '../electrical/triggered-run.ts';
import { noNumber, overload } from '../scpi/number-format.ts';
import { ReadingBuffer } from './reading-buffer.ts';
import { sourceMeterError } from './sourcemeter-errors.ts';
import type { SourceMeterTraits } from './sourcemeter-models.ts';
import { emptyReading } from './sourcemeter-reading.ts';
import type { SourceMeterReading } from './sourcemeter-reading.ts';
import type { SweepSettings, SweepShape } from './sourcemeter-sweep.ts';

/** What is measured, in its short form. */
export type SourceMeterFunction = 'VOLT' | 'CURR' | 'RES';

/** The name that SCPI has for a quantity. */
export const quantityNames = { VOLT: 'voltage', CURR: 'current' } as const;

/** Bits of the status word of a reading (sheet smu-keithley-2400.md, "Readings"). */
const bits = {
  overRange: 1,
  filter: 1 << 1,
  front: 1 << 2,
  compliance: 1 << 3,
  protection: 1 << 4,
  autoOhms: 1 << 10,
  measured: { VOLT: 1 << 11, CURR: 1 << 12, RES: 1 << 13 },
  sourced: { voltage: 1 << 14, current: 1 << 15 },
  rangeCompliance: 1 << 16,
  offsetCompensation: 1 << 17,
  fourWire: 1 << 22,
} as const;

/** Seconds that the automatic source delay takes. Unconfirmed: it depends on the current range. */
const usualDelay = 1e-3;

/** Time stamps begin anew after so many seconds. */
const timeWraps = 99_999.999;

const usualSweep = (): SweepSettings => ({ mode: 'FIX', start: 0, stop: 0, step: 0, list: [] });

/** A SourceMeter with what hangs at its terminals: settings, readings, physics and faults. */
export class SourceMeterModel {
  readonly traits: SourceMeterTraits;
  readonly channel: SmuChannel;
  readonly run: TriggeredRun;
  readonly buffer = new ReadingBuffer();
  /** Called for each reading. */
  onReading: (reading: SourceMeterReading, limited: boolean) => void = () => {};
  functions: ReadonlySet<SourceMeterFunction> = new Set<SourceMeterFunction>(['CURR']);
  concurrent = true;
  ohms = { automatic: true, range: 2e8, autorange: true, compensated: false };
  sweeps: Record<Sourced, SweepSettings> = { voltage: usualSweep(), current: usualSweep() };
  shape: SweepShape = usualShape();
  delay = 0;
  autoDelay = true;
  average = usualAverage();
  arm = { count: 1, source: 'IMM', timer: 0.1 };
  trigger = { count: 1, source: 'IMM', delay: 0 };
  /** Whether the output is on only during a reading. */
  autoClear = false;
  offMode = 'NORM';
  terminals: 'FRON' | 'REAR' = 'FRON';
  /** Whether the output wants the output enable line, and so the interlock. */
  usesInterlock = false;
  /** The readings of the latest acquisition. */
  readings: SourceMeterReading[] = [];
  readonly #clock: Clock;
  #timeZero: number;
  #interlockOpen = false;
  #tooHot = false;

  constructor(
    clock: Clock,
    random: Random,
    { traits, port }: { readonly traits: SourceMeterTraits; readonly port: SourcePort },
  ) {
    this.traits = traits;
    this.channel = new SmuChannel(traits, port, random);
    this.run = new TriggeredRun(clock);
    this.#clock = clock;
    this.#timeZero = clock.monotonic();
    this.reset();
  }

  /** `*RST`: source 0 V, compliance 105 µA and 21 V, one reading of the current per trigger. */
  reset(): void {
    this.run.abort();
    this.channel.reset({ voltage: Math.min(21, this.channel.highest('voltage')), current: 1.05e-4 });
    this.functions = new Set<SourceMeterFunction>(['CURR']);
    this.concurrent = true;
    this.ohms = { automatic: true, range: 2e8, autorange: true, compensated: false };
    this.sweeps = { voltage: usualSweep(), current: usualSweep() };
    this.shape = usualShape();
    Object.assign(this, { delay: 0, autoDelay: true, autoClear: false, offMode: 'NORM', terminals: 'FRON' });
    this.average = usualAverage();
    this.arm = { count: 1, source: 'IMM', timer: 0.1 };
    this.trigger = { count: 1, source: 'IMM', delay: 0 };
    this.readings = [];
    this.buffer.control = 'NEV';
  }

  /** Whether the meter chooses source and test current itself. */
  get autoOhms(): boolean {
    return this.functions.has('RES') && this.ohms.automatic;
  }

  /** Seconds since {@link resetTime} or power-on. */
  get time(): number {
    return ((this.#clock.monotonic() - this.#timeZero) / 1000) % timeWraps;
  }

  resetTime(): void {
    this.#timeZero = this.#clock.monotonic();
  }

  /** Switches the output; refused with +802 or +810 while something blocks it. */
  switchOutput(on: boolean): void {
    if (on && this.#tooHot) throw sourceMeterError(810);
    if (on && this.interlockTripped) throw sourceMeterError(802);
    this.channel.output = on;
    if (!on) this.run.abort();
  }

  get interlockTripped(): boolean {
    return this.usesInterlock && this.#interlockOpen;
  }

  /** A fault: the output enable line is open. */
  set interlockOpen(open: boolean) {
    this.#interlockOpen = open;
    if (this.interlockTripped) this.switchOutput(false);
  }

  get tooHot(): boolean {
    return this.#tooHot;
  }

  /** A fault: the instrument is too hot and has switched its output off. */
  set tooHot(hot: boolean) {
    this.#tooHot = hot;
    if (hot) this.switchOutput(false);
  }

  /** How long one reading takes, in s, with its delays. */
  get readingTime(): number {
    const delay = this.trigger.delay + (this.autoDelay ? usualDelay : this.delay);
    const quantities = this.autoOhms ? 2 : [...this.functions].filter((one) => one !== 'RES').length;
    const repeats = this.average.on && this.average.control === 'REP' ? this.average.count : 1;
    return delay + repeats * this.channel.measuringTime(Math.max(1, quantities));
  }

  /** Takes one reading now. */
  measure(): SourceMeterReading {
    const point = this.autoOhms ? undefined : this.channel.point();
    const reading = point === undefined ? this.#measureOhms() : this.#measurePoint(point);
    this.readings.push(reading);
    this.onReading(reading, point?.limited ?? false);
    return reading;
  }

  #measurePoint(point: SmuPoint): SourceMeterReading {
    const { functions, channel } = this;
    const { source } = channel;
    const count = this.average.on ? this.average.count : 1;
    let overflow = false;
    const mean = (of: Sourced): number => {
      let sum = 0;
      for (let taken = 0; taken < count; taken++) {
        const reading = channel.measure(of, point);
        if (reading.overflow) {
          overflow = true;
          return reading.value;
        }
        sum += reading.value;
      }
      return sum / count;
    };
    const sourced = (of: Sourced): number => (of === source ? channel[of].level : noNumber);
    const volts = functions.has('VOLT') ? mean('voltage') : sourced('voltage');
    const amperes = functions.has('CURR') ? mean('current') : sourced('current');
    const ohms = functions.has('RES') ? ratio(volts, amperes) : noNumber;
    const status =
      this.#status() |
      (overflow ? bits.overRange : 0) |
      (point.limited && !point.rangeLimited && !point.clamped ? bits.compliance : 0) |
      (point.rangeLimited ? bits.rangeCompliance : 0) |
      (point.clamped ? bits.protection : 0) |
      bits.sourced[source];
    return { VOLT: volts, CURR: amperes, RES: ohms, TIME: this.time, STAT: status };
  }

  /** The test current of the range drives the device, with 21 V at most. */
  #measureOhms(): SourceMeterReading {
    const { port, wires, traits } = this.channel;
    const ranges = this.traits.ohms;
    const fixed = this.ohms.autorange ? undefined : ranges.find(({ range }) => range === this.ohms.range);
    let reading: SourceMeterReading = emptyReading;
    for (const { range, current } of fixed === undefined ? ranges : [fixed]) {
      const limit = Math.min(21, this.channel.highest('voltage'));
      const point = port.drive({ source: 'current', level: current, limit, wires });
      const value = point.voltage / point.current;
      const fits = !point.limited && Math.abs(value) <= range * traits.over;
      const status = this.#status() | bits.autoOhms | bits.sourced.current | (fits ? 0 : bits.overRange);
      reading = {
        VOLT: point.voltage,
        CURR: point.current,
        RES: fits ? value : overload,
        TIME: this.time,
        STAT: status,
      };
      if (fits) break;
    }
    return reading;
  }

  #status(): number {
    let status = this.average.on ? bits.filter : 0;
    if (this.terminals === 'FRON') status |= bits.front;
    for (const one of this.functions) status |= bits.measured[one];
    if (this.ohms.compensated) status |= bits.offsetCompensation;
    if (this.channel.wires === 4) status |= bits.fourWire;
    return status;
  }

  /** Full scale of the resistance range. */
  chooseOhms(wanted: number): void {
    const ranges = this.traits.ohms.map(({ range }) => range);
    Object.assign(this.ohms, { range: fittingRange(ranges, wanted, this.traits.over), autorange: false });
  }
}

function usualShape(): SweepShape {
  return { points: 2500, spacing: 'LIN', direction: 'UP', abort: 'NEV' };
}

function usualAverage(): { on: boolean; count: number; control: string } {
  return { on: false, count: 10, control: 'REP' };
}

function ratio(volts: number, amperes: number): number {
  return Math.abs(volts) >= overload || Math.abs(amperes) >= overload || amperes === 0
    ? overload
    : volts / amperes;
}
