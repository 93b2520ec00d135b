import type { Clock, Random } from '@fourwire/core';
import { SmuChannel } from '../electrical/smu-channel.ts';
import type { SmuPoint } from '../electrical/smu-channel.ts';
import type { Sourced, SourcePort } from '../electrical/source-port.ts';
import { TriggeredRun } from '../electrical/triggered-run.ts';
import { noNumber, overload } from '../scpi/number-format.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { B2900Traits } from './b2900-models.ts';

/** What is measured, in its short form. */
export type B2900Function = 'VOLT' | 'CURR' | 'RES';

/** The fields of a reading, in the order in which they are always sent. */
export const b2900Elements = ['VOLT', 'CURR', 'RES', 'TIME', 'STAT', 'SOUR'] as const;

/** One reading; what was not measured is not a number. */
export type B2900Reading = Readonly<Record<(typeof b2900Elements)[number], number>>;

/** One layer of one action of the trigger model. */
export interface TriggerLayer {
  /** `Infinity` goes on until it is aborted. */
  count: number;
  /** Seconds. */
  delay: number;
  source: string;
  /** Seconds between two triggers of the timer. */
  timer: number;
  bypass: string;
}

/** The actions of the trigger model: the source steps, the meter measures. */
export type TriggerAction = 'transient' | 'acquire';

/** What a sweep is made of. */
export interface B2900Sweep {
  mode: 'FIX' | 'SWE' | 'LIST';
  start: number;
  stop: number;
  list: readonly number[];
  /** The level of triggers while the mode is fixed; the immediate one unless set. */
  triggered: number | undefined;
}

/** Bits of the status of a reading (B2900 SCPI Command Reference, table 1-2). */
const bits = { currentSource: 1, compliance: 1 << 1, hot: 1 << 5, overflow: 1 << 13 } as const;

/** Above this many V the interlock must be closed. */
const interlockVolts = 42;

/** One channel with its settings, its trigger model and its readings. */
export class B2900Channel {
  readonly smu: SmuChannel;
  readonly run: TriggeredRun;
  /** Called for what the status registers show: protection trips, and the temperature. */
  onTrip: (what: 'protection') => void = () => {};
  functions: ReadonlySet<B2900Function> = new Set<B2900Function>(['VOLT', 'CURR']);
  sweeps: Record<Sourced, B2900Sweep> = { voltage: usualSweep(), current: usualSweep() };
  shape = usualShape();
  arm: Record<TriggerAction, TriggerLayer> = { transient: usualLayer(), acquire: usualLayer() };
  trigger: Record<TriggerAction, TriggerLayer> = { transient: usualLayer(), acquire: usualLayer() };
  /** What the present run does. */
  actions: ReadonlySet<TriggerAction> = new Set();
  protection = false;
  low = 'GRO';
  offMode = 'NORM';
  autoOn = true;
  autoOff = false;
  autoAperture = true;
  /** Whether the source stays at the last level of a sweep. */
  continuous = false;
  readings: B2900Reading[] = [];
  readonly #clock: Clock;
  #begin = 0;
  #interlockOpen = false;
  #hot = false;

  constructor(
    clock: Clock,
    random: Random,
    { traits, port }: { readonly traits: B2900Traits; readonly port: SourcePort },
  ) {
    this.#clock = clock;
    this.smu = new SmuChannel(traits, port, random);
    this.run = new TriggeredRun(clock);
    this.reset();
  }

  /** `*RST`: 0 V, compliance 100 µA and 2 V. Unconfirmed: that voltage and current are both measured. */
  reset(): void {
    this.run.abort();
    this.smu.reset({ voltage: 2, current: 1e-4 });
    this.smu.autoZero = false;
    this.functions = new Set<B2900Function>(['VOLT', 'CURR']);
    this.sweeps = { voltage: usualSweep(), current: usualSweep() };
    this.shape = usualShape();
    this.arm = { transient: usualLayer(), acquire: usualLayer() };
    this.trigger = { transient: usualLayer(), acquire: usualLayer() };
    Object.assign(this, { protection: false, low: 'GRO', offMode: 'NORM', autoOn: true, autoOff: false });
    Object.assign(this, { autoAperture: true, continuous: false, readings: [] });
  }

