import { GemWirebonderSimulator } from '../gem-wirebonder/gem-wirebonder.ts';
import { Keysight34461Simulator } from '../keysight-34461/keysight-34461-simulator.ts';
import { SentioSimulator } from '../mpi-sentio/mpi-sentio.ts';
import { DeviceUnderNeedles } from '../physics/device-under-needles.ts';
import type { Die } from '../physics/die.ts';
import type { ElectricalDevice } from '../physics/devices/electrical-device.ts';
import { HeaterResistor } from '../physics/devices/heater-resistor.ts';
import { WaferModel } from '../physics/wafer-model.ts';
import type { WaferParameters } from '../physics/wafer-model.ts';
import type { ProberMachine, ProberMachineOptions } from '../prober/prober-machine.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { WatlowF4tSimulator } from '../watlow-f4t/watlow-f4t.ts';

/** A simulated prober of any family. */
export interface ProberSimulator extends Simulator {
  readonly model: ProberMachine;
}

/** What a simulated wafer lab may be told. */
export interface WaferLabOptions<P extends ProberSimulator = never> extends SimulatorOptions {
  /** Makes the prober; one under SENTIO unless given. */
  readonly prober?: (options: SimulatorOptions & ProberMachineOptions) => P;
  /** What differs from a 200 mm wafer with dies of 5 mm. */
  readonly wafer?: Partial<WaferParameters>;
  /** Makes the device of a die; a platinum heater of 1000 Ω unless given. */
  readonly device?: (die: Die) => ElectricalDevice;
  /** Whether the prober has a thermal chuck: then the dies are as warm as it is, and not as the chamber's air. */
  readonly chuck?: boolean;
}

/**
 * A lab for qualifying wafers, coupled: the prober stands in the chamber's air or has a thermal chuck, the meter is wired
 * to its needles, so what the meter reads depends on which die is contacted, whether it is contacted, and how warm it is.
 * Any other electrical simulator can be wired to the needles, too: give it {@link terminals}. A wire bonder stands beside.
 */
export class WaferLab<P extends ProberSimulator = never> {
  readonly oven: WatlowF4tSimulator;
  readonly prober: P | SentioSimulator;
  readonly meter: Keysight34461Simulator;
  readonly bonder: GemWirebonderSimulator;
  readonly wafer: WaferModel;
  /** What an instrument sees that is wired to the needles. */
  readonly terminals: DeviceUnderNeedles;

  constructor(options: WaferLabOptions<P> = {}) {
    const { clock, random } = simulatorContext(options);
    this.wafer = new WaferModel({
      random: random.fork('wafer'),
      device: options.device ?? ((die) => HeaterResistor.on(die)),
      ...(options.wafer === undefined ? {} : { parameters: options.wafer }),
    });
    this.oven = new WatlowF4tSimulator({ clock, random: random.fork('oven') });
    const chuck = options.chuck ?? false;
    const made = { clock, random: random.fork('prober'), wafer: this.wafer, chuck };
    this.prober = options.prober?.(made) ?? new SentioSimulator(made);
    this.terminals = new DeviceUnderNeedles({
      prober: () => this.prober.model.prober,
      ...(chuck ? {} : { temperature: () => this.oven.model.chamber.air }),
    });
    this.meter = new Keysight34461Simulator({
      clock,
      random: random.fork('meter'),
      load: this.terminals,
    });
    this.bonder = new GemWirebonderSimulator({ clock, random: random.fork('bonder') });
  }
}
