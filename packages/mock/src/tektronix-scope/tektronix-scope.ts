import type { Clock, Random } from '@fourwire/core';
import type { ChannelSettings } from '../oscilloscope/scope-channel.ts';
import { ScopeModel } from '../oscilloscope/scope-model.ts';
import type { SampleAxis } from '../oscilloscope/scope-record.ts';

const divisions = 10;

/** The highest rate in Sa/s. Unconfirmed. */
const highestRate = 2.5e9;

const channel: ChannelSettings = {
  enabled: false,
  scale: 1,
  offset: 0,
  coupling: 'DC',
  probe: 1,
  bandwidthLimit: false,
  invert: false,
  impedance: 1e6,
};

/** The record lengths that can be chosen. */
export const recordLengths = [1000, 10_000, 100_000, 1_000_000];

/** What is read of a record, and how (`DATa`). */
export interface CurveSettings {
  source: number;
  encoding: CurveEncoding;
  /** Bytes of a point. */
  width: 1 | 2;
  first: number;
  last: number;
}

/** How points are sent. */
export const curveEncodings = ['ASCI', 'RIB', 'RPB', 'FPB', 'SRI', 'SRP', 'SFP', 'FAS'] as const;

/** One of {@link curveEncodings}. */
export type CurveEncoding = (typeof curveEncodings)[number];

/** A Tektronix oscilloscope of the families DPO, MSO and MDO 2000 to 4000. Settings after `*RST` are unconfirmed. */
export class TektronixScope {
  readonly model: ScopeModel;
  readonly curve: CurveSettings = curveDefaults();
  /** Divisions by which each trace is moved up. */
  readonly positions: number[];
  recordLength = 10_000;
  /** Percent of the record before the trigger. */
  triggerPosition = 50;
  /** Whether an acquisition ends after one sequence. */
  sequence = false;
  /** Whether answers begin with their header, and whether in its long form. */
  header = true;
  verbose = true;

  constructor(clock: Clock, random: Random, channels: number) {
    this.positions = Array.from({ length: channels }, () => 0);
    this.model = new ScopeModel(clock, random, {
      channels: Array.from({ length: channels }, (_, index) => ({ ...channel, enabled: index === 0 })),
      settings: {
        timebase: 4e-6,
        position: 0,
        trigger: { source: 1, level: 0, edge: 'rising', auto: true, coupling: 'DC', holdoff: 20e-9 },
        quality: { type: 'normal', averages: 16 },
      },
      memory: () => this.#memory(),
    });
    this.reset();
  }

  /** `*RST`; whether answers have headers stays. */
  reset(): void {
    Object.assign(this.curve, curveDefaults());
    this.positions.fill(0);
    Object.assign(this, { recordLength: 10_000, triggerPosition: 50, sequence: false });
    this.model.reset(true);
  }

  /** `ACQuire:STATE`. */
  acquire(on: boolean): void {
    if (!on) this.model.stop();
    else if (this.sequence) this.model.single();
    else this.model.run();
  }

  #memory(): SampleAxis {
    const { timebase } = this.model.settings;
    const span = divisions * timebase;
    const interval = Math.max(span / this.recordLength, 1 / highestRate);
    const points = this.recordLength;
    return { start: -(this.triggerPosition / 100) * points * interval, interval, points };
  }
}

/** The switch-on stop of `DATa` cuts longer records, and nobody is told. */
function curveDefaults(): CurveSettings {
  return { source: 1, encoding: 'RIB', width: 1, first: 1, last: 2500 };
}
