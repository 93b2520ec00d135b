import type { Clock, Random } from '@fourwire/core';
import type { ChannelSettings } from '../oscilloscope/scope-channel.ts';
import { ScopeModel } from '../oscilloscope/scope-model.ts';
import type { SampleAxis } from '../oscilloscope/scope-record.ts';

export const divisions = 10;

/** Where the time reference stands on the screen, as a part of its width. */
export const references = { LEFT: 0.1, CENT: 0.5, RIGH: 0.9 } as const;

/** The highest rate of one or two inputs in Sa/s, and the points of their memory. Unconfirmed. */
const [highestRate, deepest] = [4e9, 1_000_000];

const channel: ChannelSettings = {
  enabled: false,
  scale: 5,
  offset: 0,
  coupling: 'DC',
  probe: 10,
  bandwidthLimit: false,
  invert: false,
  impedance: 1e6,
};

/** An oscilloscope of the family. Settings after `*RST` are unconfirmed. */
export class InfiniiVisionScope {
  readonly model: ScopeModel;
  reference: keyof typeof references = 'CENT';
  /** The acquisition whose trigger `TER?` told last. */
  #told = 0;

  constructor(clock: Clock, random: Random, channels: number) {
    this.model = new ScopeModel(clock, random, {
      channels: Array.from({ length: channels }, (_, index) => ({ ...channel, enabled: index === 0 })),
      settings: {
        timebase: 1e-4,
        position: 0,
        trigger: { source: 1, level: 0, edge: 'rising', auto: true, coupling: 'DC', holdoff: 40e-9 },
        quality: { type: 'normal', averages: 8 },
      },
      memory: () => this.#memory(),
    });
    this.reset();
  }

  reset(): void {
    this.reference = 'CENT';
    this.model.reset(true);
  }

  /** Whether a trigger came since this was asked last. */
  takeTriggered(): boolean {
    const { record } = this.model;
    if (record === undefined || record.untriggered || record.number <= this.#told) return false;
    this.#told = record.number;
    return true;
  }

  #memory(): SampleAxis {
    const { timebase, position } = this.model.settings;
    const span = divisions * timebase;
    const half = this.model.enabled > 2 ? 2 : 1;
    const rate = Math.min(highestRate / half, deepest / half / span);
    const points = Math.max(100, Math.round(span * rate));
    return { start: position - references[this.reference] * span, interval: span / points, points };
  }
}
