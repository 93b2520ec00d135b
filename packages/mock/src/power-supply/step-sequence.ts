import { FourwireError } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import type { SupplyOutput } from '../physics/supply-output.ts';

/** A step that an output holds for a while. */
export interface SupplyStep {
  readonly voltage: number;
  readonly currentLimit: number;
  /** Seconds. */
  readonly dwell: number;
}

/** Steps that an output goes through by itself, on the simulator's clock. The last one stays. */
export class StepSequence {
  readonly #clock: Clock;
  readonly #output: SupplyOutput;
  #abort: AbortController | undefined;

  constructor(clock: Clock, output: SupplyOutput) {
    this.#clock = clock;
    this.#output = output;
  }

  get running(): boolean {
    return this.#abort !== undefined;
  }

  /** Begins anew; `Infinity` repetitions go on until it is stopped. */
  start(steps: readonly SupplyStep[], repetitions: number): void {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    void this.#run(steps, repetitions, abort.signal).then(() => {
      if (this.#abort === abort) this.#abort = undefined;
    });
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }

  async #run(steps: readonly SupplyStep[], repetitions: number, signal: AbortSignal): Promise<void> {
    try {
      for (let round = 0; round < repetitions && steps.length > 0; round++) {
        for (const { voltage, currentLimit, dwell } of steps) {
          this.#output.voltage = voltage;
          this.#output.currentLimit = currentLimit;
          await this.#clock.sleep(1000 * dwell, signal);
        }
      }
    } catch (error) {
      if (!FourwireError.is(error) || error.kind !== 'aborted') throw error;
    }
  }
}
