import type { Clock, Timer } from '@fourwire/core';
import type { DisplacementBatch } from './displacement-sensor.ts';

/** How long samples wait for others before they are handed on, in ms. */
const longestWaitMs = 20;

/** So many samples make a batch at once. */
const mostSamples = 2048;

/** Gathers samples and hands them on in batches, so that fast sensors cost little and memory stays flat. */
export class SampleBatcher {
  readonly #clock: Clock;
  readonly #resolution: number;
  readonly #emit: (batch: DisplacementBatch) => void;
  readonly #pending = new Float64Array(mostSamples);
  #count = 0;
  #invalid = 0;
  #lost = 0;
  #first = 0;
  #timer: Timer | undefined;

  /** @param resolution - in mm */
  constructor(clock: Clock, resolution: number, emit: (batch: DisplacementBatch) => void) {
    this.#clock = clock;
    this.#resolution = resolution;
    this.#emit = emit;
  }

  /** Takes a sample in mm; NaN for one that is none. */
  add(value: number): void {
    if (this.#count === 0) this.#timer = this.#clock.setTimer(longestWaitMs, () => this.flush());
    this.#pending[this.#count++] = value;
    if (Number.isNaN(value)) this.#invalid++;
    if (this.#count === mostSamples) this.flush();
  }

  /** Notes that samples are missing before the next one; the sequence number jumps by as many. */
  lose(samples: number): void {
    if (samples === 0) return;
    this.flush();
    this.#lost += samples;
    this.#first += samples;
  }

  /** Hands on what there is. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#count === 0) return;
    const batch: DisplacementBatch = {
      first: this.#first,
      arrived: this.#clock.monotonic() / 1000,
      samples: { value: this.#pending.slice(0, this.#count) },
      resolution: this.#resolution,
      invalid: this.#invalid,
      lost: this.#lost,
    };
    this.#first += this.#count;
    this.#count = 0;
    this.#invalid = 0;
    this.#lost = 0;
    this.#emit(batch);
  }

  /** Forgets what waits: nobody listens any more. */
  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#count = 0;
  }
}