  /** Switches the output. Unconfirmed: -240 is what answers while the interlock or the temperature blocks it. */
  switchOutput(on: boolean): void {
    if (on && (this.#hot || this.#isInterlocked())) throw new ScpiRefusal(-240);
    this.smu.output = on;
    if (on) this.#begin = this.#clock.monotonic();
    this.look();
  }

  /** What is at the terminals; trips the output protection where it is on. */
  look(): SmuPoint {
    const point = this.smu.point();
    if (this.protection && point.limited) {
      this.smu.output = false;
      this.onTrip('protection');
    }
    return point;
  }

  /** Sets a level that is in force at once; refused while the interlock is open. */
  setLevel(of: Sourced, level: number): void {
    const before = this.smu[of].level;
    this.smu[of].level = level;
    if (this.smu.output && this.#isInterlocked()) {
      this.smu[of].level = before;
      throw new ScpiRefusal(-240);
    }
    this.look();
  }

  /** A fault: the interlock is open, so that no more than 42 V can be put out. */
  set interlockOpen(open: boolean) {
    this.#interlockOpen = open;
    if (this.#isInterlocked()) this.#emergency();
  }

  get hot(): boolean {
    return this.#hot;
  }

  /** A fault: the channel is too hot and has switched its output off. */
  set hot(hot: boolean) {
    this.#hot = hot;
    if (hot) this.#emergency();
  }

  #emergency(): void {
    this.run.abort();
    this.smu.output = false;
  }

  #isInterlocked(): boolean {
    const { source, voltage } = this.smu;
    const volts = source === 'voltage' ? voltage.level : voltage.limit;
    return this.#interlockOpen && Math.abs(volts) > interlockVolts;
  }

  /** How long one measurement takes, in s; voltage and current are measured at once. */
  get readingTime(): number {
    return this.smu.measuringTime(1);
  }

  /** Takes one reading now. */
  measure(): B2900Reading {
    const { smu, functions } = this;
    const point = this.look();
    const read = (name: B2900Function, of: Sourced) =>
      functions.has(name) || functions.has('RES') ? smu.measure(of, point) : undefined;
    const volts = read('VOLT', 'voltage');
    const amperes = read('CURR', 'current');
    const overflow = volts?.overflow === true || amperes?.overflow === true;
    const ohms = overflow ? overload : (volts?.value ?? 0) / (amperes?.value ?? 1);
    return {
      VOLT: functions.has('VOLT') ? (volts?.value ?? noNumber) : noNumber,
      CURR: functions.has('CURR') ? (amperes?.value ?? noNumber) : noNumber,
      RES: functions.has('RES') ? ohms : noNumber,
      TIME: (this.#clock.monotonic() - this.#begin) / 1000,
      STAT:
        (smu.source === 'current' ? bits.currentSource : 0) |
        (point.limited ? bits.compliance : 0) |
        (this.#hot ? bits.hot : 0) |
        (overflow ? bits.overflow : 0),
      SOUR: smu[smu.source].level,
    };
  }

  /** One measurement besides the trigger model. */
  async spot(): Promise<B2900Reading> {
    await this.#clock.sleep(1000 * this.readingTime);
    return this.measure();
  }

  /** Seconds are counted anew from now on. */
  restartTime(): void {
    this.#begin = this.#clock.monotonic();
  }
}

function usualSweep(): B2900Sweep {
  return { mode: 'FIX', start: 0, stop: 0, list: [], triggered: undefined };
}

function usualShape(): { points: number; spacing: 'LIN' | 'LOG'; stair: string; direction: string } {
  return { points: 1, spacing: 'LIN', stair: 'SING', direction: 'UP' };
}

function usualLayer(): TriggerLayer {
  return { count: 1, delay: 0, source: 'AINT', timer: 1e-5, bypass: 'OFF' };
}
