import type { Clock, Random } from '@fourwire/core';
import { SmuChannel, otherThan } from '../electrical/smu-channel.ts';
import type { Sourced, SourcePort } from '../electrical/source-port.ts';
import { sweepLevels } from '../electrical/sweep-levels.ts';
import type { SweepSpan } from '../electrical/sweep-levels.ts';
import { TriggeredRun } from '../electrical/triggered-run.ts';
import type { RunSteps } from '../electrical/triggered-run.ts';
import { overload } from '../scpi/number-format.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { Smu2450Buffer } from './smu2450-buffer.ts';
import type { Smu2450Reading } from './smu2450-buffer.ts';
import type { Smu2450Traits } from './smu2450-models.ts';

/** What is measured. */
export type Smu2450Function = 'voltage' | 'current' | 'resistance';

/** What is set for each function of the meter. */
export interface SenseSettings {
  nplc: number;
  fourWire: boolean;
  autoZero: boolean;
  average: { on: boolean; count: number; moving: boolean };
  /** Of resistance alone: its range in Ω. */
  ohms: number;
  ohmsAuto: boolean;
  offsetCompensated: boolean;
}

/** What is set for each function of the source. */
export interface SourceSettings {
  offMode: 'NORM' | 'ZERO' | 'GUAR' | 'HIMP';
  delay: number;
  autoDelay: boolean;
  /** Whether the source value of a reading is measured. */
  readback: boolean;
  highCapacitance: boolean;
}

/** What a sweep does at each of its levels. */
export interface SweepPlan {
  readonly levels: readonly number[];
  /** Seconds; -1 for the automatic delay. */
  readonly delay: number;
  readonly count: number;
  readonly failAbort: boolean;
  readonly dual: boolean;
  readonly buffer: string;
}

/** What the trigger model is loaded with. */
export type TriggerModel =
  | { readonly kind: 'empty' }
  | { readonly kind: 'loop'; readonly count: number; readonly delay: number; readonly buffer: string }
  | { readonly kind: 'duration'; readonly seconds: number; readonly delay: number; readonly buffer: string }
  | { readonly kind: 'sweep'; readonly plan: SweepPlan };

/** Bits of SOURSTATus. Unconfirmed values (sheet smu-keithley-2450.md). */
const sourceBits = { protection: 4, readback: 8, hot: 16, limited: 32, fourWire: 64, on: 128 } as const;
/** Bits of STATus: a questionable reading, and the front terminals. */
const [questionable, front] = [1, 8];

/** Seconds that the automatic source delay takes. Unconfirmed: it depends on range and function. */
const usualDelay = 1e-3;

const units: Readonly<Record<Smu2450Function, string>> = {
  voltage: 'Volt DC',
  current: 'Amp DC',
  resistance: 'Ohm',
};

/** A SourceMeter with its buffers, its trigger model and what hangs at its terminals, whatever language it speaks. */
export class Smu2450Model {
  readonly traits: Smu2450Traits;
  readonly channel: SmuChannel;
  readonly run: TriggeredRun;
  function: Smu2450Function = 'current';
  sense: Record<Smu2450Function, SenseSettings> = everyFunction();
  source: Record<Sourced, SourceSettings> = { voltage: usualSource(), current: usualSource() };
  terminals: 'FRON' | 'REAR' = 'FRON';
  /** Readings that one request makes. */
  count = 1;
  trigger: TriggerModel = { kind: 'empty' };
  readonly buffers = new Map<string, Smu2450Buffer>();
  /** Whether the output wants the interlock. */
  usesInterlock = false;
  readonly #clock: Clock;
  #hot = false;
  #interlockOpen = false;

  constructor(
    clock: Clock,
    random: Random,
    { traits, port }: { readonly traits: Smu2450Traits; readonly port: SourcePort },
  ) {
    this.#clock = clock;
    this.traits = traits;
    this.channel = new SmuChannel(traits, port, random);
    this.run = new TriggeredRun(clock);
    this.reset();
  }

  /** `*RST` and `reset()`. */
  reset(): void {
    this.run.abort();
    this.channel.reset({ voltage: 21, current: 1.05e-4 });
    this.function = 'current';
    this.sense = everyFunction();
    this.source = { voltage: usualSource(), current: usualSource() };
    Object.assign(this, { terminals: 'FRON', count: 1, trigger: { kind: 'empty' } });
    this.buffers.clear();
    this.buffers.set('defbuffer1', new Smu2450Buffer(100_000));
    this.buffers.set('defbuffer2', new Smu2450Buffer(100_000));
  }

