import type { Clock, Random } from '@fourwire/core';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import type { SupplyOutput } from '../physics/supply-output.ts';
import { SupplyBank } from '../power-supply/supply-bank.ts';
import { e36300Models } from './e36300-models.ts';
import type { E36300Model, E36300Traits } from './e36300-models.ts';
import { TriggeredLevels } from './triggered-levels.ts';

/** How outputs 2 and 3 go together. */
export type OutputPair = 'OFF' | 'PAR' | 'SER' | 'TRAC';

/** Settings of one output beside voltage and current limit. */
export interface OutputExtras {
  /** Seconds between the command and the output going on and off. */
  rise: number;
  fall: number;
  /** Steps of `UP` and `DOWN` in V and A. */
  voltageStep: number;
  currentStep: number;
}

/** A supply of the family: its outputs, what couples them, and its trigger system. */
export class E36300Supply {
  readonly traits: E36300Traits;
  readonly bank: SupplyBank;
  readonly triggered: TriggeredLevels;
  pair: OutputPair = 'OFF';
  readonly #extras = new Map<SupplyOutput, OutputExtras>();

  constructor(
    clock: Clock,
    random: Random,
    options: { readonly model: E36300Model; readonly loads?: readonly DeviceUnderTest[] },
  ) {
    this.traits = e36300Models[options.model];
    this.bank = new SupplyBank(clock, random, {
      ratings: this.traits.ratings,
      ...(options.loads !== undefined && { loads: options.loads }),
      initial: (rating, index) => ({
        voltage: 0,
        currentLimit: rating.current,
        on: false,
        // Unconfirmed: that both protections are set so after *RST.
        overVoltage: { enabled: this.#protects, level: this.#overVoltage(index)[1], delay: 0 },
        overCurrent: { enabled: false, level: undefined, delay: 0.05 },
      }),
    });
    this.triggered = new TriggeredLevels(clock, this);
  }

  /** The number of an output, from 1. */
  channelOf(output: SupplyOutput): number {
    return this.bank.outputs.indexOf(output) + 1;
  }

  extras(output: SupplyOutput): OutputExtras {
    const extras = this.#extras.get(output) ?? { rise: 0, fall: 0, voltageStep: 0.01, currentStep: 0.001 };
    this.#extras.set(output, extras);
    return extras;
  }

  /** The outputs that a command to one of them reaches. */
  together(output: SupplyOutput): readonly SupplyOutput[] {
    const [, second, third] = this.bank.outputs;
    if (this.pair === 'OFF' || second === undefined || third === undefined) return [output];
    return output === second || output === third ? [second, third] : [output];
  }

  /** Sets the voltage of an output and of the one that goes with it, each with its own sign. */
  setVoltage(output: SupplyOutput, volts: number): void {
    for (const one of this.together(output))
      one.voltage = one === output ? volts : Math.abs(volts) * Math.sign(one.rating.voltage);
  }

  setCurrentLimit(output: SupplyOutput, amperes: number): void {
    for (const one of this.together(output)) one.currentLimit = amperes;
  }

  turn(output: SupplyOutput, on: boolean): void {
    for (const one of this.together(output)) one.turn(on, this.extras(one)[on ? 'rise' : 'fall']);
  }

  reset(): void {
    this.triggered.reset();
    this.pair = 'OFF';
    this.#extras.clear();
    this.bank.reset();
    for (const output of this.bank.outputs) output.remoteSense = false;
  }

  /** Lowest and highest level of an output's overvoltage protection in V, with the output's sign. */
  overVoltage(output: SupplyOutput): readonly [number, number] {
    return this.#overVoltage(this.bank.outputs.indexOf(output));
  }

  #overVoltage(index: number): readonly [number, number] {
    const [lowest, highest] = this.traits.overVoltage[index] ?? [0, 0];
    const sign = Math.sign(this.traits.ratings[index]?.voltage ?? 1);
    return [sign * lowest, sign * highest];
  }

  get #protects(): boolean {
    return this.traits.overVoltage.length > 0;
  }
}
