import type { Random } from '@fourwire/core';
import type { VoltageSignal } from '../physics/voltage-signal.ts';
import type { ChannelSettings, ScopeChannel } from './scope-channel.ts';

/** Equally spaced samples. */
export interface SampleAxis {
  /** Seconds of the first from the trigger. */
  readonly start: number;
  /** Seconds. */
  readonly interval: number;
  readonly points: number;
}

/** How samples are made of what comes in. */
export interface SampleQuality {
  readonly type: 'normal' | 'peak' | 'average' | 'high-resolution';
  readonly averages: number;
}

interface RecordedChannel {
  readonly settings: ChannelSettings;
  readonly signal: VoltageSignal;
  readonly gain: number;
}

/** Noise is drawn for so many samples at once, so that a part of a long record costs what it is worth. */
const noiseBlock = 1024;

/** Standard deviation of the noise, in divisions. */
const noiseDivisions = 0.01;

/** One acquisition: what every input was at its trigger. Samples are made when they are asked for, the same each time. */
export class ScopeRecord {
  /** Counts acquisitions, from 1. */
  readonly number: number;
  /** Seconds of the bench's clock. */
  readonly triggeredAt: number;
  /** Whether no trigger came, and it was taken all the same. */
  readonly untriggered: boolean;
  readonly memory: SampleAxis;
  readonly quality: SampleQuality;
  readonly #channels: readonly RecordedChannel[];
  readonly #random: Random;

  constructor(
    random: Random,
    channels: readonly ScopeChannel[],
    options: {
      readonly number: number;
      readonly triggeredAt: number;
      readonly untriggered: boolean;
      readonly memory: SampleAxis;
      readonly quality: SampleQuality;
    },
  ) {
    this.number = options.number;
    this.triggeredAt = options.triggeredAt;
    this.untriggered = options.untriggered;
    this.memory = options.memory;
    this.quality = options.quality;
    this.#random = random.fork(`record ${options.number}`);
    this.#channels = channels.map(({ settings, signal, gain }) => ({
      settings: { ...settings },
      signal,
      gain,
    }));
  }

  /** What was set of an input, from 1. */
  settings(channel: number): ChannelSettings {
    return this.#channel(channel).settings;
  }

  /** Volts of an input, the probe included. `first` and `points` choose a part of the axis. */
  volts(channel: number, axis: SampleAxis = this.memory, first = 0, points = axis.points): Float64Array {
    const { settings, signal, gain } = this.#channel(channel);
    const noise = this.#noise(settings);
    const origin = settings.coupling === 'AC' ? signal.mean : 0;
    const samples = new Float64Array(points);
    let random = this.#block(channel, first);
    for (let index = 0; index < points; index++) {
      const at = first + index;
      if (index > 0 && at % noiseBlock === 0) random = this.#block(channel, at);
      const time = this.triggeredAt + axis.start + at * axis.interval;
      const seen = settings.coupling === 'GND' ? 0 : (signal.at(time) - origin) * gain;
      samples[index] = seen + random.normal(0, noise);
    }
    return samples;
  }

  /** The generator of the block that a sample is in, brought up to it. */
  #block(channel: number, at: number): Random {
    const random = this.#random.fork(`${channel}/${Math.floor(at / noiseBlock)}`);
    for (let skipped = 0; skipped < at % noiseBlock; skipped++) random.normal();
    return random;
  }

  #noise({ scale, bandwidthLimit }: ChannelSettings): number {
    const { type, averages } = this.quality;
    const less = { normal: 1, peak: 1, average: Math.sqrt(averages), 'high-resolution': 4 }[type];
    return (noiseDivisions * scale * (bandwidthLimit ? 0.5 : 1)) / less;
  }

  #channel(number: number): RecordedChannel {
    const channel = this.#channels[number - 1];
    if (channel === undefined) throw new RangeError(`There is no channel ${number}`);
    return channel;
  }
}
