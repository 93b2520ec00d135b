import type { Clock, Random } from '@fourwire/core';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import type { SupplyOutput } from '../physics/supply-output.ts';
import { StepSequence } from '../power-supply/step-sequence.ts';
import type { SupplyStep } from '../power-supply/step-sequence.ts';
import { SupplyBank } from '../power-supply/supply-bank.ts';

/** The supplies of the family that the simulator can be. */
export type HmpModel = 'HMP2020' | 'HMP2030' | 'HMP4030' | 'HMP4040';

/** The highest currents of the outputs in A. Unconfirmed but for the HMP4040. */
const currents: Readonly<Record<HmpModel, readonly number[]>> = {
  HMP2020: [10.01, 5.01],
  HMP2030: [5.01, 5.01, 5.01],
  HMP4030: [10.01, 10.01, 10.01],
  HMP4040: [10.01, 10.01, 10.01, 10.01],
};

/** The highest voltage of every output, in V. */
const highestVoltage = 32.05;

/** The highest level of the overvoltage protection in V. Unconfirmed. */
export const highestProtection = 32.5;

/** What an output has besides. */
export interface HmpChannel {
  /** Whether it goes with the master switch. */
  selected: boolean;
  /** Channels whose fuses blow with this one's. */
  readonly links: Set<number>;
  /** Whether the protection looks at the voltage that is set, and not at the one that is measured. */
  protectsSetting: boolean;
  readonly sequence: StepSequence;
  /** What its sequence goes through. */
  steps: readonly SupplyStep[];
  repetitions: number;
}

/** A supply of the family: an output is on where it is selected and the master switch is on. */
export class HmpSupply {
  readonly bank: SupplyBank;
  readonly channels: readonly HmpChannel[];
  /** Steps that wait to be given to an output, and how often they are to be gone through; 0 is without end. */
  readonly draft: { steps: readonly SupplyStep[]; repetitions: number } = { steps: [], repetitions: 1 };
  readonly memories = new Map<number, readonly SupplyStep[]>();
  #master = false;

  constructor(
    clock: Clock,
    random: Random,
    options: { readonly model: HmpModel; readonly loads?: readonly DeviceUnderTest[] },
  ) {
    this.bank = new SupplyBank(clock, random, {
      ratings: currents[options.model].map((current) => ({ voltage: highestVoltage, current })),
      ...(options.loads !== undefined && { loads: options.loads }),
      // Unconfirmed: what *RST sets.
      initial: () => ({
        voltage: 0,
        currentLimit: 0.1,
        on: false,
        overVoltage: { enabled: true, level: highestProtection, delay: 0 },
        overCurrent: { enabled: false, level: undefined, delay: 0 },
      }),
    });
    this.channels = this.bank.outputs.map((output) => ({
      selected: false,
      links: new Set<number>(),
      protectsSetting: false,
      sequence: new StepSequence(clock, output),
      steps: [],
      repetitions: 1,
    }));
  }

  get master(): boolean {
    return this.#master;
  }

  set master(on: boolean) {
    this.#master = on;
    this.update();
  }

  /** The selected output and what it has besides, up to date. */
  get current(): { readonly output: SupplyOutput; readonly channel: HmpChannel } {
    this.update();
    return this.at(this.bank.selected);
  }

  at(number: number): { readonly output: SupplyOutput; readonly channel: HmpChannel } {
    const output = this.bank.output(number);
    const channel = this.channels[number - 1];
    if (channel === undefined) throw new RangeError(`There is no channel ${number}`);
    return { output, channel };
  }

  /** Marks an output for the master switch; what has blown is whole again. */
  select(number: number, selected: boolean): void {
    const { output, channel } = this.at(number);
    if (selected)
      for (const reason of ['current', 'link', 'temperature'] as const) this.bank.clearTrips(output, reason);
    channel.selected = selected;
    this.update();
  }

  /** Switches outputs as their marks and the master say; one whose protection trips loses its mark. */
  update(): void {
    for (const [index, channel] of this.channels.entries()) {
      const { output } = this.at(index + 1);
      if (channel.protectsSetting && output.live && output.voltage >= (output.overVoltage.level ?? Infinity))
        output.trip('voltage');
      if (output.trips.size > 0 && channel.selected) this.#blow(channel, output);
    }
    for (const [index, { selected }] of this.channels.entries()) {
      const { output } = this.at(index + 1);
      const on = selected && this.#master;
      if (output.on !== on) output.turn(on);
    }
  }

  #blow(channel: HmpChannel, output: SupplyOutput): void {
    channel.selected = false;
    if (!output.trips.has('current')) return;
    for (const number of channel.links) {
      const linked = this.at(number);
      linked.output.trip('link');
      linked.channel.selected = false;
    }
  }

  reset(): void {
    this.#master = false;
    for (const channel of this.channels) {
      channel.sequence.stop();
      channel.links.clear();
      Object.assign(channel, { selected: false, protectsSetting: false, steps: [], repetitions: 1 });
    }
    Object.assign(this.draft, { steps: [], repetitions: 1 });
    this.bank.reset();
  }
}
