import type { Clock, Random } from '@fourwire/core';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import type { SupplyOutput } from '../physics/supply-output.ts';
import { StepSequence } from '../power-supply/step-sequence.ts';
import type { SupplyStep } from '../power-supply/step-sequence.ts';
import { SupplyBank } from '../power-supply/supply-bank.ts';

/** The supplies of the family that the simulator can be. */
export type SpdModel = 'SPD3303X' | 'SPD1168X' | 'SPD1305X';

/** V and A of the outputs that can be set. Unconfirmed: that nothing beyond the nominal values can be. */
const ratings: Readonly<Record<SpdModel, readonly (readonly [number, number])[]>> = {
  SPD3303X: [
    [32, 3.2],
    [32, 3.2],
  ],
  SPD1168X: [[16, 8]],
  SPD1305X: [[30, 5]],
};

/** How the two outputs of an SPD3303X go together, as `OUTPut:TRACK` numbers it. */
export const couplings = ['independent', 'series', 'parallel'] as const;

/** What an output has besides. */
export interface SpdChannel {
  readonly timer: StepSequence;
  /** Five places, empty ones without a dwell. */
  readonly steps: SupplyStep[];
  waveform: boolean;
}

/** A supply of the family: two outputs that may be coupled and a fixed third one, or one alone. */
export class SpdSupply {
  readonly model: SpdModel;
  readonly bank: SupplyBank;
  readonly channels: readonly SpdChannel[];
  /** The third output of an SPD3303X, whose voltage a switch at the front sets. */
  fixedOutput = false;
  locked = false;
  #coupling: (typeof couplings)[number] = 'independent';

  constructor(
    clock: Clock,
    random: Random,
    options: { readonly model: SpdModel; readonly loads?: readonly DeviceUnderTest[] },
  ) {
    this.model = options.model;
    this.bank = new SupplyBank(clock, random, {
      ratings: ratings[options.model].map(([voltage, current]) => ({ voltage, current })),
      ...(options.loads !== undefined && { loads: options.loads }),
      initial: ({ current }) => ({
        voltage: 0,
        currentLimit: current,
        on: false,
        overVoltage: { enabled: false, level: 0, delay: 0 },
        overCurrent: { enabled: false, level: undefined, delay: 0 },
      }),
    });
    this.channels = this.bank.outputs.map((output) => ({
      timer: new StepSequence(clock, output),
      steps: Array.from({ length: 5 }, () => ({ voltage: 0, currentLimit: 0, dwell: 0 })),
      waveform: false,
    }));
  }

  get coupling(): (typeof couplings)[number] {
    return this.#coupling;
  }

  set coupling(coupling: (typeof couplings)[number]) {
    this.#coupling = coupling;
    const [first] = this.bank.outputs;
    if (first === undefined) return;
    this.setVoltage(first, first.voltage);
    this.setCurrentLimit(first, first.currentLimit);
  }

  /** What is above the limits is set to them, and nobody is told. */
  setVoltage(output: SupplyOutput, volts: number): void {
    for (const one of this.#together(output)) one.voltage = Math.min(Math.max(0, volts), one.rating.voltage);
  }

  setCurrentLimit(output: SupplyOutput, amperes: number): void {
    for (const one of this.#together(output))
      one.currentLimit = Math.min(Math.max(0, amperes), one.rating.current);
  }

  turn(output: SupplyOutput, on: boolean): void {
    for (const one of this.#together(output)) {
      if (on) this.bank.clearTrips(one, 'temperature');
      one.turn(on);
    }
  }

  /** The bits of `SYSTem:STATus?` (sheet psu-siglent-spd.md). */
  get status(): number {
    const [first, second] = this.bank.outputs;
    const limits = (output: SupplyOutput | undefined): boolean => output?.operating.holds === 'current';
    const bits = (...flags: readonly (readonly [number, boolean | undefined])[]): number =>
      flags.reduce((all, [bit, set]) => (set === true ? all | (1 << bit) : all), 0);
    if (second === undefined) {
      return bits(
        [0, limits(first)],
        [4, first?.live],
        [5, first?.remoteSense],
        [6, this.channels[0]?.timer.running],
        [8, this.channels[0]?.waveform],
      );
    }
    const coupling = { independent: 0b01, parallel: 0b10, series: 0b11 }[this.#coupling];
    return (
      (coupling << 2) |
      bits(
        [0, limits(first)],
        [1, limits(second)],
        [4, first?.live],
        [5, second.live],
        [6, this.channels[0]?.timer.running],
        [7, this.channels[1]?.timer.running],
        [8, this.channels[0]?.waveform],
        [9, this.channels[1]?.waveform],
      )
    );
  }

  reset(): void {
    for (const { timer } of this.channels) timer.stop();
    this.#coupling = 'independent';
    this.fixedOutput = false;
    this.bank.reset();
    for (const output of this.bank.outputs) output.remoteSense = false;
  }

  /** In series and in parallel the first output leads the second. */
  #together(output: SupplyOutput): readonly SupplyOutput[] {
    return this.#coupling === 'independent' || output !== this.bank.outputs[0] ? [output] : this.bank.outputs;
  }
}
