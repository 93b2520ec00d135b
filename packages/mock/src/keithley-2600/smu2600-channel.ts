import type { Clock, Random } from '@fourwire/core';
import { SmuChannel } from '../electrical/smu-channel.ts';
import type { SmuPoint } from '../electrical/smu-channel.ts';
import type { Sourced, SourcePort } from '../electrical/source-port.ts';
import { TriggeredRun } from '../electrical/triggered-run.ts';
import type { RunSteps } from '../electrical/triggered-run.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { Smu2600Buffer } from './smu2600-buffer.ts';
import type { Smu2600Reading } from './smu2600-buffer.ts';
import type { Smu2600Traits } from './smu2600-models.ts';

/** What a measurement asks for. */
export type Smu2600Quantity = 'v' | 'i' | 'r' | 'p';

/** What the trigger model of a channel does. */
export interface Smu2600Trigger {
  levels: readonly number[];
  sources: boolean;
  measures: boolean;
  count: number;
  /** Where measurements go: quantity and buffer. */
  into: readonly (readonly [Smu2600Quantity, Smu2600Buffer])[];
  /** Whether the source stays at the last level. */
  hold: boolean;
}

/** Bits of the status of a reading. Unconfirmed. */
const statusBits = { overflow: 2, compliance: 64 } as const;

/** One channel, `smua` or `smub`, with its buffers and its trigger model. */
export class Smu2600Channel {
  readonly smu: SmuChannel;
  readonly run: TriggeredRun;
  offMode = 0;
  /** Seconds; -1 for the automatic delay. */
  sourceDelay = 0;
  measureDelay = 0;
  measureCount = 1;
  measureInterval = 0;
  autoZero = 2;
  filter = { on: false, count: 1, type: 1 };
  highCapacitance = 0;
  /** High impedance is an output state of its own. */
  highImpedance = false;
  trigger: Smu2600Trigger = usualTrigger();
  readonly nvbuffer1 = new Smu2600Buffer(60_000);
  readonly nvbuffer2 = new Smu2600Buffer(60_000);
  readonly #clock: Clock;
  #hot = false;
  #interlockOpen = false;

  constructor(
    clock: Clock,
    random: Random,
    { traits, port }: { readonly traits: Smu2600Traits; readonly port: SourcePort },
  ) {
    this.#clock = clock;
    this.smu = new SmuChannel(traits, port, random);
    this.run = new TriggeredRun(clock);
    this.reset();
  }

  /** `smuX.reset()`. Unconfirmed: the limits that it leaves, 100 mA and the second range of voltage. */
  reset(): void {
    this.run.abort();
    const volts = this.smu.traits.ranges.voltage;
    this.smu.reset({ voltage: volts.at(-2) ?? 20, current: 0.1 });
    Object.assign(this, { offMode: 0, sourceDelay: 0, measureDelay: 0, measureCount: 1, measureInterval: 0 });
    Object.assign(this, { autoZero: 2, highCapacitance: 0, highImpedance: false, trigger: usualTrigger() });
    this.filter = { on: false, count: 1, type: 1 };
  }

