import type { Clock, Random } from '@fourwire/core';
import type { ChannelSettings } from '../oscilloscope/scope-channel.ts';
import { ScopeModel } from '../oscilloscope/scope-model.ts';
import type { SampleAxis } from '../oscilloscope/scope-record.ts';
import { autoscale, stepUp } from '../oscilloscope/autoscale.ts';

/** How the sweep goes on: single acquisitions are a mode of their own. */
export type Sweep = 'AUTO' | 'NORM' | 'SING';

const screenDivisions = 12;

/** Points for each division that `NORMal` reads. */
const screenPoints = 100;

const depths = [12_000, 120_000, 1_200_000, 12_000_000, 24_000_000];

/** What AUTO takes at most. Unconfirmed. */
const automaticDepth = 1_200_000;

const highestRate = 1e9;

const channel: ChannelSettings = {
  enabled: false,
  scale: 1,
  offset: 0,
  coupling: 'DC',
  probe: 10,
  bandwidthLimit: false,
  invert: false,
  impedance: 1e6,
};

/** Seconds in which a scope that was told to acquire once still says STOP (sheet, "Waveform transfer"). */
const singleLatency = 0.05;

/** An oscilloscope of the series with four channels. Settings after `*RST` are unconfirmed. */
export class Ds1000zScope {
  readonly model: ScopeModel;
  /** Points of the memory; chosen by the scope unless a number. */
  depth: 'AUTO' | number = 'AUTO';
  sweep: Sweep = 'AUTO';

  constructor(clock: Clock, random: Random) {
    this.model = new ScopeModel(clock, random, {
      channels: [1, 2, 3, 4].map((number) => ({ ...channel, enabled: number === 1 })),
      settings: {
        timebase: 1e-6,
        position: 0,
        trigger: { source: 1, level: 0, edge: 'rising', auto: true, coupling: 'DC', holdoff: 16e-9 },
        quality: { type: 'normal', averages: 2 },
      },
      memory: () => this.#memory(),
    });
    this.reset();
  }

  reset(): void {
    this.depth = 'AUTO';
    this.sweep = 'AUTO';
    this.model.reset(true);
  }

  run(): void {
    if (this.sweep === 'SING') this.model.single(singleLatency);
    else this.model.run();
  }

  setSweep(sweep: Sweep): void {
    this.sweep = sweep;
    this.model.settings.trigger.auto = sweep === 'AUTO';
    if (sweep === 'SING') this.model.single(singleLatency);
    else this.model.changed();
  }

  /** The channels share one converter: by how much each of them is slower and has less memory. */
  get sharing(): 1 | 2 | 4 {
    const { enabled } = this.model;
    return enabled <= 1 ? 1 : enabled === 2 ? 2 : 4;
  }

  /** The depths that can be chosen now. */
  get depths(): readonly number[] {
    return depths.map((points) => points / this.sharing);
  }

  /** What `NORMal` reads: the screen. */
  get screen(): SampleAxis {
    const { timebase, position } = this.model.settings;
    return {
      start: position - (screenDivisions / 2) * timebase,
      interval: timebase / screenPoints,
      points: screenDivisions * screenPoints,
    };
  }

  autoscale(): void {
    this.sweep = 'AUTO';
    autoscale(this.model);
  }

  #memory(): SampleAxis {
    const { timebase, position } = this.model.settings;
    const span = screenDivisions * timebase;
    const rate = highestRate / this.sharing;
    const wanted = this.depth === 'AUTO' ? automaticDepth / this.sharing : this.depth;
    const interval = Math.max(1 / rate, span / wanted);
    const points = this.depth === 'AUTO' ? Math.max(1, Math.round(span / interval)) : this.depth;
    return { start: position - (points * interval) / 2, interval, points };
  }
}

/** The time base comes in steps of 1-2-5. Unconfirmed: a value between two steps becomes the longer one. */
export const timebaseStep = stepUp;
