import type { ByteService } from '@fourwire/core';
import { SourcePort } from '../electrical/source-port.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { nr3 } from '../scpi/number-format.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { formatObject } from '../tsp/tsp-format.ts';
import { TspInstrument } from '../tsp/tsp-instrument.ts';
import { TspObject } from '../tsp/tsp-object.ts';
import { Smu2600Channel } from './smu2600-channel.ts';
import { smu2600Models } from './smu2600-models.ts';
import type { Smu2600Model } from './smu2600-models.ts';
import { channelObject } from './smu2600-tsp.ts';

/** What the simulated SourceMeter may be told. */
export interface Keithley2600SimulatorOptions extends SimulatorOptions {
  /** `2602B`, with two channels, unless given. */
  readonly model?: Smu2600Model;
  readonly serialNumber?: string;
  /** What hangs at the terminals of each channel; 1 kΩ with leads of 0.1 Ω each unless given. */
  readonly loads?: readonly DeviceUnderTest[];
}

const firmware = '3.3.5';

/** A simulated Keithley Series 2600B System SourceMeter, which runs scripts (sheet smu-keithley-2600.md). */
export class Keithley2600Simulator implements Simulator {
  readonly name = 'keithley-2600';
  /** Settings, readings and physics of `smua` and `smub`. */
  readonly channels: readonly Smu2600Channel[];
  readonly instrument: TspInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: Keithley2600SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = '2602B', serialNumber = '4498311', loads = [] } = options;
    const traits = smu2600Models[model];
    const ports = Array.from({ length: traits.channels }, (_, index) => new SourcePort(loads[index]));
    this.channels = ports.map(
      (port, index) => new Smu2600Channel(clock, random.fork(`channel ${index}`), { traits, port }),
    );
    const identity = `Keithley Instruments Inc., Model ${model}, ${serialNumber}, ${firmware}`;
    let precision = 6;
    this.instrument = new TspInstrument(identity, clock, {
      number: (value) =>
        nr3(value, precision - 1)
          .replace(/^\+/, '')
          .toLowerCase(),
    });
    const { globals, status } = this.instrument;
    const summary = new TspObject();
    for (const [index, channel] of this.channels.entries()) {
      const name = index === 0 ? 'smua' : 'smub';
      globals.set(name, channelObject(channel));
      summary.add({ [name]: new TspObject().attribute('condition', { get: () => channel.condition }) });
      channel.run.onRefusal = (refusal) => status.raise(refusal);
    }
    globals.set('status', new TspObject().add({ measurement: new TspObject().add({ instrument: summary }) }));
    const localnode = new TspObject()
      .add({ model, serialno: serialNumber, version: firmware, revision: firmware })
      .kept('prompts', 0)
      .kept('showerrors', 0)
      .choice('linefreq', [50, 60], {
        get: () => this.channels[0]?.smu.lineFrequency ?? 50,
        set: (hertz) => {
          for (const { smu } of this.channels) smu.lineFrequency = hertz;
        },
      });
    globals.set('localnode', localnode);
    const { format } = this.instrument;
    globals.set(
      'format',
      formatObject(format, { normal: 0, swapped: 1 }).number('asciiprecision', () => ({ min: 1, max: 16 }), {
        get: () => precision,
        set: (digits) => {
          precision = Math.round(digits);
        },
      }),
    );
    this.instrument.idle = async () => {
      for (const { run } of this.channels) await run.idle();
    };
    this.instrument.reset = () => {
      for (const channel of this.channels) channel.reset();
      Object.assign(format, { real: undefined, swapped: false });
      precision = 6;
    };
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        for (const port of ports) port.connected = !active;
      },
      'interlock-open': (active) => {
        for (const channel of this.channels) channel.interlockOpen = active;
      },
      'over-temperature': (active) => {
        for (const channel of this.channels) channel.hot = active;
      },
    };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }
}
