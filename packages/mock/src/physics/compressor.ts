/** Delays of a compressor, in s. */
export interface CompressorOptions {
  /** Cold must be wanted for so long before it starts. */
  readonly onDelay: number;
  /** It runs on for so long after cold was last wanted. */
  readonly offDelay: number;
  /** Once stopped it stays off for so long, so that the refrigerant pressure can fall. */
  readonly lockOut: number;
}

/** When a chamber's compressor runs: on-delay, off-delay and minimum time off (thermal sheet A2 and A4). */
export class Compressor {
  /** Tripped by its high-pressure or overheat switch: it stops at once and stays off. */
  tripped = false;
  /** Switched off by an operator, who gets no cold. */
  off = false;
  readonly #options: CompressorOptions;
  #running = false;
  #wanted = 0;
  #unwanted = 0;
  #stopped = Number.POSITIVE_INFINITY;

  constructor(options: CompressorOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#running && !this.tripped && !this.off;
  }

  /** One period of a controller that wants cold, or not; returns whether the compressor runs. */
  update(wanted: boolean, period: number): boolean {
    const { onDelay, offDelay, lockOut } = this.#options;
    if (this.running) {
      this.#unwanted = wanted ? 0 : this.#unwanted + period;
      if (this.#unwanted > offDelay) this.#stop();
    } else {
      if (this.#running) this.#stop();
      this.#stopped += period;
      this.#wanted = wanted ? this.#wanted + period : 0;
      this.#running = !this.tripped && !this.off && this.#wanted > onDelay && this.#stopped > lockOut;
    }
    return this.running;
  }

  #stop(): void {
    this.#running = false;
    this.#wanted = 0;
    this.#unwanted = 0;
    this.#stopped = 0;
  }
}
