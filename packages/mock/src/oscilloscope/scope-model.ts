import { FourwireError } from '@fourwire/core';
import type { Clock, Random } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { periodic, steady } from '../physics/voltage-signal.ts';
import type { SignalEdge, VoltageSignal } from '../physics/voltage-signal.ts';
import { ScopeChannel } from './scope-channel.ts';
import type { ChannelSettings } from './scope-channel.ts';
import { ScopeRecord } from './scope-record.ts';
import type { SampleAxis, SampleQuality } from './scope-record.ts';

/** An edge trigger. */
export interface TriggerSettings {
  /** The number of a channel, from 1, or another input. */
  source: number | 'external' | 'line';
  /** V, the probe included. */
  level: number;
  edge: SignalEdge;
  /** Whether it acquires without a trigger when none comes for a while. */
  auto: boolean;
  coupling: string;
  /** Seconds after an acquisition in which no trigger counts. */
  holdoff: number;
}

/** What is set besides the inputs. */
export interface ScopeSettings {
  /** Seconds for each division. */
  timebase: number;
  /** Seconds from the trigger to mid-screen. */
  position: number;
  readonly trigger: TriggerSettings;
  readonly quality: { -readonly [K in keyof SampleQuality]: SampleQuality[K] };
}

/** What differs between oscilloscopes. */
export interface ScopeOptions {
  readonly channels: readonly ChannelSettings[];
  readonly settings: ScopeSettings;
  /** The memory of an acquisition as everything is set. */
  readonly memory: (scope: ScopeModel) => SampleAxis;
}

/** What an oscilloscope is doing. */
export type ScopePhase = 'stopped' | 'filling' | 'waiting' | 'triggered' | 'untriggered';

/** An acquisition under way: when the part before the trigger is full, when the trigger comes, when all is there. */
interface Cycle {
  readonly ready: number;
  readonly trigger: number;
  readonly untriggered: boolean;
  readonly complete: number;
}

/** Seconds between an acquisition and the next, and without a trigger before one is taken all the same. Estimates. */
const [deadTime, patience] = [0.001, 0.02];

/** Acquisitions that are gone through one by one; of more the last ones count. */
const mostCycles = 20;

/** An oscilloscope without a language: inputs, trigger, run control and records, in the time of its clock. */
export class ScopeModel {
  readonly channels: readonly ScopeChannel[];
  readonly settings: ScopeSettings;
  /** What stands at the external trigger input. */
  external: VoltageSignal = steady();
  /** The mains. */
  readonly line: VoltageSignal = periodic({ frequency: 50, peakToPeak: 650 });
  readonly faults: FaultSwitches = {
    'no-contact': (active) => {
      for (const channel of this.channels) channel.disconnected = active;
    },
  };
  readonly #options: ScopeOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  #run: 'stopped' | 'running' | 'single' = 'stopped';
  #armedAt = 0;
  #cycle: Cycle | undefined;
  #record: ScopeRecord | undefined;
  #count = 0;
  #changes = new AbortController();
  readonly #wakers = new Set<() => void>();

  constructor(clock: Clock, random: Random, options: ScopeOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#options = options;
    this.settings = structuredClone(options.settings);
    this.channels = options.channels.map((settings) => new ScopeChannel(settings, () => this.changed()));
  }

  /** `*RST`: as it left the factory, and acquiring. What is connected stays. */
  reset(running: boolean): void {
    const { settings, channels } = this.#options;
    Object.assign(this.settings.trigger, settings.trigger);
    Object.assign(this.settings.quality, settings.quality);
    this.settings.timebase = settings.timebase;
    this.settings.position = settings.position;
    for (const [index, channel] of this.channels.entries()) Object.assign(channel.settings, channels[index]);
    this.#record = undefined;
    this.#become(running ? 'running' : 'stopped');
  }

