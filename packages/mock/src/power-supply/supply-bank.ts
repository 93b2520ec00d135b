import type { Clock, Random } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { DeviceInSocket } from '../physics/device-under-needles.ts';
import { Resistor } from '../physics/devices/resistor.ts';
import { SupplyOutput } from '../physics/supply-output.ts';
import type { OutputRating, Protection, Trip } from '../physics/supply-output.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';

/** What is set of one output. */
export interface OutputSettings {
  readonly voltage: number;
  readonly currentLimit: number;
  readonly on: boolean;
  readonly overVoltage: Protection;
  readonly overCurrent: Protection;
}

/** A load of 10 Ω on leads of 10 mΩ each, at room temperature. */
function usualLoad(): DeviceUnderTest {
  return new DeviceInSocket({ device: new Resistor(10), temperature: () => 23, leads: 0.01 });
}

/** The outputs of a power supply, one of which is selected, with its memories and faults. */
export class SupplyBank {
  readonly outputs: readonly SupplyOutput[];
  /** Which output commands without a channel mean, from 1. */
  selected = 1;
  /** What an output has after `*RST`. */
  readonly #initial: readonly OutputSettings[];
  readonly #memories = new Map<number, readonly OutputSettings[]>();
  /** A fault: it is too hot. */
  #hot = false;
  /** A fault: what the meters show whatever happens. */
  #stuck: ReadonlyMap<SupplyOutput, { readonly voltage: number; readonly current: number }> | undefined;
  readonly faults: FaultSwitches;

  constructor(
    clock: Clock,
    random: Random,
    options: {
      readonly ratings: readonly OutputRating[];
      /** What hangs at the outputs, in order; 10 Ω where none is given. */
      readonly loads?: readonly DeviceUnderTest[];
      readonly initial: (rating: OutputRating, index: number) => OutputSettings;
    },
  ) {
    const { ratings, loads = [], initial } = options;
    this.outputs = ratings.map(
      (rating, index) =>
        new SupplyOutput(clock, random.fork(`output ${index + 1}`), {
          rating,
          load: loads[index] ?? usualLoad(),
        }),
    );
    this.#initial = ratings.map(initial);
    this.reset();
    this.faults = {
      'over-temperature': (active) => this.#overheat(active),
      'no-contact': (active) => {
        for (const output of this.outputs) output.disconnected = active;
      },
      'sensor-stuck': (active) => {
        this.#stuck = active
          ? new Map(this.outputs.map((output) => [output, output.measure()] as const))
          : undefined;
      },
    };
  }

  /** The output of a number, from 1; the selected one unless given. Refused with -222 where there is none. */
  output(channel: number = this.selected): SupplyOutput {
    const output = this.outputs[channel - 1];
    if (output === undefined) throw new ScpiRefusal(-222);
    return output;
  }

  /** What the meters of an output show. */
  measure(output: SupplyOutput): { readonly voltage: number; readonly current: number } {
    return this.#stuck?.get(output) ?? output.measure();
  }

  /** `*RST`. */
  reset(): void {
    this.selected = 1;
    for (const output of this.outputs) {
      output.turn(false);
      this.clearTrips(output);
    }
    this.#apply(this.#initial);
  }

  /** `*SAV`. */
  save(memory: number): void {
    this.#memories.set(memory, this.outputs.map(settingsOf));
  }

  /** `*RCL`; what was never saved is what `*RST` sets. */
  recall(memory: number): void {
    this.#apply(this.#memories.get(memory) ?? this.#initial);
  }

  #apply(settings: readonly OutputSettings[]): void {
    for (const [index, output] of this.outputs.entries()) {
      const one = settings[index];
      if (one !== undefined) apply(output, one);
    }
  }

  /** Lets an output go on after a trip of any kind, or of one; one that is still too hot stays off. */
  clearTrips(output: SupplyOutput, only?: Trip): void {
    for (const reason of ['voltage', 'current', 'temperature', 'link'] as const) {
      if (reason === 'temperature' && this.#hot) continue;
      if (only === undefined || reason === only) output.clearTrip(reason);
    }
  }

  #overheat(active: boolean): void {
    this.#hot = active;
    if (active) for (const output of this.outputs) output.trip('temperature');
  }
}

function settingsOf({ voltage, currentLimit, on, overVoltage, overCurrent }: SupplyOutput): OutputSettings {
  return { voltage, currentLimit, on, overVoltage: { ...overVoltage }, overCurrent: { ...overCurrent } };
}

function apply(output: SupplyOutput, settings: OutputSettings): void {
  if (!settings.on) output.turn(false);
  Object.assign(output.overVoltage, settings.overVoltage);
  Object.assign(output.overCurrent, settings.overCurrent);
  output.voltage = settings.voltage;
  output.currentLimit = settings.currentLimit;
  if (settings.on) output.turn(true);
}
