import type { Clock, Random } from '@fourwire/core';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import type { SupplyOutput } from '../physics/supply-output.ts';
import { SupplyBank } from '../power-supply/supply-bank.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { dp800Models } from './dp800-models.ts';
import type { Dp800Channel, Dp800Model, Dp800Traits } from './dp800-models.ts';

/** A supply of the family: its channels and what couples them. A protection switches a channel off for good. */
export class Dp800Supply {
  readonly traits: Dp800Traits;
  readonly bank: SupplyBank;
  /** Channels whose set voltage follows the other's. */
  readonly tracking = new Set<SupplyOutput>();
  /** Whether both channels track when one is told to. */
  tracksTogether = false;
  /** Whether both channels of a pair are switched together. */
  switchesTogether = false;
  /** Whether the over-temperature protection is on; it is the machine's own affair. */
  overTemperatureProtection = true;
  #highRange = false;

  constructor(
    clock: Clock,
    random: Random,
    options: { readonly model: Dp800Model; readonly loads?: readonly DeviceUnderTest[] },
  ) {
    this.traits = dp800Models[options.model];
    const { channels } = this.traits;
    this.bank = new SupplyBank(clock, random, {
      ratings: channels.map(({ rating }) => rating),
      ...(options.loads !== undefined && { loads: options.loads }),
      initial: (_rating, index) => {
        const { current, protection } = channels[index] ?? { current: 0, protection: [0, 0] };
        return {
          voltage: 0,
          currentLimit: current,
          on: false,
          overVoltage: { enabled: false, level: protection[0], delay: 0 },
          overCurrent: { enabled: false, level: protection[1], delay: 0 },
        };
      },
    });
  }

  /** The output of a channel, the selected one unless given; off where a protection has tripped. */
  output(channel?: number): SupplyOutput {
    for (const output of this.bank.outputs) {
      if (output.on && output.trips.size > 0) output.turn(false);
      this.bank.clearTrips(output, 'temperature');
    }
    return this.bank.output(channel);
  }

  /** What a channel can do in the range that is chosen. */
  channel(output: SupplyOutput): Dp800Channel {
    const { channels, highRange } = this.traits;
    const channel = (this.#highRange ? highRange : undefined) ?? channels[this.bank.outputs.indexOf(output)];
    if (channel === undefined) throw new ScpiRefusal(-222);
    return channel;
  }

  get highRange(): boolean {
    return this.#highRange;
  }

  /** Chooses the range of a DP811; what does not fit is lowered. */
  set highRange(high: boolean) {
    this.#highRange = high;
    for (const output of this.bank.outputs) {
      const { rating } = this.channel(output);
      output.voltage = Math.min(output.voltage, rating.voltage);
      output.currentLimit = Math.min(output.currentLimit, rating.current);
    }
  }

  setVoltage(output: SupplyOutput, volts: number): void {
    output.voltage = volts;
    const partner = this.partner(output);
    if (partner === undefined || !this.tracking.has(output)) return;
    partner.voltage = Math.abs(volts) * Math.sign(partner.rating.voltage);
  }

  track(output: SupplyOutput, on: boolean): void {
    const partner = this.partner(output);
    if (partner === undefined) throw new ScpiRefusal(-221);
    for (const one of this.tracksTogether ? [output, partner] : [output]) {
      if (on) this.tracking.add(one);
      else this.tracking.delete(one);
    }
  }

  turn(output: SupplyOutput, on: boolean): void {
    const partner = this.switchesTogether ? this.partner(output) : undefined;
    for (const one of partner === undefined ? [output] : [output, partner]) one.turn(on);
  }

  reset(): void {
    this.tracking.clear();
    this.tracksTogether = false;
    this.switchesTogether = false;
    this.overTemperatureProtection = true;
    this.#highRange = false;
    this.bank.reset();
    for (const output of this.bank.outputs) output.remoteSense = false;
  }

  /** The channel that may track another. */
  partner(output: SupplyOutput): SupplyOutput | undefined {
    const pair = this.traits.tracking;
    const number = this.bank.outputs.indexOf(output) + 1;
    if (pair === undefined || !pair.includes(number)) return undefined;
    return this.bank.outputs[(number === pair[0] ? pair[1] : pair[0]) - 1];
  }
}