  /** A buffer by name. Unconfirmed: the code for one that is not there. */
  buffer(name = 'defbuffer1'): Smu2450Buffer {
    const buffer = this.buffers.get(name);
    if (buffer === undefined) throw new ScpiRefusal(-224, `Parameter error; buffer ${name} does not exist`);
    return buffer;
  }

  /** Switches the output; refused while something blocks it. Unconfirmed: the codes. */
  switchOutput(on: boolean): void {
    if (on && this.#hot) throw new ScpiRefusal(5065, 'Output is off because of an overtemperature condition');
    if (on && this.interlockTripped) throw new ScpiRefusal(5074, 'Output blocked by interlock');
    this.channel.output = on;
    if (!on) this.run.abort();
  }

  /** Above 42 V the interlock must be closed; with it in use, at any level. */
  get interlockTripped(): boolean {
    const { source, voltage } = this.channel;
    const volts = source === 'voltage' ? voltage.level : voltage.limit;
    return this.#interlockOpen && (this.usesInterlock || Math.abs(volts) > 42);
  }

  /** A fault: the safety interlock is open. */
  set interlockOpen(open: boolean) {
    this.#interlockOpen = open;
    if (this.interlockTripped) this.switchOutput(false);
  }

  get interlockOpen(): boolean {
    return this.#interlockOpen;
  }

  get hot(): boolean {
    return this.#hot;
  }

  /** A fault: the instrument is too hot and has switched its output off. */
  set hot(hot: boolean) {
    this.#hot = hot;
    if (hot) this.switchOutput(false);
  }

  /** The settings of the function that is measured. */
  get measuring(): SenseSettings {
    return this.sense[this.function];
  }

  /** Brings the settings of the function into force: they are kept for each. */
  apply(): void {
    const { nplc, autoZero, fourWire } = this.measuring;
    Object.assign(this.channel, { nplc, autoZero, wires: fourWire ? 4 : 2 });
  }

  /** Sets a level; refused with -222 beyond a fixed range, and with -221 beyond the power. */
  setLevel(of: Sourced, level: number): void {
    const { channel } = this;
    const { sourceAuto, sourceRange } = channel[of];
    if (!sourceAuto && Math.abs(level) > sourceRange * this.traits.over) throw new ScpiRefusal(-222);
    if (of === channel.source) this.#requirePower(of, level, channel[otherThan[of]].limit);
    const before = channel[of].level;
    channel[of].level = level;
    if (!channel.output || !this.interlockTripped) return;
    channel[of].level = before;
    throw new ScpiRefusal(5074, 'Output blocked by interlock');
  }

  setLimit(of: Sourced, limit: number): void {
    const source = otherThan[of];
    if (this.channel.source === source) this.#requirePower(source, this.channel[source].level, limit);
    this.channel[of].limit = limit;
  }

  #requirePower(source: Sourced, level: number, limit: number): void {
    if (!this.channel.isPossible(source, level, limit)) throw new ScpiRefusal(-221);
  }

  /** Seconds of one reading, without the source delay. */
  get readingTime(): number {
    this.apply();
    const { average } = this.measuring;
    const quantities = this.function === 'resistance' || this.source[this.channel.source].readback ? 2 : 1;
    return this.channel.measuringTime(quantities) * (average.on && !average.moving ? average.count : 1);
  }

  /** Seconds from a new level to its measurement. */
  get sourceDelay(): number {
    const { autoDelay, delay } = this.source[this.channel.source];
    return autoDelay ? usualDelay : delay;
  }

