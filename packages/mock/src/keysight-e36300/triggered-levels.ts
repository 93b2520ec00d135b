import type { Clock } from '@fourwire/core';
import { FourwireError } from '@fourwire/core';
import type { SupplyOutput } from '../physics/supply-output.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { E36300Supply } from './e36300-model.ts';

interface Levels {
  voltage?: number;
  currentLimit?: number;
}

/** Levels that wait for a trigger: `VOLTage:TRIGgered`, `INITiate`, `TRIGger` (sheet psu-keysight-e36300.md, "Commands"). */
export class TriggeredLevels {
  source = 'BUS';
  /** Seconds. */
  delay = 0;
  readonly #clock: Clock;
  readonly #supply: E36300Supply;
  readonly #levels = new Map<SupplyOutput, Levels>();
  #armed = new Set<SupplyOutput>();
  #abort = new AbortController();
  #done: Promise<void> = Promise.resolve();

  constructor(clock: Clock, supply: E36300Supply) {
    this.#clock = clock;
    this.#supply = supply;
  }

  /** What is set to come with the trigger; what is there now where nothing was set. */
  voltage(output: SupplyOutput): number {
    return this.#levels.get(output)?.voltage ?? output.voltage;
  }

  currentLimit(output: SupplyOutput): number {
    return this.#levels.get(output)?.currentLimit ?? output.currentLimit;
  }

  set(output: SupplyOutput, levels: Levels): void {
    this.#levels.set(output, { ...this.#levels.get(output), ...levels });
  }

  /** `INITiate`: arms outputs; with an immediate source the levels come at once. */
  arm(outputs: readonly SupplyOutput[]): void {
    for (const output of outputs) this.#armed.add(output);
    if (this.source === 'IMM') this.fire('IMM');
  }

  /** A trigger from a source; refused with -211 where none is awaited from there. */
  fire(source: string): void {
    if (this.#armed.size === 0 || this.source !== source) throw new ScpiRefusal(-211);
    const armed = this.#armed;
    this.#armed = new Set();
    this.#done = this.#apply(armed, this.#abort.signal);
  }

  /** `ABORt`. */
  abort(): void {
    this.#armed.clear();
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  reset(): void {
    this.abort();
    this.#levels.clear();
    this.source = 'BUS';
    this.delay = 0;
  }

  /** Resolves when the levels of the last trigger are there. */
  async idle(): Promise<void> {
    await this.#done;
  }

  async #apply(outputs: ReadonlySet<SupplyOutput>, signal: AbortSignal): Promise<void> {
    try {
      if (this.delay > 0) await this.#clock.sleep(1000 * this.delay, signal);
    } catch (error) {
      if (FourwireError.is(error) && error.kind === 'aborted') return;
      throw error;
    }
    for (const output of outputs) {
      this.#supply.setVoltage(output, this.voltage(output));
      this.#supply.setCurrentLimit(output, this.currentLimit(output));
    }
  }
}
