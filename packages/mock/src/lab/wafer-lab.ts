import { GemWirebonderSimulator } from '../gem-wirebonder/gem-wirebonder.ts';
import { Keysight34461Simulator } from '../keysight-34461/keysight-34461-simulator.ts';
import { SentioSimulator } from '../mpi-sentio/mpi-sentio.ts';
import { DeviceUnderNeedles } from '../physics/device-under-needles.ts';
import { HeaterResistor } from '../physics/devices/heater-resistor.ts';
import { WaferModel } from '../physics/wafer-model.ts';
import type { WaferParameters } from '../physics/wafer-model.ts';
import { simulatorContext } from '../simulator.ts';
import type { SimulatorOptions } from '../simulator.ts';
import { WatlowF4tSimulator } from '../watlow-f4t/watlow-f4t.ts';

/** What a simulated wafer lab may be told. */
export interface WaferLabOptions extends SimulatorOptions {
  /** What differs from a 200 mm wafer with dies of 5 mm. */
  readonly wafer?: Partial<WaferParameters>;
}

/**
 * A lab for qualifying wafers, coupled: the prober stands in the chamber's air, the meter is wired to its needles, so
 * what the meter reads depends on which die is contacted, whether it is contacted, and how warm the chamber is. A wire
 * bonder stands beside. The wafer carries platinum heaters of 1000 Ω.
 */
export class WaferLab {
  readonly oven: WatlowF4tSimulator;
  readonly prober: SentioSimulator;
  readonly meter: Keysight34461Simulator;
  readonly bonder: GemWirebonderSimulator;
  readonly wafer: WaferModel;

  constructor(options: WaferLabOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.wafer = new WaferModel({
      random: random.fork('wafer'),
      device: (die) => HeaterResistor.on(die),
      ...(options.wafer === undefined ? {} : { parameters: options.wafer }),
    });
    this.oven = new WatlowF4tSimulator({ clock, random: random.fork('oven') });
    this.prober = new SentioSimulator({ clock, random: random.fork('prober'), wafer: this.wafer });
    this.meter = new Keysight34461Simulator({
      clock,
      random: random.fork('meter'),
      load: new DeviceUnderNeedles({
        prober: this.prober.model.prober,
        temperature: () => this.oven.model.chamber.air,
      }),
    });
    this.bonder = new GemWirebonderSimulator({ clock, random: random.fork('bonder') });
  }
}