  /** Takes one reading now. */
  take(): Smu2450Reading {
    this.apply();
    const { channel, function: measured } = this;
    const { source } = channel;
    const point = channel.point();
    const count = this.measuring.average.on ? this.measuring.average.count : 1;
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
    const readback = this.source[source].readback ? mean(source) : channel[source].level;
    const value = (of: Sourced): number => (of === source ? readback : mean(of));
    const resistance = (): number => {
      const [volts, amperes] = [value('voltage'), value('current')];
      const ohms = overflow || amperes === 0 ? overload : volts / amperes;
      return !this.measuring.ohmsAuto && Math.abs(ohms) > this.measuring.ohms * this.traits.over
        ? overload
        : ohms;
    };
    return {
      reading: measured === 'resistance' ? resistance() : value(measured),
      source: readback,
      unit: units[measured],
      sourceUnit: units[source],
      at: this.#clock.now(),
      status: (overflow ? questionable : 0) | (this.terminals === 'FRON' ? front : 0),
      sourceStatus:
        (point.clamped ? sourceBits.protection : 0) |
        (this.source[source].readback ? sourceBits.readback : 0) |
        (this.#hot ? sourceBits.hot : 0) |
        (point.limited ? sourceBits.limited : 0) |
        (channel.wires === 4 ? sourceBits.fourWire : 0) |
        (channel.output ? sourceBits.on : 0),
    };
  }

  /** Makes the readings of one request into a buffer; gives the last. */
  async read(buffer: Smu2450Buffer): Promise<Smu2450Reading> {
    if (this.run.state !== 'idle') throw new ScpiRefusal(-221);
    let latest: Smu2450Reading | undefined;
    for (let taken = 0; taken < this.count; taken++) {
      await this.#clock.sleep(1000 * this.readingTime);
      latest = this.take();
      buffer.add(latest);
    }
    if (latest === undefined) throw new ScpiRefusal(-230);
    return latest;
  }

  /** A sweep between two levels. */
  loadSweep(source: Sourced, span: SweepSpan, plan: Omit<SweepPlan, 'levels'>): void {
    const way = sweepLevels(span);
    this.loadLevels(source, plan.dual ? [...way, ...way.toReversed()] : way, plan);
  }

  loadLevels(source: Sourced, levels: readonly number[], plan: Omit<SweepPlan, 'levels'>): void {
    const highest = this.channel.highest(source);
    if (levels.some((level) => Math.abs(level) > highest)) throw new ScpiRefusal(-222);
    this.buffer(plan.buffer);
    this.channel.source = source;
    this.trigger = { kind: 'sweep', plan: { ...plan, levels } };
  }

  /** `INITiate`: overlapped. */
  initiate(): void {
    const { trigger } = this;
    if (trigger.kind === 'empty') throw new ScpiRefusal(-221);
    this.run.start(async (steps) => {
      if (trigger.kind === 'sweep') await this.#sweep(trigger.plan, steps);
      else await this.#loop(trigger, steps);
    });
  }

  async #sweep({ levels, delay, count, failAbort, buffer }: SweepPlan, steps: RunSteps): Promise<void> {
    const into = this.buffer(buffer);
    const { channel } = this;
    // A sweep switches the output on by itself, and off at its end.
    this.switchOutput(true);
    for (const level of levels) {
      this.setLevel(channel.source, level);
      for (let taken = 0; taken < count; taken++) {
        await steps.wait((taken > 0 ? 0 : delay < 0 ? this.sourceDelay : delay) + this.readingTime);
        into.add(this.take());
      }
      if (failAbort && channel.point().limited) break;
    }
    channel.output = false;
  }

  async #loop(
    trigger: Extract<TriggerModel, { readonly kind: 'loop' | 'duration' }>,
    steps: RunSteps,
  ): Promise<void> {
    const into = this.buffer(trigger.buffer);
    const goesOn = (taken: number): boolean =>
      trigger.kind === 'loop' ? taken < trigger.count : steps.elapsed() < trigger.seconds;
    for (let taken = 0; goesOn(taken); taken++) {
      await steps.wait(trigger.delay + this.readingTime);
      into.add(this.take());
    }
  }

  /** The test whether the trigger model works, in the words of its query. */
  get triggerState(): 'RUNNING' | 'IDLE' | 'EMPTY' {
    if (this.run.state !== 'idle') return 'RUNNING';
    return this.trigger.kind === 'empty' ? 'EMPTY' : 'IDLE';
  }
}

function everyFunction(): Record<Smu2450Function, SenseSettings> {
  return { voltage: usualSense(), current: usualSense(), resistance: usualSense() };
}

function usualSense(): SenseSettings {
  return {
    nplc: 1,
    fourWire: false,
    autoZero: true,
    average: { on: false, count: 10, moving: false },
    ohms: 2e8,
    ohmsAuto: true,
    offsetCompensated: false,
  };
}

function usualSource(): SourceSettings {
  return { offMode: 'NORM', delay: 0, autoDelay: true, readback: true, highCapacitance: false };
}