  /** Acquires again and again. */
  run(): void {
    this.look();
    if (this.#run !== 'running') this.#become('running');
  }

  /** Acquires once, from `latency` s on: until then it seems to stand. */
  single(latency = 0): void {
    this.look();
    this.#become('single', latency);
  }

  stop(): void {
    this.look();
    this.#become('stopped');
  }

  /** Whether it acquires, once or again and again. */
  get acquiring(): 'stopped' | 'running' | 'single' {
    this.look();
    return this.#run;
  }

  /** Forgets the last acquisition. */
  forget(): void {
    this.look();
    this.#record = undefined;
  }

  /** Triggers now; nothing while it does not wait for a trigger. */
  force(): void {
    this.look();
    const cycle = this.#cycle;
    if (cycle === undefined || cycle.trigger <= this.#now) return;
    const trigger = Math.max(this.#now, cycle.ready);
    this.#cycle = { ...cycle, trigger, untriggered: false, complete: trigger + this.#after(this.memory) };
    this.#wake();
  }

  /** Called when anything changed that the acquisition under way depends on: it begins anew. */
  changed(): void {
    this.look();
    this.#armedAt = this.#now;
    this.#cycle = undefined;
    this.#wake();
  }

  /** What it does now. */
  get phase(): ScopePhase {
    this.look();
    const cycle = this.#cycle;
    if (this.#run === 'stopped' || cycle === undefined) return 'stopped';
    if (this.#run === 'single' && this.#now < this.#armedAt) return 'stopped';
    // A scope that triggers again and again says so between two triggers, too.
    const last = this.#record;
    if (
      this.#run === 'running' &&
      last !== undefined &&
      this.#now - last.triggeredAt < 10 * this.#span + 2 * patience
    )
      return last.untriggered ? 'untriggered' : 'triggered';
    if (this.#now < cycle.ready) return 'filling';
    if (this.#now < cycle.trigger) return 'waiting';
    return cycle.untriggered ? 'untriggered' : 'triggered';
  }

  /** The last acquisition. */
  get record(): ScopeRecord | undefined {
    this.look();
    return this.#record;
  }

  /** The memory as everything is set. */
  get memory(): SampleAxis {
    return this.#options.memory(this);
  }

  /** How many inputs are shown. */
  get enabled(): number {
    return this.channels.filter(({ settings }) => settings.enabled).length;
  }

  /** Resolves when a single acquisition is complete, or was stopped. */
  async completed(): Promise<void> {
    while (this.acquiring === 'single') await this.#progress();
  }

  /** Resolves at the end of the acquisition under way, or at the next change. */
  async #progress(): Promise<void> {
    const wait = 1000 * ((this.#cycle?.complete ?? this.#now) - this.#now);
    if (!Number.isFinite(wait)) {
      await new Promise<void>((resolve) => {
        this.#wakers.add(resolve);
      });
      return;
    }
    try {
      await this.#clock.sleep(Math.max(0, wait), this.#changes.signal);
    } catch (error) {
      if (!FourwireError.is(error) || error.kind !== 'aborted') throw error;
    }
  }

  /** Brings it up to now. */
  look(): void {
    for (let cycles = 0; this.#run !== 'stopped'; cycles++) {
      if (cycles === mostCycles) {
        this.#armedAt = Math.max(this.#armedAt, this.#now - 5 * this.#span - 2 * patience);
        this.#cycle = undefined;
      }
      const cycle = (this.#cycle ??= this.#arm());
      // The clock counts milliseconds: a billionth of them is the same moment.
      if (cycle.complete > this.#now + 1e-12) return;
      this.#take(cycle);
      if (this.#run === 'single') this.#run = 'stopped';
      this.#armedAt = cycle.complete + deadTime + this.settings.trigger.holdoff;
      this.#cycle = undefined;
    }
  }

  #take({ trigger, untriggered }: Cycle): void {
    this.#count++;
    this.#record = new ScopeRecord(this.#random, this.channels, {
      number: this.#count,
      triggeredAt: trigger,
      untriggered,
      memory: this.memory,
      quality: { ...this.settings.quality },
    });
  }

  #arm(): Cycle {
    const { auto } = this.settings.trigger;
    const { memory } = this;
    const ready = this.#armedAt + Math.max(0, -memory.start);
    const found = this.#crossing(ready);
    const latest = auto ? ready + patience : Infinity;
    const trigger = found !== undefined && found <= latest ? found : latest;
    return { ready, trigger, untriggered: trigger !== found, complete: trigger + this.#after(memory) };
  }

  /** Seconds from the trigger until the last sample of the last average is there. */
  #after({ start, points, interval }: SampleAxis): number {
    const { type, averages } = this.settings.quality;
    const more = type === 'average' ? (averages - 1) * (points * interval + deadTime) : 0;
    return Math.max(0, start + points * interval) + more;
  }

  #crossing(after: number): number | undefined {
    const { source, level, edge } = this.settings.trigger;
    if (source === 'line') return this.line.crossing(0, edge, after);
    if (source === 'external') return this.external.crossing(level, edge, after);
    const channel = this.channels[source - 1];
    if (channel === undefined) return undefined;
    const turned = channel.gain < 0 && edge !== 'either' ? (edge === 'rising' ? 'falling' : 'rising') : edge;
    return channel.signal.crossing(channel.levelOf(level), turned, after);
  }

  get #span(): number {
    const { points, interval } = this.memory;
    return points * interval + deadTime + this.settings.trigger.holdoff;
  }

  #become(run: 'stopped' | 'running' | 'single', latency = 0): void {
    this.#run = run;
    this.#armedAt = this.#now + latency;
    this.#cycle = undefined;
    this.#wake();
  }

  #wake(): void {
    this.#changes.abort();
    this.#changes = new AbortController();
    for (const waker of this.#wakers) waker();
    this.#wakers.clear();
  }

  /** Seconds of the bench's clock. */
  get #now(): number {
    return this.#clock.monotonic() / 1000;
  }
}
