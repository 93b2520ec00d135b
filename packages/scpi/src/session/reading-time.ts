import type { Call } from '@fourwire/core';

/** What decides how long a reading takes. */
interface ReadingSettings {
  /** In power-line cycles. */
  readonly integration: number;
  /** From the level to the measurement, in s. */
  readonly delay: number;
  readonly filter: boolean;
  readonly averages: number;
}

/** Knows how long the next reading may take. */
export interface ReadingTime {
  /** Tells it of settings that were read or written. */
  set(changed: Partial<ReadingSettings>): void;
  /** The call with time enough for a reading, where the caller does not limit it. */
  allow(call: Call): Call;
}

/** The longest power-line cycle, in s. */
const lineCycle = 1 / 50;

/** Voltage and current one after the other, each with a reference and a zero for its autozero. */
const conversions = 6;

/** For what the instrument does besides: find a range, settle, and answer over a slow line; in s. */
const spare = 5;

/** Follows the settings that make readings long: 100 averages of 10 cycles take two minutes. */
export function readingTime(): ReadingTime {
  let settings: ReadingSettings = { integration: 1, delay: 0, filter: false, averages: 1 };
  return {
    set: (changed) => {
      settings = { ...settings, ...changed };
    },
    allow: (call) => {
      if (call.timeout !== undefined) return call;
      const { integration, delay, filter, averages } = settings;
      const reading = integration * lineCycle * conversions * (filter ? averages : 1);
      return { ...call, timeout: { seconds: spare + delay + 2 * reading } };
    },
  };
}