  /** Switches the output. Unconfirmed: the texts and the code of over-temperature. */
  switchOutput(state: number): void {
    if (state === 1 && this.#hot) throw new ScpiRefusal(5041, 'Output blocked by over temperature');
    if (state === 1 && this.#isInterlocked()) throw new ScpiRefusal(802, 'OUTPUT blocked by interlock');
    this.smu.output = state === 1;
    this.highImpedance = state === 2;
    if (state !== 1) this.run.abort();
  }

  /** A fault: the interlock of the high voltage ranges is open. */
  set interlockOpen(open: boolean) {
    this.#interlockOpen = open;
    if (this.#isInterlocked()) this.switchOutput(0);
  }

  get hot(): boolean {
    return this.#hot;
  }

  /** A fault: the channel is too hot and has switched its output off. */
  set hot(hot: boolean) {
    this.#hot = hot;
    if (hot) this.switchOutput(0);
  }

  /** The interlock is for the range of 200 V. */
  #isInterlocked(): boolean {
    const { source, voltage } = this.smu;
    return this.#interlockOpen && Math.abs(source === 'voltage' ? voltage.level : voltage.limit) > 42;
  }

  setLevel(of: Sourced, level: number): void {
    const { smu } = this;
    const { sourceAuto, sourceRange } = smu[of];
    if (!sourceAuto && Math.abs(level) > sourceRange * smu.traits.over) throw outside();
    if (of === smu.source) this.requirePower(of, level, smu[of === 'voltage' ? 'current' : 'voltage'].limit);
    const before = smu[of].level;
    smu[of].level = level;
    if (!smu.output || !this.#isInterlocked()) return;
    smu[of].level = before;
    throw new ScpiRefusal(802, 'OUTPUT blocked by interlock');
  }

  /** Refuses what the channel cannot do together. Unconfirmed: the code. */
  requirePower(source: Sourced, level: number, limit: number): void {
    if (!this.smu.isPossible(source, level, limit)) throw outside();
  }

  /** What the channel's condition register shows: 1 at the voltage limit, 2 at that of the current. */
  get condition(): number {
    if (!this.smu.point().limited) return 0;
    return this.smu.source === 'current' ? 1 : 2;
  }

  /** Takes measurements one after the other, as many as are asked for, into buffers where some are named. */
  async measure(
    quantities: readonly Smu2600Quantity[],
    buffers: readonly Smu2600Buffer[] = [],
  ): Promise<readonly number[]> {
    for (const buffer of buffers) buffer.begin();
    let latest: readonly number[] = [];
    let due = this.#clock.monotonic();
    for (let taken = 0; taken < this.measureCount; taken++) {
      const rest = due - this.#clock.monotonic() + 1000 * this.#readingTime(quantities);
      await this.#clock.sleep(Math.max(0, rest));
      due += 1000 * this.measureInterval;
      latest = this.#take(quantities, buffers);
    }
    return latest;
  }

  #readingTime(quantities: readonly Smu2600Quantity[]): number {
    const isBoth = quantities.length > 1 || quantities.some((one) => one === 'r' || one === 'p');
    const repeats = this.filter.on && this.filter.type !== 0 ? this.filter.count : 1;
    return this.measureDelay + repeats * this.smu.measuringTime(isBoth ? 2 : 1);
  }

  #take(quantities: readonly Smu2600Quantity[], buffers: readonly Smu2600Buffer[]): readonly number[] {
    const { smu } = this;
    const point = smu.point();
    const values = quantities.map((quantity) => this.#value(quantity, point));
    for (const [index, buffer] of buffers.entries()) {
      const { value = 0, overflow = false } = values[index] ?? {};
      const status = (overflow ? statusBits.overflow : 0) | (point.limited ? statusBits.compliance : 0);
      const reading: Smu2600Reading = {
        value,
        source: smu[smu.source].level,
        at: this.#clock.now() / 1000,
        status,
      };
      buffer.add(reading);
    }
    return values.map(({ value }) => value);
  }

  #value(quantity: Smu2600Quantity, point: SmuPoint): { readonly value: number; readonly overflow: boolean } {
    const repeats = this.filter.on ? this.filter.count : 1;
    const mean = (of: Sourced): { value: number; overflow: boolean } => {
      let sum = 0;
      for (let taken = 0; taken < repeats; taken++) {
        const reading = this.smu.measure(of, point);
        if (reading.overflow) return reading;
        sum += reading.value;
      }
      return { value: sum / repeats, overflow: false };
    };
    if (quantity === 'v') return mean('voltage');
    if (quantity === 'i') return mean('current');
    const [volts, amperes] = [mean('voltage'), mean('current')];
    const overflow = volts.overflow || amperes.overflow;
    if (overflow) return { value: 9.9e37, overflow };
    return {
      value: quantity === 'r' ? volts.value / amperes.value : volts.value * amperes.value,
      overflow,
    };
  }

  /** `trigger.initiate()`: overlapped. */
  initiate(): void {
    const { trigger } = this;
    this.run.start(async (steps) => this.#sweep(trigger, steps));
  }

  async #sweep(
    { levels, sources, measures, count, into, hold }: Smu2600Trigger,
    steps: RunSteps,
  ): Promise<void> {
    const { smu } = this;
    const before = smu[smu.source].level;
    for (const [, buffer] of into) buffer.begin();
    for (let index = 0; index < count; index++) {
      const level = levels[index % Math.max(1, levels.length)];
      if (sources && level !== undefined) this.setLevel(smu.source, level);
      await steps.wait(Math.max(0, this.sourceDelay));
      if (!measures) continue;
      const quantities = into.map(([quantity]) => quantity);
      await steps.wait(this.#readingTime(quantities));
      this.#take(
        quantities,
        into.map(([, buffer]) => buffer),
      );
    }
    if (!hold) smu[smu.source].level = before;
  }
}

function usualTrigger(): Smu2600Trigger {
  return { levels: [], sources: false, measures: false, count: 1, into: [], hold: false };
}

function outside(): ScpiRefusal {
  return new ScpiRefusal(-222, 'Parameter data out of range');
}
