/** What comes to an input of the counter: pulses, or a sine. */
export interface CounterSignal {
  /** Hz; 0 where nothing comes. */
  readonly frequency: number;
  /** Part of a period above the level, 0 to 1. */
  readonly duty: number;
  /** V, highest and lowest. */
  readonly high: number;
  readonly low: number;
  /** Seconds from 10 % to 90 %. */
  readonly rise: number;
  /** Seconds that its edges come later than those of an ideal clock. */
  readonly delay: number;
}

/** 10 MHz, as from the counter's own reference. */
export const referenceSignal: CounterSignal = {
  frequency: 10e6,
  duty: 0.5,
  high: 1,
  low: -1,
  rise: 2e-9,
  delay: 0,
};
