import { requireSeconds } from './check.ts';

/** Shorter than any step that matters, in s: ten steps of 0.1 s must meet the same samples as one step of 1 s. */
const sameMoment = 1e-9;

/**
 * Splits time at the moments where a digital controller samples. Between two samples the controller's outputs are
 * constant, so the plant can be solved exactly there, and the result does not depend on how time was cut up.
 *
 * @internal
 */
export class SampleClock {
  readonly #period: number;
  #untilSample = 0;
  #samples = 0;

  constructor(period: number) {
    this.#period = period;
  }

  /** Seconds until the next sample; a whole period when one is due now. */
  get untilSample(): number {
    return this.#untilSample <= sameMoment ? this.#period : this.#untilSample;
  }

  /** How many samples were taken so far. */
  get samples(): number {
    return this.#samples;
  }

  /**
   * Lets `seconds` pass: calls `sample` whenever one is due and `run` with the time until the next.
   *
   * @throws FourwireError of kind `range` when `seconds` is negative or not a number.
   */
  advance(seconds: number, sample: () => void, run: (seconds: number) => void): void {
    requireSeconds(seconds);
    let rest = seconds;
    while (rest > 0) {
      const due = this.#untilSample <= sameMoment;
      if (due && rest > sameMoment) {
        this.#untilSample += this.#period;
        this.#samples++;
        sample();
      }
      const step = rest > sameMoment ? Math.min(rest, this.#untilSample) : rest;
      run(step);
      rest -= step;
      this.#untilSample -= step;
    }
  }
}
